package dev.backstay;

import java.time.Duration;
import java.util.Objects;

/**
 * How a call ended, said by a {@link CallJudge}.
 *
 * @param outcome how
 * @param retryAfter when the upstream wants to be called again; null where it did not say
 * @param cause a short text, cut at 64 bytes, that snapshot and log show; null: the error's class
 */
public record Report(Outcome outcome, Duration retryAfter, String cause) {
  /** Checks the outcome. */
  public Report {
    Objects.requireNonNull(outcome, "outcome");
  }

  /** Returns a report of an outcome alone. */
  public static Report of(Outcome outcome) {
    return new Report(outcome, null, null);
  }

  /** Returns the same with a cause. */
  public Report withCause(String text) {
    return new Report(outcome, retryAfter, text);
  }

  /** Returns the same with a time to wait. */
  public Report withRetryAfter(Duration wait) {
    return new Report(outcome, wait, cause);
  }
}
