// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The idempotency key is not the claim's any more; nothing was changed. */
public class LostLeaseException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public LostLeaseException(String message) {
    super(message);
  }
}
