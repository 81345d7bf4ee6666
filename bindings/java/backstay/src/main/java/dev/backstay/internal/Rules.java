package dev.backstay.internal;

import dev.backstay.CallJudge;
import dev.backstay.DeadlineExceededException;
import dev.backstay.Outcome;
import dev.backstay.RejectedException;
import dev.backstay.Report;
import dev.backstay.RetryAfter;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * How a view of a policy judges calls, and what it asks with. Null: no rule.
 *
 * @param failures errors that count, others being neutral then
 * @param ignored errors that are always neutral
 * @param retryable of those that count, which another attempt may mend
 * @param badResult results that count as failures
 * @param judge asked before all others
 * @param cost the weight of a call
 * @param limit nanoseconds that a call may take, -1 without a limit
 */
public record Rules(
    Predicate<? super Throwable> failures,
    Predicate<? super Throwable> ignored,
    Predicate<? super Throwable> retryable,
    Predicate<Object> badResult,
    CallJudge judge,
    long cost,
    long limit) {
  /** The default: an error counts. */
  public static final Rules DEFAULT = new Rules(null, null, null, null, null, 1, Answers.UNKNOWN);

  /** Whether a call may start by the gate word, and a returned result is a success. */
  public boolean plain() {
    return cost == 1 && limit < 0 && !judgesResults();
  }

  boolean judgesResults() {
    return badResult != null || judge != null;
  }

  /** The deadline that a call begins with on the policy's clock, -1 for none. */
  public long deadlineFor(PolicyHandle policy) {
    long around =
        ThreadState.hasDeadline() ? ThreadState.current().deadlineFor(policy) : Answers.UNKNOWN;
    if (limit < 0) {
      return around;
    }
    long own = policy.now() + limit;
    own = own < 0 ? Long.MAX_VALUE : own;
    return around < 0 ? own : Math.min(around, own);
  }

  Verdict judgeResult(Object result) {
    Report said = judge == null ? null : judge.judge(result, null);
    if (said != null) {
      return verdict(said, "result");
    }
    return badResult != null && badResult.test(result)
        ? new Verdict(Outcome.FAILURE, Answers.UNKNOWN, "result")
        : Verdict.SUCCESS;
  }

  Verdict judgeError(Throwable thrown) {
    Throwable error = unwrapped(thrown);
    Report said = judge == null ? null : judge.judge(null, error);
    if (said != null) {
      return verdict(said, nameOf(error));
    }
    Outcome outcome = outcomeOf(error);
    Verdict verdict = new Verdict(outcome, Answers.UNKNOWN, null);
    if (!verdict.failed()) {
      return verdict;
    }
    boolean hopeless = retryable != null && !retryable.test(error);
    return new Verdict(hopeless ? Outcome.PERMANENT : outcome, retryAfterOf(error), nameOf(error));
  }

  private Outcome outcomeOf(Throwable error) {
    if (ignored != null && ignored.test(error)) {
      return Outcome.NEUTRAL;
    }
    boolean timeout = isTimeout(error);
    if (failures != null && failures.test(error)) {
      return timeout ? Outcome.TIMEOUT : Outcome.FAILURE;
    }
    if (timeout) {
      return Outcome.TIMEOUT;
    }
    if (isCancellation(error)) {
      return Outcome.CANCELLED;
    }
    return failures == null ? Outcome.FAILURE : Outcome.NEUTRAL;
  }

  /** Whether an error says that a deadline passed. */
  public static boolean isTimeout(Throwable error) {
    return error instanceof TimeoutException
        || error instanceof DeadlineExceededException
        || error instanceof HttpTimeoutException
        || error instanceof SocketTimeoutException;
  }

  private static boolean isCancellation(Throwable error) {
    return error instanceof CancellationException
        || error instanceof InterruptedException
        || error instanceof InterruptedIOException
        || error instanceof ClosedByInterruptException;
  }

  /** Futures wrap what was thrown. */
  static Throwable unwrapped(Throwable error) {
    Throwable inner = error;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static long retryAfterOf(Throwable error) {
    if (error instanceof RejectedException refusal) {
      return nanos(refusal.retryAfter().orElse(null));
    }
    return error instanceof RetryAfter told
        ? nanos(told.retryAfter().orElse(null))
        : Answers.UNKNOWN;
  }

  private static Verdict verdict(Report said, String cause) {
    Outcome outcome = said.outcome();
    String told = said.cause() == null ? cause : said.cause();
    Verdict verdict = new Verdict(outcome, nanos(said.retryAfter()), told);
    return verdict.failed() ? verdict : new Verdict(outcome, verdict.retryAfter(), null);
  }

  static String nameOf(Throwable error) {
    String simple = error.getClass().getSimpleName();
    return simple.isEmpty() ? error.getClass().getName() : simple;
  }

  private static long nanos(Duration duration) {
    return duration == null || duration.isNegative() ? Answers.UNKNOWN : Durations.nanos(duration);
  }
}
