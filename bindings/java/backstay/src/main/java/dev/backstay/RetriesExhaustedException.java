// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

import java.time.Duration;
import java.util.Optional;

/**
 * The call failed and is given up; tells attempts and elapsed time, and the last error is its
 * cause.
 */
public class RetriesExhaustedException extends RejectedException {
  private static final long serialVersionUID = 1L;

  private final int attempts;
  private final Duration elapsed;
  private final transient Object result;

  /**
   * Makes one.
   *
   * @param policy the policy's name
   * @param key the key of the policy's instance, null where it has none
   * @param reason why there is no other attempt
   * @param attempts how many there were
   * @param elapsed the time since the call began
   * @param lastError what the last attempt threw, null where it returned a bad result
   * @param result that bad result
   */
  public RetriesExhaustedException(
      String policy,
      String key,
      Reason reason,
      int attempts,
      Duration elapsed,
      Throwable lastError,
      Object result) {
    super(policy, key, reason, -1, lastError);
    this.attempts = attempts;
    this.elapsed = elapsed;
    this.result = result;
  }

  /** Returns how many attempts were made. */
  public int attempts() {
    return attempts;
  }

  /** Returns the time from the beginning of the call to its end. */
  public Duration elapsed() {
    return elapsed;
  }

  /** Returns what the last attempt returned, where that counts as a failure; not serialized. */
  public Optional<Object> result() {
    return Optional.ofNullable(result);
  }

  @Override
  public String getMessage() {
    String last = getCause() == null ? "" : "; last error: " + getCause();
    return instance()
        + " gave up after "
        + attempts
        + " attempts in "
        + elapsed
        + " ("
        + reason()
        + ")"
        + last;
  }
}
