// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** How a claim ended; the names and numbers are the same in every language. */
public enum ClaimStatus {
  /** Nobody had claimed the key, and it is the caller's now. */
  NEW(0, "ok"),

  /** The lease of an earlier claim had run out, and the key is the caller's now. */
  TAKEN_OVER(9, "taken_over"),

  /** The key was completed before; its answer is there again. */
  REPLAY(7, "replay"),

  /** The key was completed before, and its answer was not kept. */
  BODY_NOT_KEPT(10, "body_not_kept"),

  /** Somebody else holds the key; retry_after tells for how long at most. */
  IN_FLIGHT(6, "in_flight"),

  /** The key was used for another request: the fingerprints differ. */
  MISMATCH(8, "mismatch"),

  /** The lease of an earlier claim had run out, and nobody may take the key over. */
  ABANDONED(11, "abandoned");

  private final int value;
  private final String label;

  ClaimStatus(int value, String label) {
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
  public static ClaimStatus of(String label) {
    for (ClaimStatus known : values()) {
      if (known.label.equals(label)) {
        return known;
      }
    }
    throw new IllegalArgumentException("no ClaimStatus: " + label);
  }

  @Override
  public String toString() {
    return label;
  }
}
