// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The resource was used before a fork and can't be used in the child. */
public class ForkedException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public ForkedException(String message) {
    super(message);
  }
}
