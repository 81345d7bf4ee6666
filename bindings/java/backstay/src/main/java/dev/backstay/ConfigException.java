// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** The configuration has errors; the message lists all of them. */
public class ConfigException extends BackstayException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the library's own text. */
  public ConfigException(String message) {
    super(message);
  }
}
