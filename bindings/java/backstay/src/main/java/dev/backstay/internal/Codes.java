// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay.internal;

/** Numbers of the C interface. */
public final class Codes {
  /** Done. */
  public static final int STATUS_OK = 0;

  /** The policy refused the call; reason and retry_after tell why and for how long. */
  public static final int STATUS_REJECTED = 1;

  /** The call may enter later: park with the ticket, enter again with it. */
  public static final int STATUS_WAIT = 2;

  /** The attempt is over, another one may start after the wait. */
  public static final int STATUS_AGAIN = 3;

  /** The queue has no free place: drain it, then submit again. */
  public static final int STATUS_FULL = 4;

  /** The operation was cancelled before it completed. */
  public static final int STATUS_CANCELLED = 5;

  /** Somebody else holds the key; retry_after tells for how long at most. */
  public static final int STATUS_IN_FLIGHT = 6;

  /** The key was completed before; its answer is there again. */
  public static final int STATUS_REPLAY = 7;

  /** The key was used for another request: the fingerprints differ. */
  public static final int STATUS_MISMATCH = 8;

  /** The lease of an earlier claim had run out, and the key is the caller's now. */
  public static final int STATUS_TAKEN_OVER = 9;

  /** The key was completed before, and its answer was not kept. */
  public static final int STATUS_BODY_NOT_KEPT = 10;

  /** The lease of an earlier claim had run out, and nobody may take the key over. */
  public static final int STATUS_ABANDONED = 11;

  /** The key is not the claim's any more; nothing was changed. */
  public static final int STATUS_LOST_LEASE = 12;

  /** A parameter is outside its allowed range; the message names it. */
  public static final int STATUS_INVALID_ARGUMENT = -1;

  /** The runtime behind this handle was closed. */
  public static final int STATUS_CLOSED = -2;

  /** No such name in the configuration; the message lists near matches. */
  public static final int STATUS_NOT_FOUND = -3;

  /** The configuration has errors; the message lists each with path, value and allowed range. */
  public static final int STATUS_INVALID_CONFIG = -4;

  /** A file could not be read. */
  public static final int STATUS_IO = -5;

  /** An allocation failed; nothing was changed. */
  public static final int STATUS_OUT_OF_MEMORY = -6;

  /** A defect in Backstay; please report the message. */
  public static final int STATUS_INTERNAL = -7;

  /**
   * The resource was used before a fork and can't be used in the child; the message gives the
   * remedy.
   */
  public static final int STATUS_FORKED = -8;

  /** This policy has no pattern that the call applies to, or the runtime is disabled. */
  public static final int STATUS_UNSUPPORTED = -9;

  /** The store can't be reached, or refused the operation. */
  public static final int STATUS_STORE_UNAVAILABLE = -10;

  /** What the store holds is no record of this library: somebody else changed it. */
  public static final int STATUS_CORRUPT = -11;

  /** The call did what it should. */
  public static final int OUTCOME_SUCCESS = 0;

  /** The call failed; counts against the upstream. */
  public static final int OUTCOME_FAILURE = 1;

  /** A deadline passed; counts as a failure, told apart in metrics. */
  public static final int OUTCOME_TIMEOUT = 2;

  /**
   * The caller gave up; neutral, or a timeout when it had lasted longer than the slow-call limit.
   */
  public static final int OUTCOME_CANCELLED = 3;

  /** Ignored: the permit returns and nothing is counted for or against. */
  public static final int OUTCOME_NEUTRAL = 4;

  /** A failure that another attempt would not mend: counts as a failure and is not retried. */
  public static final int OUTCOME_PERMANENT = 5;

  /** The breaker is open. */
  public static final int REASON_OPEN = 1;

  /** No place in the bulkhead and its queue. */
  public static final int REASON_FULL = 2;

  /** The rate limit is used up. */
  public static final int REASON_RATE = 3;

  /** Not a rejection: come back with the ticket. */
  public static final int REASON_WAIT = 4;

  /** The runtime was closed. */
  public static final int REASON_CLOSED = 5;

  /** The resource does not survive a fork. */
  public static final int REASON_FORKED = 6;

  /** A misuse: a parameter is outside its range. */
  public static final int REASON_ERROR = 7;

  /** The breaker is half-open and all probe permits are out. */
  public static final int REASON_HALF_OPEN = 8;

  /** An operator opened the breaker. */
  public static final int REASON_FORCED_OPEN = 9;

  /** The deadline has passed, or leaves no time for another attempt. */
  public static final int REASON_DEADLINE = 10;

  /** The cost is above the burst: no waiting would help. */
  public static final int REASON_COST = 11;

  /** The last of the allowed attempts failed. */
  public static final int REASON_ATTEMPTS = 12;

  /** Another attempt would begin after the maximum elapsed time. */
  public static final int REASON_ELAPSED = 13;

  /** The retry budget is used up. */
  public static final int REASON_BUDGET = 14;

  /** Another attempt may start after the microseconds in the upper bits. */
  public static final int EXIT_AGAIN = 1;

  /** Let the parked caller with the lowest ticket enter. */
  public static final int EXIT_WAKE = 2;

  /** Something worth a log line happened: read the event cursor. */
  public static final int EXIT_EVENTS = 4;

  /** The result belongs to a state that is over; it was not counted for or against. */
  public static final int EXIT_LATE = 8;

  /** The call failed and is given up: attempts, reason and elapsed time are in the upper bits. */
  public static final int EXIT_EXHAUSTED = 16;

  /** What the call returned. */
  public static final int ANSWER_VALUE = 0;

  /** How the call failed, which is its answer from now on. */
  public static final int ANSWER_FAILURE = 1;

  /** The call was made, and nobody can say again what it answered. */
  public static final int ANSWER_NOT_KEPT = 2;

  /** Run the handler; there is nothing to report. */
  public static final int SERVE_PASS = 0;

  /** Run the handler, then respond with the claim. */
  public static final int SERVE_HOLD = 1;

  /** Send the answer that is here; the handler doesn't run. */
  public static final int SERVE_REPLY = 2;

  /** Pause, then serve once more. */
  public static final int SERVE_AGAIN = 3;

  /** As in base.h. */
  public static final int ABI_VERSION = 1;

  /** As in queue.h. */
  public static final int RECORD_FIELDS = 4;

  private Codes() {}
}
