package dev.backstay.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.backstay.Answer;
import dev.backstay.ClosedException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * One reference to a claim of the library. It goes with this object, and the key is not given up
 * with it: who vanished may have acted.
 *
 * <p>Each method throws LostLeaseException where the key is not the claim's any more.
 */
public final class ClaimHandle {
  /** Of a claim that does not hold its key. */
  public static final ClaimHandle NONE = new ClaimHandle();

  /** Of a claim object after its own close. */
  public static final ClaimHandle CLOSED = new ClaimHandle();

  private static final AtomicLong ALIVE = new AtomicLong();

  private final long address;
  private final Cleaner.Cleanable cleanable;

  private ClaimHandle() {
    address = 0;
    cleanable = () -> {};
  }

  /** Takes over the reference {@code address}. */
  ClaimHandle(long address) {
    this.address = address;
    ALIVE.incrementAndGet();
    cleanable = RuntimeHandle.CLEANER.register(this, () -> drop(address));
  }

  private static void drop(long address) {
    Flat.claim_release(address);
    ALIVE.decrementAndGet();
  }

  /** How many claims this process holds; for tests of what the collector does. */
  public static long alive() {
    return ALIVE.get();
  }

  /** Stores the answer and gives the key up. */
  public void complete(Answer answer) {
    require(
        claim ->
            Flat.idempotency_complete(
                claim,
                answer.kind().value(),
                answer.statusCode(),
                Text.bytes(answer.contentType()),
                Text.bytes(answer.headers()),
                answer.body()));
  }

  /** Says that the work failed, by the kind of an error and its words. */
  public void fail(boolean retryable, String type, String message) {
    byte[] kind = type.getBytes(UTF_8);
    byte[] words = message.getBytes(UTF_8);
    require(claim -> Flat.idempotency_fail(claim, retryable ? 1 : 0, kind, words));
  }

  /** The same of an error. */
  public void fail(boolean retryable, Throwable error) {
    fail(retryable, Rules.nameOf(error), Objects.requireNonNullElse(error.getMessage(), ""));
  }

  /** Gives the key up as if it had never been claimed. */
  public void release() {
    require(Flat::idempotency_release);
  }

  /** Begins the lease anew. */
  public void heartbeat() {
    require(Flat::idempotency_heartbeat);
  }

  /** Says how far the work has come. */
  public void setRecoveryPoint(String point) {
    require(claim -> Flat.idempotency_set_recovery_point(claim, Text.bytes(point)));
  }

  /** Gives the reference back now; by who is the only one that has this object. */
  void free() {
    cleanable.clean();
  }

  private void require(LongUnaryOperator act) {
    if (this == CLOSED) {
      throw new ClosedException("claim: this claim object was closed");
    }
    int status;
    try {
      status = this == NONE ? Codes.STATUS_LOST_LEASE : Results.status(act.applyAsLong(address));
    } finally {
      Reference.reachabilityFence(this);
    }
    if (status != Codes.STATUS_OK) {
      throw Failures.of(status, "the key is not the claim's any more; nothing was changed");
    }
  }
}
