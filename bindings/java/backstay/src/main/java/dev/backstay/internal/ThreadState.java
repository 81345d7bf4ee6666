package dev.backstay.internal;

/**
 * What this thread needs at hand: room for an answer, and the deadline in force for the calls that
 * it makes.
 */
public final class ThreadState {
  private static final ThreadLocal<ThreadState> CURRENT = ThreadLocal.withInitial(ThreadState::new);

  /**
   * Whether any thread ever had a deadline; until then no call asks. A thread reads its own
   * deadline only, so this needs no volatile.
   */
  private static boolean deadlinesUsed;

  final long[] times = new long[2];
  private RuntimeHandle clock;
  private long deadline = Answers.UNKNOWN;

  private ThreadState() {}

  /** Returns the state of the calling thread. */
  public static ThreadState current() {
    return CURRENT.get();
  }

  /** Whether this thread has a deadline in force. */
  public static boolean hasDeadline() {
    return deadlinesUsed && current().deadline >= 0;
  }

  /** The deadline in force on a policy's clock, -1 where there is none. */
  public long deadlineFor(PolicyHandle policy) {
    if (deadline < 0) {
      return Answers.UNKNOWN;
    }
    return clock == policy.runtime() ? deadline : Math.max(policy.now() + left(), 0);
  }

  /** Nanoseconds left of the deadline in force, -1 where there is none. */
  public long leftOrUnknown() {
    return deadline < 0 ? Answers.UNKNOWN : Math.max(left(), 0);
  }

  RuntimeHandle clock() {
    return clock;
  }

  long deadline() {
    return deadline;
  }

  void set(RuntimeHandle newClock, long newDeadline) {
    deadlinesUsed = true;
    clock = newClock;
    deadline = newDeadline;
  }

  private long left() {
    return deadline - clock.now();
  }
}
