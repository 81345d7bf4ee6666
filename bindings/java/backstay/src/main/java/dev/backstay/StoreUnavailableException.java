// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The store can't be reached, or refused the operation. */
public class StoreUnavailableException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public StoreUnavailableException(String message) {
    super(message);
  }
}
