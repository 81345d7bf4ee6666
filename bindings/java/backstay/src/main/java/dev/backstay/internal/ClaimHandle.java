package dev.backstay.internal;

import dev.backstay.ClosedException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One reference to a claim of the library. It goes with this object, and the key is not given up
 * with it: who vanished may have acted.
 *
 * <p>What is said by it throws LostLeaseException where the key is not the claim's any more.
 */
public final class ClaimHandle {
  /** Of a claim that does not hold its key. */
  public static final ClaimHandle NONE = new ClaimHandle();

  /** Of a claim object after its own close. */
  public static final ClaimHandle CLOSED = new ClaimHandle();

  private static final AtomicLong ALIVE = new AtomicLong();

  private final long address;
  private final IdempotencyHandle idempotency;
  private final Cleaner.Cleanable cleanable;

  private ClaimHandle() {
    address = 0;
    idempotency = null;
    cleanable = () -> {};
  }

  /** Takes over the reference {@code address}. */
  ClaimHandle(long address, IdempotencyHandle idempotency) {
    this.address = address;
    this.idempotency = idempotency;
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

  /** Says it, and waits where the store blocks. */
  public void say(End end) {
    if (submits()) {
      StoreWait.toTheEnd(idempotency.runtime().completions(), new Saying(end));
    } else {
      sayNow(end);
    }
  }

  /**
   * Says it without waiting; it is said even if the future is cancelled. Where the store doesn't
   * block the future is done, else a task of the executor ends it.
   */
  public CompletableFuture<Void> sayAsync(End end, Executor executor) {
    try {
      if (submits()) {
        return idempotency.runtime().completions().submit(new Saying(end), executor);
      }
      sayNow(end);
      return CompletableFuture.completedFuture(null);
    } catch (RuntimeException error) {
      return CompletableFuture.failedFuture(error);
    }
  }

  /** Gives the reference back now; by who is the only one that has this object. */
  void free() {
    cleanable.clean();
  }

  private boolean submits() {
    return idempotency != null && idempotency.blocks();
  }

  private void sayNow(End end) {
    if (this == CLOSED) {
      throw new ClosedException("claim: this claim object was closed");
    }
    try {
      require(
          this == NONE ? Codes.STATUS_LOST_LEASE : Results.status(end.call().applyAsLong(address)));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private static void require(int status) {
    if (status != Codes.STATUS_OK) {
      throw Failures.of(status, "the key is not the claim's any more; nothing was changed");
    }
  }

  /** What is submitted for this claim, which lives until that is done. */
  private final class Saying implements Operation<Void> {
    private final End end;

    Saying(End end) {
      this.end = end;
    }

    @Override
    public long submit(long queue, long token) {
      try {
        return end.submission().submit(address, queue, token);
      } finally {
        Reference.reachabilityFence(ClaimHandle.this);
      }
    }

    @Override
    public Void take(long queue, long result) {
      require(Results.status(Flat.idempotency_end_take(queue, result)));
      return null;
    }

    @Override
    public String label() {
      return "claim";
    }
  }
}
