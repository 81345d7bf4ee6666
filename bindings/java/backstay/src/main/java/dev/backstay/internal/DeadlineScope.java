package dev.backstay.internal;

/** A deadline in force on one thread, from its making to its close. */
public final class DeadlineScope {
  private final ThreadState state;
  private final RuntimeHandle clockBefore;
  private final long deadlineBefore;
  private boolean over;

  /** Puts an instant in force for the calling thread, unless an earlier one is; -1: none. */
  public DeadlineScope(RuntimeHandle clock, long deadline) {
    state = ThreadState.current();
    clockBefore = state.clock();
    deadlineBefore = state.deadline();
    long left = state.leftOrUnknown();
    if (deadline >= 0 && (left < 0 || deadline - clock.now() < left)) {
      state.set(clock, deadline);
    }
  }

  /** Takes it back; on another thread there is nothing to take back. */
  public void end() {
    if (!over && ThreadState.current() == state) {
      over = true;
      state.set(clockBefore, deadlineBefore);
    }
  }
}
