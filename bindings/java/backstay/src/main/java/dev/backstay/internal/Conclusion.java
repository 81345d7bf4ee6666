package dev.backstay.internal;

import dev.backstay.Outcome;
import dev.backstay.RejectedException;
import dev.backstay.RetriesExhaustedException;
import java.time.Duration;

/** The end of an attempt: judged, reported, and what follows from the answer. */
final class Conclusion {
  private Conclusion() {}

  /**
   * Reports a verdict. Returns the turn of the next attempt, null where the call is over. Throws
   * where the policy gives the call up.
   */
  static Turn report(
      PolicyHandle policy,
      Rules rules,
      Pass pass,
      long deadline,
      Verdict verdict,
      Throwable error,
      Object result) {
    if (verdict.cause() != null) {
      policy.cause(pass.token(), verdict.cause());
    }
    long answer =
        policy.exit(pass.token(), verdict.outcome().value(), pass.started(), verdict.retryAfter());
    if (Answers.has(answer, Codes.EXIT_AGAIN)) {
      // The ticket is asked for before the log call, which may make other calls.
      long ticket = policy.ticket(answer);
      policy.announceNews();
      return Turn.pausing(policy, ticket, Answers.exitWaitMicros(answer), rules.cost(), deadline);
    }
    policy.announceNews();
    if (Answers.has(answer, Codes.EXIT_EXHAUSTED)) {
      throw exhausted(policy, answer, error, result);
    }
    return null;
  }

  /** Judges an attempt; a rule that throws makes it neutral, and what it threw goes on. */
  static Verdict judge(
      PolicyHandle policy, Rules rules, Pass pass, Throwable error, Object result) {
    try {
      return error != null ? rules.judgeError(error) : rules.judgeResult(result);
    } catch (Throwable broken) {
      policy.exitLast(pass.token(), Outcome.NEUTRAL.value(), pass.started(), Answers.UNKNOWN);
      throw broken;
    }
  }

  /** Lets the error of the attempt before be seen with a refusal. */
  static <X extends Throwable> X after(X refusal, Throwable last) {
    if (last != null && last != refusal && refusal instanceof RejectedException) {
      refusal.addSuppressed(last);
    }
    return refusal;
  }

  private static RetriesExhaustedException exhausted(
      PolicyHandle policy, long answer, Throwable error, Object result) {
    return new RetriesExhaustedException(
        policy.name(),
        policy.key(),
        Refusals.reason(Answers.exitReason(answer)),
        Answers.exitAttempts(answer),
        Duration.ofNanos(Answers.exitElapsedMicros(answer) * 1000),
        error == null ? null : Rules.unwrapped(error),
        result);
  }
}
