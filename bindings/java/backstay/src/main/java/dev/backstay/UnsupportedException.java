// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The policy has no pattern that the call applies to, or the runtime is disabled. */
public class UnsupportedException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public UnsupportedException(String message) {
    super(message);
  }
}
