package dev.backstay.internal;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a permit has to report, apart from the permit itself, so that a forgotten permit can still
 * be reported.
 */
public final class PermitState {
  private final PolicyHandle policy;
  private final Pass pass;
  private final AtomicBoolean reported = new AtomicBoolean();
  private Cleaner.Cleanable cleanable;

  /** Begins with a permit that is out. */
  public PermitState(PolicyHandle policy, Pass pass) {
    this.policy = policy;
    this.pass = pass;
  }

  /** Reports cancelled when {@code permit} was forgotten. */
  public void watch(Object permit) {
    cleanable = RuntimeHandle.CLEANER.register(permit, this::forgotten);
  }

  /** Reports success. */
  public void succeed() {
    if (take()) {
      SyncCall.succeed(policy, pass.token(), pass.started());
    }
  }

  /** Reports an outcome; the cause may be null. */
  public void report(int outcome, String cause, long retryAfter) {
    if (take()) {
      if (cause != null) {
        policy.cause(pass.token(), cause);
      }
      policy.exitLast(pass.token(), outcome, pass.started(), retryAfter);
    }
  }

  private boolean take() {
    if (!reported.compareAndSet(false, true)) {
      return false;
    }
    if (cleanable != null) {
      cleanable.clean();
    }
    return true;
  }

  private void forgotten() {
    if (reported.compareAndSet(false, true)) {
      policy.exitLast(pass.token(), Codes.OUTCOME_CANCELLED, pass.started(), Answers.UNKNOWN);
    }
  }
}
