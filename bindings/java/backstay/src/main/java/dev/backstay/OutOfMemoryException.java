// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** An allocation failed; nothing was changed. */
public class OutOfMemoryException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public OutOfMemoryException(String message) {
    super(message);
  }
}
