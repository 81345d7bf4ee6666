// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The idempotency key was used for another request. */
public class KeyMismatchException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public KeyMismatchException(String message) {
    super(message);
  }
}
