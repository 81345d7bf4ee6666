package dev.backstay.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * One request that holds no thread while it waits for the store, or for another one of its key.
 *
 * @param <T> what is made of the decision
 */
public final class AsyncServing<T> {
  private final Serving serving;
  private final Function<ServedParts, T> made;
  private final Executor executor;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile Runnable canceller = () -> {};

  private AsyncServing(Serving serving, Function<ServedParts, T> made, Executor executor) {
    this.serving = serving;
    this.made = made;
    this.executor = executor;
  }

  /** Starts on the calling thread. */
  public static <T> CompletableFuture<T> start(
      HttpHandle http, ServeRequest request, Function<ServedParts, T> made, Executor executor) {
    AsyncServing<T> call = new AsyncServing<>(new Serving(http, request), made, executor);
    call.result.whenComplete((value, error) -> call.canceller.run());
    call.tryServe();
    return call.result;
  }

  private void tryServe() {
    boolean again = true;
    while (again) {
      CompletableFuture<ServedParts> trying = serving.tryAsync(executor);
      if (!trying.isDone()) {
        cancelBy(() -> trying.cancel(false));
        trying.whenComplete(this::served);
        return;
      }
      again = trying.handle(this::mayTryAgain).join();
    }
  }

  /** The store has answered. */
  private void served(ServedParts served, Throwable error) {
    if (mayTryAgain(served, error)) {
      tryServe();
    }
  }

  /** Goes on with what came of a try; true where it is the next one's time already. */
  private boolean mayTryAgain(ServedParts served, Throwable error) {
    try {
      if (error != null) {
        result.completeExceptionally(error);
      } else if (!serving.goesOn(served)) {
        end(served);
      } else if (serving.passTime(served)) {
        return true;
      } else {
        tryAgainAfter(served.again());
      }
    } catch (Throwable broken) {
      result.completeExceptionally(broken);
    }
    return false;
  }

  private void end(ServedParts served) {
    boolean wanted = result.complete(made.apply(served));
    if (!wanted && served.claimed() != null) {
      // Cancelled while it waited: nothing has happened under the key.
      served.claimed().handle().sayAsync(End.release(), executor);
    }
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
      executor.execute(this::tryServe);
    } catch (RejectedExecutionException shutDown) {
      result.completeExceptionally(shutDown);
    }
  }
}
