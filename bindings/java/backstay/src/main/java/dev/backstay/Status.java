// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

/** What a call into the library answered; the names and numbers are the same in every language. */
public enum Status {
  /** Done. */
  OK(0, "ok"),

  /** The policy refused the call; reason and retry_after tell why and for how long. */
  REJECTED(1, "rejected"),

  /** The call may enter later: park with the ticket, enter again with it. */
  WAIT(2, "wait"),

  /** The attempt is over, another one may start after the wait. */
  AGAIN(3, "again"),

  /** The queue has no free place: drain it, then submit again. */
  FULL(4, "full"),

  /** The operation was cancelled before it completed. */
  CANCELLED(5, "cancelled"),

  /** Somebody else holds the key; retry_after tells for how long at most. */
  IN_FLIGHT(6, "in_flight"),

  /** The key was completed before; its answer is there again. */
  REPLAY(7, "replay"),

  /** The key was used for another request: the fingerprints differ. */
  MISMATCH(8, "mismatch"),

  /** The lease of an earlier claim had run out, and the key is the caller's now. */
  TAKEN_OVER(9, "taken_over"),

  /** The key was completed before, and its answer was not kept. */
  BODY_NOT_KEPT(10, "body_not_kept"),

  /** The lease of an earlier claim had run out, and nobody may take the key over. */
  ABANDONED(11, "abandoned"),

  /** The key is not the claim's any more; nothing was changed. */
  LOST_LEASE(12, "lost_lease"),

  /** A parameter is outside its allowed range; the message names it. */
  INVALID_ARGUMENT(-1, "invalid_argument"),

  /** The runtime behind this handle was closed. */
  CLOSED(-2, "closed"),

  /** No such name in the configuration; the message lists near matches. */
  NOT_FOUND(-3, "not_found"),

  /** The configuration has errors; the message lists each with path, value and allowed range. */
  INVALID_CONFIG(-4, "invalid_config"),

  /** A file could not be read. */
  IO(-5, "io"),

  /** An allocation failed; nothing was changed. */
  OUT_OF_MEMORY(-6, "out_of_memory"),

  /** A defect in Backstay; please report the message. */
  INTERNAL(-7, "internal"),

  /**
   * The resource was used before a fork and can't be used in the child; the message gives the
   * remedy.
   */
  FORKED(-8, "forked"),

  /** This policy has no pattern that the call applies to, or the runtime is disabled. */
  UNSUPPORTED(-9, "unsupported"),

  /** The store can't be reached, or refused the operation. */
  STORE_UNAVAILABLE(-10, "store_unavailable"),

  /** What the store holds is no record of this library: somebody else changed it. */
  CORRUPT(-11, "corrupt");

  private final int value;
  private final String label;

  Status(int value, String label) {
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
  public static Status of(String label) {
    for (Status known : values()) {
      if (known.label.equals(label)) {
        return known;
      }
    }
    throw new IllegalArgumentException("no Status: " + label);
  }

  @Override
  public String toString() {
    return label;
  }
}
