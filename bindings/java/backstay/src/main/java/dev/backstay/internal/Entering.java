package dev.backstay.internal;

import dev.backstay.BackstayException;

/** Entering on the caller's thread, with all the waiting that a policy may ask for. */
public final class Entering {
  private Entering() {}

  /** Returns a pass. Throws where the policy refuses. */
  public static Pass enter(PolicyHandle policy, long cost, long deadline) {
    long[] times = ThreadState.current().times;
    long answer = policy.enter(0, cost, deadline, times);
    return answer > 0
        ? new Pass(answer, times[0], times[1])
        : enterLater(policy, answer, cost, deadline);
  }

  /** Goes on after an answer that is no token. */
  static Pass enterLater(PolicyHandle policy, long answer, long cost, long deadline) {
    if (Answers.enterCode(answer) != Codes.REASON_WAIT) {
      throw refusal(policy, answer);
    }
    return Waiting.await(Turn.waiting(policy, answer, cost, deadline));
  }

  static BackstayException refusal(PolicyHandle policy, long answer) {
    return Refusals.of(
        Answers.enterCode(answer), policy.name(), policy.key(), Answers.retryAfterNanos(answer));
  }
}
