// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** State of a circuit breaker; the names and numbers are the same in every language. */
public enum State {
  /** Calls pass; results are counted against the trip rules. */
  CLOSED(0, "closed"),

  /** Calls are rejected until the open time is over. */
  OPEN(1, "open"),

  /** A limited number of probes pass; their results decide. */
  HALF_OPEN(2, "half_open"),

  /** An operator rejects all calls, for a time or until told otherwise. */
  FORCED_OPEN(3, "forced_open"),

  /** Calls pass and no rule is evaluated. */
  DISABLED(4, "disabled"),

  /** Calls pass and are counted against the rules, and nothing ever trips. */
  METRICS_ONLY(5, "metrics_only"),

  /** None of these: a newer library's. */
  UNKNOWN(-1, "unknown");

  private final int value;
  private final String label;

  State(int value, String label) {
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
  public static State of(String label) {
    for (State known : values()) {
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
