// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** How a guarded call ended; the names and numbers are the same in every language. */
public enum Outcome {
  /** The call did what it should. */
  SUCCESS(0, "success"),

  /** The call failed; counts against the upstream. */
  FAILURE(1, "failure"),

  /** A deadline passed; counts as a failure, told apart in metrics. */
  TIMEOUT(2, "timeout"),

  /**
   * The caller gave up; neutral, or a timeout when it had lasted longer than the slow-call limit.
   */
  CANCELLED(3, "cancelled"),

  /** Ignored: the permit returns and nothing is counted for or against. */
  NEUTRAL(4, "neutral"),

  /** A failure that another attempt would not mend: counts as a failure and is not retried. */
  PERMANENT(5, "permanent");

  private final int value;
  private final String label;

  Outcome(int value, String label) {
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
  public static Outcome of(String label) {
    for (Outcome known : values()) {
      if (known.label.equals(label)) {
        return known;
      }
    }
    throw new IllegalArgumentException("no Outcome: " + label);
  }

  @Override
  public String toString() {
    return label;
  }
}
