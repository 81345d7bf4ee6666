package dev.backstay.internal;

import dev.backstay.ClosedException;
import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** One reference to an idempotency of the library. */
public final class IdempotencyHandle {
  private final long address;
  private final RuntimeHandle runtime;
  private final String name;
  private final boolean blocks;

  private IdempotencyHandle(RuntimeHandle runtime, String name) {
    address = 0;
    this.runtime = runtime;
    this.name = name;
    blocks = false;
  }

  /** Takes over the reference {@code address}. */
  IdempotencyHandle(long address, RuntimeHandle runtime, String name) {
    this.address = address;
    this.runtime = runtime;
    this.name = name;
    blocks = Flat.idempotency_blocks(address) == 1;
    RuntimeHandle.CLEANER.register(this, () -> Flat.idempotency_handle_release(address));
  }

  /** Returns what stands for an idempotency object that was closed. */
  public IdempotencyHandle closed() {
    return address == 0 ? this : new IdempotencyHandle(runtime, name);
  }

  /** Whether this stands for an idempotency object that was closed. */
  public boolean isClosed() {
    return address == 0;
  }

  /** The name in the configuration. */
  public String name() {
    return name;
  }

  RuntimeHandle runtime() {
    return runtime;
  }

  /** Whether calls may have to wait for the store, so that they are submitted. */
  boolean blocks() {
    return blocks;
  }

  /** Claims a key. */
  public Claimed claim(ClaimRequest request) {
    return blocks
        ? StoreWait.cancellably(runtime.completions(), new Claiming<>(request, told -> told))
        : claimNow(request);
  }

  /**
   * Claims a key without waiting. Where the store doesn't block the future is done, else a task of
   * the executor ends it.
   *
   * @param made makes its value of what the claim was told
   */
  public <T> CompletableFuture<T> claimAsync(
      ClaimRequest request, Function<Claimed, T> made, Executor executor) {
    try {
      return blocks
          ? runtime.completions().submit(new Claiming<>(request, made), executor)
          : CompletableFuture.completedFuture(made.apply(claimNow(request)));
    } catch (RuntimeException error) {
      return CompletableFuture.failedFuture(error);
    }
  }

  private Claimed claimNow(ClaimRequest request) {
    try {
      return claimed(
          Flat.idempotency_claim(
              address(),
              request.scope(),
              request.key(),
              request.fingerprint(),
              request.lease(),
              request.waited()));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private Claimed claimed(long result) {
    try {
      int status = Results.require(result);
      long claim = Flat.result_handle(result);
      ClaimHandle handle = claim == 0 ? ClaimHandle.NONE : new ClaimHandle(claim, this);
      return Claimed.of(status, handle, result);
    } finally {
      Flat.result_free(result);
    }
  }

  /** Before a pause: whether the clock is manual, and was moved by it; else it is to be slept. */
  boolean passTime(long pause) {
    try {
      return Flat.idempotency_pass_time(address(), pause) > 0;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  long address() {
    if (address == 0) {
      throw new ClosedException(label() + ": this idempotency object was closed");
    }
    return address;
  }

  /** As the library's messages begin. */
  String label() {
    return "idempotency \"" + name + "\"";
  }

  /** A claim that is submitted. */
  private final class Claiming<T> implements Operation<T> {
    private final ClaimRequest request;
    private final Function<Claimed, T> made;

    Claiming(ClaimRequest request, Function<Claimed, T> made) {
      this.request = request;
      this.made = made;
    }

    @Override
    public long submit(long queue, long token) {
      try {
        return Flat.idempotency_claim_submit(
            address(),
            queue,
            token,
            request.scope(),
            request.key(),
            request.fingerprint(),
            request.lease(),
            request.waited());
      } finally {
        Reference.reachabilityFence(IdempotencyHandle.this);
      }
    }

    @Override
    public T take(long queue, long result) {
      return made.apply(claimed(Flat.idempotency_claim_take(queue, result)));
    }

    @Override
    public String label() {
      return IdempotencyHandle.this.label();
    }
  }
}
