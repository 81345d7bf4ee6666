// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The call under this idempotency key was begun and never ended, and may not be made again. */
public class AbandonedException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public AbandonedException(String message) {
    super(message);
  }
}
