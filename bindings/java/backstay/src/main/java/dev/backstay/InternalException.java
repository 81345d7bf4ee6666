// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** A defect in Backstay; please report the message. */
public class InternalException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public InternalException(String message) {
    super(message);
  }
}
