package dev.backstay.internal;

import dev.backstay.InvalidArgumentException;
import java.lang.ref.Reference;

/**
 * One reference to a completion queue of the library, and the echo store over it that proves the
 * queue.
 *
 * <p>{@link CompletionLoop} drains a runtime's own.
 */
public final class QueueHandle {
  private final long address;

  QueueHandle(long address) {
    this.address = address;
    RuntimeHandle.CLEANER.register(this, () -> Flat.queue_release(address));
  }

  /** Submits to the echo store; false where the queue is full. */
  public boolean submit(long token, byte[] data, long how) {
    try {
      return Results.status(Flat.echo_submit(address, token, data, how)) != Codes.STATUS_FULL;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Submits an operation; false where the queue is full. */
  boolean submit(long token, Operation<?> operation) {
    try {
      return Results.status(operation.submit(address, token)) != Codes.STATUS_FULL;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Takes what an operation came to. */
  <T> T take(long result, Operation<T> operation) {
    try {
      return operation.take(address, result);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Completes what the echo store holds. */
  public boolean complete(long token) {
    return fenced(Flat.echo_complete(address, token)) == 1;
  }

  /** Cancels what is in flight. */
  public boolean cancel(long token) {
    return fenced(Flat.queue_cancel(address, token)) == 1;
  }

  /** Copies records, four numbers each; how many. */
  public int drain(long[] records) {
    return (int) fenced(Flat.queue_drain(address, records, records.length / Codes.RECORD_FIELDS));
  }

  /** Blocks until there are records; false where the time is over. */
  public boolean await(long nanos) {
    return fenced(Flat.queue_wait(address, nanos)) == 1;
  }

  /** Whether a drain would find records, or the end of a closed queue. */
  public boolean readable() {
    long answer = Flat.queue_wait(address, 0);
    Reference.reachabilityFence(this);
    return answer == 1 || answer == Codes.STATUS_CLOSED;
  }

  /** Takes the bytes of a result. */
  public byte[] take(long result) {
    try {
      return Results.bytes(Flat.queue_take(address, result));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Lets go of a result. */
  public void drop(long result) {
    long status = Flat.queue_drop(address, result);
    Reference.reachabilityFence(this);
    if (status == Codes.STATUS_INVALID_ARGUMENT) {
      throw new InvalidArgumentException("result: is none of this queue, or was used up");
    }
  }

  /** Closes the queue. */
  public void close() {
    try {
      Results.check(Flat.queue_close(address));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The answer, where it is no status below 0. */
  private long fenced(long answer) {
    Reference.reachabilityFence(this);
    if (answer < 0) {
      throw Failures.of(
          (int) answer, "queue: " + Text.of(Results.bytes(Flat.status_name((int) answer))));
    }
    return answer;
  }
}
