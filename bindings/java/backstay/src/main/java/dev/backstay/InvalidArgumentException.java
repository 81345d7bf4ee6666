// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** An argument is outside its allowed range; the message names it. */
public class InvalidArgumentException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public InvalidArgumentException(String message) {
    super(message);
  }
}
