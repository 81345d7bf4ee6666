package dev.backstay;

import dev.backstay.internal.DeadlineScope;
import dev.backstay.internal.Durations;
import dev.backstay.internal.ThreadState;
import java.time.Duration;
import java.util.Optional;

/**
 * A deadline in force for the guarded calls of this thread, from {@link Backstay#deadline} or
 * {@link Permit#deadline} to its close.
 *
 * <p>Inside, no guarded call starts after it, no wait and no pause goes beyond it, and futures of
 * {@code callAsync} are cut at it. Of several deadlines the earliest counts. Code that runs
 * synchronously can't be cut: it may ask {@link #timeLeft}.
 */
public final class Deadline implements AutoCloseable {
  private final DeadlineScope scope;

  Deadline(DeadlineScope scope) {
    this.scope = scope;
  }

  /**
   * Returns the time left of the deadline in force on this thread, zero where it has passed; empty
   * where there is none.
   */
  public static Optional<Duration> timeLeft() {
    return Durations.known(ThreadState.current().leftOrUnknown());
  }

  /** Ends it. It must happen on the thread that began it; on another one nothing happens. */
  @Override
  public void close() {
    scope.end();
  }
}
