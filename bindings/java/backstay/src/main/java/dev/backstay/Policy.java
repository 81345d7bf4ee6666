package dev.backstay;

import dev.backstay.internal.AsyncCall;
import dev.backstay.internal.Durations;
import dev.backstay.internal.Entering;
import dev.backstay.internal.Flat;
import dev.backstay.internal.FlatConstants;
import dev.backstay.internal.Pass;
import dev.backstay.internal.PolicyHandle;
import dev.backstay.internal.Rules;
import dev.backstay.internal.SyncCall;
import dev.backstay.internal.ThreadState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A guard around calls, got by name from a runtime; any thread, platform or virtual, may use it.
 *
 * <p>How calls are judged: what a call throws is a failure, with its class's name as the cause.
 * {@code TimeoutException} and the JDK's other timeouts are timeouts; {@code CancellationException}
 * and interruption are cancelled. {@link #recording} and its neighbours return views of the same
 * policy that judge otherwise.
 *
 * <p>What a policy may do besides letting a call pass or refusing it: let the caller wait, make the
 * call anew after a failure ({@link RetriesExhaustedException} when it gives up), and set a
 * deadline. A thread that is interrupted while it waits leaves its queue, and gets a {@code
 * CancellationException}, still interrupted. Code that runs synchronously is never cut at its
 * deadline, but may ask {@link Deadline#timeLeft}; a future is completed with a {@code
 * TimeoutException} and its stage is cancelled.
 */
public final class Policy implements AutoCloseable {
  private final Rules rules;
  private PolicyHandle handle;

  Policy(PolicyHandle handle, Rules rules) {
    this.handle = handle;
    this.rules = rules;
  }

  /** Returns the policy's name in the configuration. */
  public String name() {
    return handle.name();
  }

  /** Returns the key of this instance; empty for the policy itself. */
  public Optional<String> key() {
    return Optional.ofNullable(handle.key());
  }

  /**
   * Makes a guarded call and returns its result.
   *
   * @throws RejectedException where the call may not run, or is given up
   */
  public <T, E extends Exception> T call(GuardedCall<? extends T, E> function) throws E {
    Objects.requireNonNull(function, "function");
    PolicyHandle policy = handle;
    long word = rules.plain() && !ThreadState.hasDeadline() ? policy.startWord() : 0;
    if (word == 0) {
      return SyncCall.run(policy, rules, function);
    }
    T result;
    try {
      result = function.call();
    } catch (Throwable error) {
      return SyncCall.afterGate(policy, rules, function, word, error);
    }
    SyncCall.succeed(policy, word, -1);
    return result;
  }

  /**
   * Makes a guarded call that has no result.
   *
   * @throws RejectedException where the call may not run, or is given up
   */
  public <E extends Exception> void run(GuardedAction<E> action) throws E {
    Objects.requireNonNull(action, "action");
    this.<Void, E>call(
        () -> {
          action.run();
          return null;
        });
  }

  /**
   * Makes a guarded call whose result comes later. {@code function} is called on the calling thread
   * where nothing has to be waited for, else, and for every further attempt, on the common pool.
   * Cancelling the future cancels the call, and the stage under way.
   *
   * @return a future that a refusal completes exceptionally, too
   */
  public <T> CompletableFuture<T> callAsync(
      Supplier<? extends CompletionStage<? extends T>> function) {
    return callAsync(function, ForkJoinPool.commonPool());
  }

  /** The same, with an executor in place of the common pool. */
  public <T> CompletableFuture<T> callAsync(
      Supplier<? extends CompletionStage<? extends T>> function, Executor executor) {
    Objects.requireNonNull(function, "function");
    return AsyncCall.start(handle, rules, function, Objects.requireNonNull(executor, "executor"));
  }

  /**
   * Takes a permit for one call; waits where the policy queues. Report how the call ended, once.
   *
   * @throws RejectedException where the policy refuses
   */
  public Permit enter() {
    PolicyHandle policy = handle;
    long word = rules.plain() && !ThreadState.hasDeadline() ? policy.startWord() : 0;
    if (word != 0) {
      return Permit.started(policy, word);
    }
    return Permit.of(policy, Entering.enter(policy, rules.cost(), rules.deadlineFor(policy)));
  }

  /**
   * The same without holding a thread; a refusal completes the future exceptionally, and cancelling
   * it leaves the queue.
   */
  public CompletableFuture<Permit> enterAsync() {
    PolicyHandle policy = handle;
    CompletableFuture<Pass> entering = AsyncCall.enter(policy, rules, ForkJoinPool.commonPool());
    CompletableFuture<Permit> entered = new CompletableFuture<>();
    entering.whenComplete(
        (pass, error) -> {
          if (error != null) {
            entered.completeExceptionally(error);
            return;
          }
          Permit permit = Permit.of(policy, pass);
          if (!entered.complete(permit)) {
            permit.close();
          }
        });
    entered.whenComplete((permit, error) -> entering.cancel(false));
    return entered;
  }

  // Views.

  /** Returns a view in which only these errors count, beside timeouts; others are neutral. */
  @SafeVarargs
  public final Policy recording(Class<? extends Throwable>... errors) {
    return recording(anyOf(List.of(errors)));
  }

  /** Returns a view in which only errors that match count, beside timeouts; others are neutral. */
  public Policy recording(Predicate<? super Throwable> errors) {
    return view(
        new Rules(
            Objects.requireNonNull(errors, "errors"),
            rules.ignored(),
            rules.retryable(),
            rules.badResult(),
            rules.judge(),
            rules.cost(),
            rules.limit()));
  }

  /** Returns a view in which these errors are always neutral. */
  @SafeVarargs
  public final Policy ignoring(Class<? extends Throwable>... errors) {
    return ignoring(anyOf(List.of(errors)));
  }

  /** Returns a view in which errors that match are always neutral. */
  public Policy ignoring(Predicate<? super Throwable> errors) {
    return view(
        new Rules(
            rules.failures(),
            Objects.requireNonNull(errors, "errors"),
            rules.retryable(),
            rules.badResult(),
            rules.judge(),
            rules.cost(),
            rules.limit()));
  }

  /**
   * Returns a view in which, of the errors that count, only these may be mended by another attempt.
   */
  @SafeVarargs
  public final Policy retryable(Class<? extends Throwable>... errors) {
    return retryable(anyOf(List.of(errors)));
  }

  /**
   * Returns a view in which, of the errors that count, only those that match may be mended by
   * another attempt.
   */
  public Policy retryable(Predicate<? super Throwable> errors) {
    return view(
        new Rules(
            rules.failures(),
            rules.ignored(),
            Objects.requireNonNull(errors, "errors"),
            rules.badResult(),
            rules.judge(),
            rules.cost(),
            rules.limit()));
  }

  /** Returns a view in which results that match count as failures. */
  public Policy recordingResults(Predicate<Object> bad) {
    return view(
        new Rules(
            rules.failures(),
            rules.ignored(),
            rules.retryable(),
            Objects.requireNonNull(bad, "bad"),
            rules.judge(),
            rules.cost(),
            rules.limit()));
  }

  /** Returns a view that asks {@code judge} about each attempt, before all other rules. */
  public Policy judging(CallJudge judge) {
    return view(
        new Rules(
            rules.failures(),
            rules.ignored(),
            rules.retryable(),
            rules.badResult(),
            Objects.requireNonNull(judge, "judge"),
            rules.cost(),
            rules.limit()));
  }

  /** Returns a view whose calls weigh {@code cost} for a rate limit: 1 to 2^31. */
  public Policy costing(long cost) {
    return view(
        new Rules(
            rules.failures(),
            rules.ignored(),
            rules.retryable(),
            rules.badResult(),
            rules.judge(),
            cost,
            rules.limit()));
  }

  /**
   * Returns a view whose calls must have ended so long after they begin, waiting and all attempts
   * included.
   */
  public Policy withDeadline(Duration limit) {
    long nanos = Durations.nanos(limit);
    if (nanos < 0) {
      throw new InvalidArgumentException("limit: " + limit + " is negative; allowed: 0 or more");
    }
    return view(
        new Rules(
            rules.failures(),
            rules.ignored(),
            rules.retryable(),
            rules.badResult(),
            rules.judge(),
            rules.cost(),
            nanos));
  }

  /** Returns a guard that answers refused calls with a value. */
  public <T> WithFallback<T> fallback(T value) {
    return new WithFallback<>(this, error -> value, error -> false);
  }

  /** Returns a guard that answers refused calls with what the function makes of the exception. */
  public <T> WithFallback<T> fallbackTo(Function<? super Throwable, ? extends T> function) {
    return new WithFallback<>(this, Objects.requireNonNull(function, "function"), error -> false);
  }

  /**
   * Returns the policy's own instance for one host, tenant or user, judged as this view is. The
   * same key means the same instance; the configured number is kept, and idle healthy ones are
   * forgotten first. A key has 1 to 256 bytes of UTF-8.
   */
  public Policy keyed(String key) {
    return new Policy(handle.keyed(Objects.requireNonNull(key, "key")), rules);
  }

  // Looking, and operators.

  /** Returns what the policy looks like now; changes nothing. */
  public Snapshot snapshot() {
    return Snapshot.of(handle.snapshot());
  }

  /** Returns what the rate limit would answer a call now; takes nothing, never waits. */
  public RateLimit rateLimit() {
    return rateLimit(1);
  }

  /**
   * Returns what the rate limit would answer a call of that cost now; takes nothing, never waits.
   */
  public RateLimit rateLimit(long cost) {
    long[] rate = handle.rate(cost);
    return new RateLimit(
        rate[FlatConstants.FLAT_RATE_ALLOWED] != 0,
        rate[FlatConstants.FLAT_RATE_LIMIT],
        rate[FlatConstants.FLAT_RATE_REMAINING],
        Durations.known(rate[FlatConstants.FLAT_RATE_RETRY_AFTER_NS]),
        Duration.ofNanos(rate[FlatConstants.FLAT_RATE_RESET_AFTER_NS]));
  }

  /**
   * Returns how long from now a Retry-After header means, zero for a date in the past; empty where
   * it is neither form.
   */
  public Optional<Duration> retryAfter(String header) {
    try {
      return Optional.of(
          Duration.ofNanos(handle.retryAfter(Objects.requireNonNull(header, "header"))));
    } catch (InvalidArgumentException neither) {
      return Optional.empty();
    }
  }

  /**
   * Rejects every call, until another control. Controls take the operator's reason (1 to 128
   * bytes), are recorded as events, and act on this process alone.
   *
   * @throws UnsupportedException on a policy without a circuit breaker or a disabled runtime
   */
  public void forceOpen(String reason) {
    handle.control((p, text) -> Flat.circuit_breaker_force_open(p, text, -1), required(reason));
  }

  /** Rejects every call for a time, then lets probes pass. */
  public void forceOpen(String reason, Duration duration) {
    long nanos = Durations.nanosOrMisuse(duration);
    handle.control((p, text) -> Flat.circuit_breaker_force_open(p, text, nanos), required(reason));
  }

  /** Moves once to closed with an empty window; the rules apply on. */
  public void forceClosed(String reason) {
    handle.control(Flat::circuit_breaker_force_closed, required(reason));
  }

  /** Lets every call pass and evaluates nothing, until another control. */
  public void disable(String reason) {
    handle.control(Flat::circuit_breaker_disable, required(reason));
  }

  /** Lets every call pass, counts all of them, and never trips, until another control. */
  public void metricsOnly(String reason) {
    handle.control(Flat::circuit_breaker_metrics_only, required(reason));
  }

  /** Goes back to how the breaker was configured to start. */
  public void reset(String reason) {
    handle.control(Flat::circuit_breaker_reset, required(reason));
  }

  /**
   * Changes how many calls the bulkhead lets in at a time (1 to 1,000,000), until the next change.
   *
   * @throws UnsupportedException on a policy without a bulkhead
   */
  public void setLimit(long limit, String reason) {
    handle.setLimit(limit, required(reason));
  }

  /**
   * Gives the whole burst of the rate limit back at once.
   *
   * @throws UnsupportedException on a policy without a rate limit
   */
  public void resetRateLimit(String reason) {
    handle.control(Flat::rate_limit_reset, required(reason));
  }

  /**
   * Lets go of this object: each later use of it throws ClosedException. The runtime's policy,
   * other objects for it, and calls under way go on. Nobody has to: the garbage collector does it,
   * too.
   */
  @Override
  public void close() {
    handle = handle.closed();
  }

  boolean isClosed() {
    return handle.isClosed();
  }

  void countFallback(int reason) {
    handle.countFallback(reason);
  }

  @Override
  public String toString() {
    return "Policy " + handle.label();
  }

  private Policy view(Rules seen) {
    return new Policy(handle, seen);
  }

  private static String required(String reason) {
    return Objects.requireNonNull(reason, "reason");
  }

  private static Predicate<Throwable> anyOf(List<Class<? extends Throwable>> errors) {
    return error -> errors.stream().anyMatch(kind -> kind.isInstance(error));
  }
}
