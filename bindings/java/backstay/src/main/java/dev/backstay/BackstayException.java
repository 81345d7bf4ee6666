// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** Base of every exception of Backstay; unchecked. */
public class BackstayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with the library's own text. */
  public BackstayException(String message) {
    super(message);
  }

  BackstayException(Throwable cause, boolean writableStackTrace) {
    super(null, cause, true, writableStackTrace);
  }
}
