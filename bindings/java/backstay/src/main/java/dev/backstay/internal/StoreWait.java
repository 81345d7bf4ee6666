package dev.backstay.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * Waiting on the caller's own thread, platform or virtual, for what a store answers. No native call
 * blocks meanwhile, so no virtual thread is pinned. The answer is taken on that thread, whose
 * frames an exception then shows.
 */
final class StoreWait implements Executor {
  private final CompletableFuture<Runnable> task = new CompletableFuture<>();

  private StoreWait() {}

  @Override
  public void execute(Runnable given) {
    task.complete(given);
  }

  /**
   * Waits for what may be given up: a thread that is interrupted, before or meanwhile, cancels it.
   */
  static <T> T cancellably(CompletionLoop loop, Operation<T> operation) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(operation);
    }
    StoreWait wait = new StoreWait();
    Submitted<T> submitted = loop.submit(operation, wait);
    try {
      wait.task.get().run();
    } catch (InterruptedException meanwhile) {
      submitted.cancel(false);
      // The task, should there be one, drops the answer.
      wait.task.thenAccept(Runnable::run);
      Thread.currentThread().interrupt();
      throw interrupted(operation);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    return outcome(submitted);
  }

  /** Waits for what happens all the same; a thread that is interrupted meanwhile stays it. */
  static <T> T toTheEnd(CompletionLoop loop, Operation<T> operation) {
    StoreWait wait = new StoreWait();
    Submitted<T> submitted = loop.submit(operation, wait);
    wait.task.join().run();
    return outcome(submitted);
  }

  private static CancellationException interrupted(Operation<?> operation) {
    return new CancellationException(
        operation.label() + ": the thread was interrupted while it waited");
  }

  private static <T> T outcome(Submitted<T> submitted) {
    try {
      return submitted.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failed.getCause();
    }
  }
}
