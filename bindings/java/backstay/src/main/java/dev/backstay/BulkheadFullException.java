// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The bulkhead and its queue have no place. */
public class BulkheadFullException extends RejectedException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes a refusal.
   *
   * @param policy the policy's name
   * @param key the key of the policy's instance, null where it has none
   * @param reason why
   * @param retryAfterNanos nanoseconds until a call may pass, -1 where that is not known
   */
  public BulkheadFullException(String policy, String key, Reason reason, long retryAfterNanos) {
    super(policy, key, reason, retryAfterNanos);
  }
}
