// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** What the store holds is no record of this library: somebody else changed it. */
public class CorruptRecordException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public CorruptRecordException(String message) {
    super(message);
  }
}
