package dev.backstay.internal;

/**
 * One caller's wait for somebody else's call under the same key. The library says after how long to
 * claim again; no pause goes beyond the deadline in force.
 */
final class InFlightWait {
  private final RuntimeHandle runtime;
  private final long due;
  private long waited;

  /** Begins on the thread whose deadline holds. */
  InFlightWait(RuntimeHandle runtime) {
    this.runtime = runtime;
    due = ThreadState.hasDeadline() ? later(runtime.now()) : Answers.UNKNOWN;
  }

  private static long later(long now) {
    long due = now + ThreadState.current().leftOrUnknown();
    return due < 0 ? Long.MAX_VALUE : due;
  }

  /** The deadline in force, on the runtime's clock; -1 without one. */
  long due() {
    return due;
  }

  /** Nanoseconds since the first try, as the library counts them. */
  long waited() {
    return waited;
  }

  /** Whether to claim again after a pause, which then counts as waited. */
  boolean goesOn(long pause) {
    if (pause <= 0 || (due >= 0 && due - runtime.now() < pause)) {
      return false;
    }
    waited += pause;
    return true;
  }
}
