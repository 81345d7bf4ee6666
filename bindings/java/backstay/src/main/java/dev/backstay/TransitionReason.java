// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/**
 * Why a state was left, or a control was used; the names and numbers are the same in every
 * language.
 */
public enum TransitionReason {
  /** So many failures came in a row. */
  CONSECUTIVE_FAILURES(1, "consecutive_failures"),

  /** The share of failures in the window reached the threshold. */
  FAILURE_RATE(2, "failure_rate"),

  /** The share of slow calls in the window reached the threshold. */
  SLOW_CALLS(3, "slow_calls"),

  /** The open time is over; this caller is the first probe. */
  OPEN_TIME_OVER(4, "open_time_over"),

  /** A half-open probe failed. */
  PROBE_FAILED(5, "probe_failed"),

  /** A half-open probe was slower than the slow-call limit. */
  PROBE_SLOW(6, "probe_slow"),

  /** Enough half-open probes succeeded. */
  PROBES_SUCCEEDED(7, "probes_succeeded"),

  /** The agreed number of probe results held too few successes. */
  TOO_FEW_SUCCESSES(8, "too_few_successes"),

  /** The maximum time in half-open passed without a decision. */
  HALF_OPEN_TOO_LONG(9, "half_open_too_long"),

  /** An operator control was used; the note is the operator's. */
  OPERATOR(10, "operator"),

  /** The lease of every probe ran out unreported. */
  PROBE_LOST(11, "probe_lost"),

  /** BACKSTAY_DISABLED, "enabled": false or a disabled runtime. */
  RUNTIME_DISABLED(12, "runtime_disabled"),

  /** No place in the bulkhead and its queue. */
  FULL(13, "full"),

  /** The rate limit is used up. */
  RATE(14, "rate"),

  /** The retry budget is used up. */
  BUDGET(15, "budget"),

  /** None of these: a newer library's. */
  UNKNOWN(0, "unknown");

  private final int value;
  private final String label;

  TransitionReason(int value, String label) {
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
  public static TransitionReason of(String label) {
    for (TransitionReason known : values()) {
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
