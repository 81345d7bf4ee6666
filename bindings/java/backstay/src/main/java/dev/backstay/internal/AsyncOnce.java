package dev.backstay.internal;

import dev.backstay.OnceOptions;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * One call under an idempotency key whose result is a future. It holds no thread while it waits for
 * somebody else's call, nor while its own is under way.
 */
public final class AsyncOnce<T> {
  private final IdempotencyHandle idempotency;
  private final Once<T> once;
  private final Supplier<? extends CompletionStage<? extends T>> function;
  private final Executor executor;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile Runnable canceller = () -> {};

  private AsyncOnce(
      IdempotencyHandle idempotency,
      Once<T> once,
      Supplier<? extends CompletionStage<? extends T>> function,
      Executor executor) {
    this.idempotency = idempotency;
    this.once = once;
    this.function = function;
    this.executor = executor;
  }

  /** Starts a call on the calling thread. */
  public static <T> CompletableFuture<T> start(
      IdempotencyHandle idempotency,
      String key,
      Class<T> type,
      OnceOptions options,
      Supplier<? extends CompletionStage<? extends T>> function,
      Executor executor) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(options, "options");
    try {
      Once<T> once = new Once<>(idempotency, key, type, options);
      AsyncOnce<T> call = new AsyncOnce<>(idempotency, once, function, executor);
      call.result.whenComplete((value, error) -> call.canceller.run());
      call.tryClaim();
      return call.result;
    } catch (RuntimeException error) {
      return CompletableFuture.failedFuture(error);
    }
  }

  /** Claims, and goes on with what came of it; later, where it has to be waited for. */
  private void tryClaim() {
    try {
      Claimed claimed = once.claim();
      while (once.goesOn(claimed)) {
        if (!idempotency.passTime(claimed.again())) {
          tryAgainAfter(claimed.again());
          return;
        }
        claimed = once.claim();
      }
      if (claimed.held()) {
        begin(claimed.handle());
      } else {
        result.complete(once.answer(claimed));
      }
    } catch (Throwable error) {
      result.completeExceptionally(error);
    }
  }

  private void tryAgainAfter(long nanos) {
    Future<?> timer = Timers.after(nanos, this::handOn);
    canceller = () -> timer.cancel(false);
    if (result.isDone()) {
      timer.cancel(false);
    }
  }

  /** On the timers' thread, which others wait for. */
  private void handOn() {
    try {
      executor.execute(this::tryClaim);
    } catch (RejectedExecutionException shutDown) {
      result.completeExceptionally(shutDown);
    }
  }

  private void begin(ClaimHandle claim) {
    if (result.isDone()) {
      // Cancelled while it waited: nothing has happened under the key.
      claim.release();
      claim.free();
      return;
    }
    CompletionStage<? extends T> stage;
    try {
      stage = Objects.requireNonNull(started(), "the function's stage");
    } catch (Throwable error) {
      ended(claim, null, error);
      return;
    }
    canceller = () -> cancel(stage);
    stage.whenComplete((value, error) -> ended(claim, value, error));
    if (result.isDone()) {
      cancel(stage);
    }
  }

  private CompletionStage<? extends T> started() {
    long due = once.waiting().due();
    if (due < 0) {
      return function.get();
    }
    DeadlineScope scope = new DeadlineScope(idempotency.runtime(), due);
    try {
      return function.get();
    } finally {
      scope.end();
    }
  }

  private void ended(ClaimHandle claim, T value, Throwable thrown) {
    Throwable error = thrown == null ? null : Rules.unwrapped(thrown);
    try {
      if (error == null) {
        once.succeeded(claim, value);
      } else {
        once.failed(claim, error);
      }
    } catch (Throwable broken) {
      error = broken;
    }
    claim.free();
    if (error == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(error);
    }
  }

  private static void cancel(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().cancel(true);
    } catch (UnsupportedOperationException unable) {
      // A stage that nobody can cancel goes on by itself, and completes the claim.
    }
  }
}
