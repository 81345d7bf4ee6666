// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** What kind of thing happened; the names and numbers are the same in every language. */
public enum EventKind {
  /** A pattern moved from one state to another. */
  TRANSITION(1, "transition"),

  /** A half-open probe never reported; its lease ran out and a new round began. */
  PROBE_LOST(2, "probe_lost"),

  /** The runtime passes every call through. */
  DISABLED(3, "disabled"),

  /** A pattern began to refuse calls; told at most once in ten seconds. */
  REFUSING(4, "refusing"),

  /** An operator control changed a pattern that has no states. */
  CONTROL(5, "control"),

  /** None of these: a newer library's. */
  UNKNOWN(0, "unknown");

  private final int value;
  private final String label;

  EventKind(int value, String label) {
    this.value = value;
    this.label = label;
  }

  /** Returns the number in the C interface. */
  public int value() {
    return value;
  }

  /** Returns the name as configuration, snapshots, metrics and other languages write it. */
  public String label() {
    return label;
  }

  /** Returns the constant with this label. */
  public static EventKind of(String label) {
    for (EventKind known : values()) {
      if (known.label.equals(label)) {
        return known;
      }
    }
    return UNKNOWN;
  }

  @Override
  public String toString() {
    return label;
  }
}
