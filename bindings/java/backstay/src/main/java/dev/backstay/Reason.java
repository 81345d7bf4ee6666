// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** Why a call was refused; the names and numbers are the same in every language. */
public enum Reason {
  /** The breaker is open. */
  OPEN(1, "open"),

  /** No place in the bulkhead and its queue. */
  FULL(2, "full"),

  /** The rate limit is used up. */
  RATE(3, "rate"),

  /** Not a rejection: come back with the ticket. */
  WAIT(4, "wait"),

  /** The runtime was closed. */
  CLOSED(5, "closed"),

  /** The resource does not survive a fork. */
  FORKED(6, "forked"),

  /** A misuse: a parameter is outside its range. */
  ERROR(7, "error"),

  /** The breaker is half-open and all probe permits are out. */
  HALF_OPEN(8, "half_open"),

  /** An operator opened the breaker. */
  FORCED_OPEN(9, "forced_open"),

  /** The deadline has passed, or leaves no time for another attempt. */
  DEADLINE(10, "deadline"),

  /** The cost is above the burst: no waiting would help. */
  COST(11, "cost"),

  /** The last of the allowed attempts failed. */
  ATTEMPTS(12, "attempts"),

  /** Another attempt would begin after the maximum elapsed time. */
  ELAPSED(13, "elapsed"),

  /** The retry budget is used up. */
  BUDGET(14, "budget"),

  /** None of these: a newer library's. */
  UNKNOWN(0, "unknown");

  private final int value;
  private final String label;

  Reason(int value, String label) {
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
  public static Reason of(String label) {
    for (Reason known : values()) {
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
