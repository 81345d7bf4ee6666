// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay.internal;

import dev.backstay.BackstayException;
import dev.backstay.BulkheadFullException;
import dev.backstay.CircuitOpenException;
import dev.backstay.ClosedException;
import dev.backstay.DeadlineExceededException;
import dev.backstay.ForkedException;
import dev.backstay.InvalidArgumentException;
import dev.backstay.RateLimitedException;
import dev.backstay.Reason;
import dev.backstay.RejectedException;

/** Makes the exception of a reason. */
public final class Refusals {
  private static final Reason[] REASONS = reasons();

  private Refusals() {}

  /** Returns the exception of a reason; {@code waitNanos} is -1 where it is unknown. */
  public static BackstayException of(int reason, String policy, String key, long waitNanos) {
    switch (reason) {
      case Codes.REASON_OPEN:
        return new CircuitOpenException(policy, key, reason(reason), waitNanos);
      case Codes.REASON_FULL:
        return new BulkheadFullException(policy, key, reason(reason), waitNanos);
      case Codes.REASON_RATE:
        return new RateLimitedException(policy, key, reason(reason), waitNanos);
      case Codes.REASON_CLOSED:
        return new ClosedException("policy " + policy + ": the runtime was closed");
      case Codes.REASON_FORKED:
        return new ForkedException("policy " + policy + ": the resource does not survive a fork");
      case Codes.REASON_ERROR:
        return new InvalidArgumentException(
            "policy " + policy + ": a misuse: a parameter is outside its range");
      case Codes.REASON_HALF_OPEN:
        return new CircuitOpenException(policy, key, reason(reason), waitNanos);
      case Codes.REASON_FORCED_OPEN:
        return new CircuitOpenException(policy, key, reason(reason), waitNanos);
      case Codes.REASON_DEADLINE:
        return new DeadlineExceededException(policy, key, reason(reason), waitNanos);
      case Codes.REASON_COST:
        return new RateLimitedException(policy, key, reason(reason), waitNanos);
      default:
        return new RejectedException(policy, key, reason(reason), waitNanos);
    }
  }

  /** Returns the reason of a number. */
  public static Reason reason(int value) {
    return value >= 0 && value < REASONS.length ? REASONS[value] : Reason.UNKNOWN;
  }

  private static Reason[] reasons() {
    Reason[] byValue = new Reason[128];
    java.util.Arrays.fill(byValue, Reason.UNKNOWN);
    for (Reason reason : Reason.values()) {
      byValue[reason.value()] = reason;
    }
    return byValue;
  }
}
