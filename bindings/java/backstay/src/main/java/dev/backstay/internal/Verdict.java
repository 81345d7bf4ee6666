package dev.backstay.internal;

import dev.backstay.Outcome;

/**
 * How a call ended, as it is reported: the retry-after is -1, and the cause null, where there is
 * none.
 */
record Verdict(Outcome outcome, long retryAfter, String cause) {
  static final Verdict SUCCESS = of(Outcome.SUCCESS);

  static Verdict of(Outcome outcome) {
    return new Verdict(outcome, Answers.UNKNOWN, null);
  }

  boolean failed() {
    return outcome == Outcome.FAILURE || outcome == Outcome.TIMEOUT || outcome == Outcome.PERMANENT;
  }
}
