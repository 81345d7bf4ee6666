// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** No such name in the configuration; the message lists near matches. */
public class NotFoundException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public NotFoundException(String message) {
    super(message);
  }
}
