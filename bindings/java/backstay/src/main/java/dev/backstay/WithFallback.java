package dev.backstay;

import dev.backstay.internal.AsyncCall;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A policy with another answer for calls that are refused: any {@link RejectedException}, also
 * given-up retries and passed deadlines. The call counts as what it was. Other errors go on, unless
 * {@link #on} names them.
 *
 * @param <T> the result
 */
public final class WithFallback<T> {
  private final Policy policy;
  private final Function<? super Throwable, ? extends T> answer;
  private final Predicate<? super Throwable> failures;

  WithFallback(
      Policy policy,
      Function<? super Throwable, ? extends T> answer,
      Predicate<? super Throwable> failures) {
    this.policy = policy;
    this.answer = answer;
    this.failures = failures;
  }

  /** Returns the same with an answer for these errors, too. */
  @SafeVarargs
  public final WithFallback<T> on(Class<? extends Throwable>... errors) {
    List<Class<? extends Throwable>> known = List.of(errors);
    return on(error -> known.stream().anyMatch(kind -> kind.isInstance(error)));
  }

  /** Returns the same with an answer for errors that match, too. */
  public WithFallback<T> on(Predicate<? super Throwable> errors) {
    return new WithFallback<>(policy, answer, errors);
  }

  /** Makes a guarded call and returns its result, or the other answer. */
  public <E extends Exception> T call(GuardedCall<? extends T, E> function) throws E {
    try {
      return policy.<T, E>call(function);
    } catch (Exception error) {
      if (!applies(error)) {
        throw error;
      }
      return instead(error);
    }
  }

  /** Makes a guarded call whose result, or the other answer, comes later. */
  public CompletableFuture<T> callAsync(Supplier<? extends CompletionStage<? extends T>> function) {
    CompletableFuture<T> call = policy.callAsync(function);
    CompletableFuture<T> answered = new CompletableFuture<>();
    call.whenComplete(
        (value, error) -> {
          if (error == null) {
            answered.complete(value);
          } else if (applies(error)) {
            AsyncCall.complete(answered, () -> instead(error));
          } else {
            answered.completeExceptionally(error);
          }
        });
    answered.whenComplete((value, error) -> call.cancel(true));
    return answered;
  }

  private boolean applies(Throwable error) {
    return error instanceof RejectedException || failures.test(error);
  }

  private T instead(Throwable error) {
    policy.countFallback(error instanceof RejectedException refusal ? refusal.reason().value() : 0);
    return answer.apply(error);
  }
}
