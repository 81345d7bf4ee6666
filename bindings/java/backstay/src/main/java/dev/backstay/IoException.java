// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** A file could not be read. */
public class IoException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public IoException(String message) {
    super(message);
  }
}
