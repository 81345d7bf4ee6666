package dev.backstay.internal;

import dev.backstay.ClosedException;
import java.lang.ref.Reference;

/** One reference to an idempotency of the library. */
public final class IdempotencyHandle {
  /** A lease as the configuration says. */
  public static final long AS_CONFIGURED = Answers.UNKNOWN;

  private final long address;
  private final RuntimeHandle runtime;
  private final String name;

  private IdempotencyHandle(RuntimeHandle runtime, String name) {
    address = 0;
    this.runtime = runtime;
    this.name = name;
  }

  /** Takes over the reference {@code address}. */
  IdempotencyHandle(long address, RuntimeHandle runtime, String name) {
    this.address = address;
    this.runtime = runtime;
    this.name = name;
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

  /** Claims a key; empty text is no scope, no fingerprint. */
  public Claimed claim(String scope, String key, String fingerprint, long lease, long waited) {
    long result;
    try {
      result =
          Flat.idempotency_claim(
              address(),
              Text.bytes(scope),
              Text.bytes(key),
              Text.bytes(fingerprint),
              lease,
              waited);
    } finally {
      Reference.reachabilityFence(this);
    }
    try {
      int status = Results.require(result);
      long claim = Flat.result_handle(result);
      return Claimed.of(status, claim == 0 ? ClaimHandle.NONE : new ClaimHandle(claim), result);
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

  private long address() {
    if (address == 0) {
      throw new ClosedException("idempotency \"" + name + "\": this idempotency object was closed");
    }
    return address;
  }
}
