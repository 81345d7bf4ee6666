// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

import java.time.Duration;
import java.util.Optional;

/**
 * The policy refused the call; says which policy, why, and when a call may pass.
 *
 * <p>A refusal must be cheap, so it has no stack trace, unless the system property {@code
 * backstay.stackTraces} is {@code true}; its message is made when it is read.
 */
public class RejectedException extends BackstayException {
  private static final long serialVersionUID = 1L;
  private static final boolean TRACES = Boolean.getBoolean("backstay.stackTraces");
  private static final long UNKNOWN = -1;

  private final String policy;
  private final String key;
  private final Reason reason;
  private final long retryAfterNanos;

  /**
   * Makes a refusal.
   *
   * @param policy the policy's name
   * @param key the key of the policy's instance, null where it has none
   * @param reason why
   * @param retryAfterNanos nanoseconds until a call may pass, -1 where that is not known
   */
  public RejectedException(String policy, String key, Reason reason, long retryAfterNanos) {
    this(policy, key, reason, retryAfterNanos, null);
  }

  RejectedException(
      String policy, String key, Reason reason, long retryAfterNanos, Throwable cause) {
    super(cause, TRACES);
    this.policy = policy;
    this.key = key;
    this.reason = reason;
    this.retryAfterNanos = retryAfterNanos;
  }

  /** Returns the policy's name. */
  public String policy() {
    return policy;
  }

  /** Returns the key of the policy's instance, where it has one. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** Returns why the call was refused. */
  public Reason reason() {
    return reason;
  }

  /** Returns how long until a call may pass, where that is known. */
  public Optional<Duration> retryAfter() {
    return retryAfterNanos == UNKNOWN
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(retryAfterNanos));
  }

  @Override
  public String getMessage() {
    String wait =
        retryAfterNanos == UNKNOWN ? "" : "; retry after " + Duration.ofNanos(retryAfterNanos);
    return instance() + " refused the call (" + reason + ")" + wait;
  }

  final String instance() {
    return key == null ? policy : policy + "[" + key + "]";
  }
}
