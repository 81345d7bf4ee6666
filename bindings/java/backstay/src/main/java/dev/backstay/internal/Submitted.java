package dev.backstay.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The future of a submitted operation. Its answer is taken by a task of the executor, so that
 * nothing of its caller's runs on the thread of the queue.
 *
 * <p>Either the answer ends it or its caller does: by cancelling, completing or a time limit. Where
 * the caller comes first the operation is cancelled, and an answer that comes all the same is
 * dropped, whereupon the library gives back what was granted.
 */
final class Submitted<T> extends CompletableFuture<T> {
  private final CompletionLoop loop;
  private final Operation<T> operation;
  private final Executor executor;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.UNDER_WAY);

  /** 0 while it waits for a place; of the loop, under its lock. */
  long token;

  Submitted(CompletionLoop loop, Operation<T> operation, Executor executor) {
    this.loop = loop;
    this.operation = operation;
    this.executor = executor;
  }

  private enum Stage {
    UNDER_WAY,
    GIVEN_UP,
    ANSWERED
  }

  Operation<T> operation() {
    return operation;
  }

  boolean isGivenUp() {
    return stage.get() == Stage.GIVEN_UP;
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    return giveUp() ? super.cancel(mayInterrupt) : isCancelled();
  }

  @Override
  public boolean complete(T value) {
    return giveUp() && super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable error) {
    return giveUp() && super.completeExceptionally(error);
  }

  private boolean giveUp() {
    boolean mine = stage.compareAndSet(Stage.UNDER_WAY, Stage.GIVEN_UP);
    if (mine) {
      loop.cancel(this);
    }
    return mine;
  }

  /** Its record came; on the thread of the queue. */
  void arrived(int status, long result) {
    if (isGivenUp()) {
      loop.drop(result);
    } else {
      handOn(() -> take(status, result), result);
    }
  }

  /** It could not be submitted when there was a place at last. */
  void failed(Throwable error) {
    handOn(() -> end(error), 0);
  }

  private void handOn(Runnable task, long result) {
    try {
      executor.execute(task);
    } catch (RuntimeException | Error refused) {
      loop.drop(result);
      ForkJoinPool.commonPool().execute(() -> end(refused));
    }
  }

  private void take(int status, long result) {
    if (!stage.compareAndSet(Stage.UNDER_WAY, Stage.ANSWERED)) {
      loop.drop(result);
      return;
    }
    T value;
    try {
      value = loop.take(status, result, operation);
    } catch (Throwable error) {
      super.completeExceptionally(error);
      return;
    }
    super.complete(value);
  }

  private void end(Throwable error) {
    if (stage.compareAndSet(Stage.UNDER_WAY, Stage.ANSWERED)) {
      super.completeExceptionally(error);
    }
  }
}
