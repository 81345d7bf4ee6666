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
 * the store or for somebody else's call, nor while its own is under way.
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
    boolean again = true;
    while (again) {
      CompletableFuture<Claimed> claiming = once.claimAsync(executor);
      if (!claiming.isDone()) {
        cancelBy(() -> claiming.cancel(false));
        claiming.whenComplete(this::claimed);
        return;
      }
      again = claiming.handle(this::mayClaimAgain).join();
    }
  }

  /** The store has answered. */
  private void claimed(Claimed claimed, Throwable error) {
    if (mayClaimAgain(claimed, error)) {
      tryClaim();
    }
  }

  /** Goes on with what came of a claim; true where it is the next try's time already. */
  private boolean mayClaimAgain(Claimed claimed, Throwable error) {
    try {
      if (error != null) {
        result.completeExceptionally(error);
      } else if (once.goesOn(claimed)) {
        if (idempotency.passTime(claimed.again())) {
          return true;
        }
        tryAgainAfter(claimed.again());
      } else if (claimed.held()) {
        begin(claimed.handle());
      } else {
        result.complete(once.answer(claimed));
      }
    } catch (Throwable broken) {
      result.completeExceptionally(broken);
    }
    return false;
  }

  private void tryAgainAfter(long nanos) {
    Future<?> timer = Timers.after(nanos, this::handOn);
    cancelBy(() -> timer.cancel(false));
  }

  /** Says what to do where the caller gives up from now on; it may have done so by now. */
  private void cancelBy(Runnable action) {
    canceller = action;
    if (result.isDone()) {
      action.run();
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
      claim.sayAsync(End.release(), executor).whenComplete((said, error) -> claim.free());
      return;
    }
    CompletionStage<? extends T> stage;
    try {
      stage = Objects.requireNonNull(started(), "the function's stage");
    } catch (Throwable error) {
      ended(claim, null, error);
      return;
    }
    stage.whenComplete((value, error) -> ended(claim, value, error));
    cancelBy(() -> cancel(stage));
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
    Ending ending = thrown == null ? once.succeeded(value) : once.failed(Rules.unwrapped(thrown));
    claim
        .sayAsync(ending.end(), executor)
        .whenComplete(
            (said, untold) -> {
              claim.free();
              Throwable error = ending.toCaller(untold);
              if (error == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(error);
              }
            });
  }

  private static void cancel(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().cancel(true);
    } catch (UnsupportedOperationException unable) {
      // A stage that nobody can cancel goes on by itself, and completes the claim.
    }
  }
}
