package dev.backstay;

import dev.backstay.internal.Codes;
import dev.backstay.internal.DeadlineScope;
import dev.backstay.internal.Durations;
import dev.backstay.internal.Pass;
import dev.backstay.internal.PermitState;
import dev.backstay.internal.PolicyHandle;
import java.time.Duration;
import java.util.Optional;

/**
 * Leave to make one call. Report how it ended, once; later reports are ignored. Closed unreported
 * it is cancelled, and so it is when it was forgotten and the garbage collector finds it. Any
 * thread may report, one at a time.
 */
public final class Permit implements AutoCloseable {
  private final PolicyHandle policy;
  private final long due;
  private final PermitState state;

  private Permit(PolicyHandle policy, Pass pass, boolean known) {
    this.policy = policy;
    this.due = pass.due();
    state = new PermitState(policy, pass);
    if (known) {
      state.watch(this);
    }
  }

  /** A permit that the library knows of, and would keep a place for. */
  static Permit of(PolicyHandle policy, Pass pass) {
    return new Permit(policy, pass, true);
  }

  /**
   * A permit by the gate word, which the library does not know of: forgetting it leaves nothing
   * behind.
   */
  static Permit started(PolicyHandle policy, long word) {
    return new Permit(policy, new Pass(word, -1, -1), false);
  }

  /** Reports that the call did what it should. */
  public void success() {
    state.succeed();
  }

  /** Reports a failure. */
  public void failure() {
    state.report(Codes.OUTCOME_FAILURE, null, -1);
  }

  /** Reports a failure with a short text, cut at 64 bytes, that snapshot and log show. */
  public void failure(String cause) {
    state.report(Codes.OUTCOME_FAILURE, cause, -1);
  }

  /** Reports a failure with what was thrown. */
  public void failure(Throwable cause) {
    state.report(Codes.OUTCOME_FAILURE, cause.getClass().getSimpleName(), -1);
  }

  /** Reports a failure, and when the upstream wants to be called again. */
  public void failure(String cause, Duration retryAfter) {
    if (retryAfter.isNegative()) {
      throw new InvalidArgumentException(
          "retryAfter: " + retryAfter + " is negative; allowed: 0 or more");
    }
    state.report(Codes.OUTCOME_FAILURE, cause, Durations.nanos(retryAfter));
  }

  /** Reports a failure that another attempt would not mend. */
  public void permanent(String cause) {
    state.report(Codes.OUTCOME_PERMANENT, cause, -1);
  }

  /** Reports that a deadline passed; counts as a failure. */
  public void timeout() {
    state.report(Codes.OUTCOME_TIMEOUT, null, -1);
  }

  /** Reports that the caller gave up. */
  public void cancelled() {
    state.report(Codes.OUTCOME_CANCELLED, null, -1);
  }

  /** Gives the permit back; nothing is counted. */
  public void neutral() {
    state.report(Codes.OUTCOME_NEUTRAL, null, -1);
  }

  /**
   * Returns the time until the call must have ended, zero where it has passed; empty without a
   * deadline.
   */
  public Optional<Duration> timeLeft() {
    return due < 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(due - policy.now(), 0)));
  }

  /**
   * Puts the permit's deadline in force for the guarded calls of this thread, until what is
   * returned is closed.
   */
  public Deadline deadline() {
    return new Deadline(new DeadlineScope(policy.runtime(), due));
  }

  /** Reports cancelled, where nothing was reported. */
  @Override
  public void close() {
    cancelled();
  }
}
