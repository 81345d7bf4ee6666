// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The call was made under this idempotency key, and its answer was not kept. */
public class BodyNotKeptException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public BodyNotKeptException(String message) {
    super(message);
  }
}
