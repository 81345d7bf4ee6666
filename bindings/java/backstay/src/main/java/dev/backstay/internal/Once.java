package dev.backstay.internal;

import dev.backstay.Answer;
import dev.backstay.AnswerKind;
import dev.backstay.BackstayException;
import dev.backstay.ClaimStatus;
import dev.backstay.FailedBeforeException;
import dev.backstay.GuardedCall;
import dev.backstay.InFlightException;
import dev.backstay.JsonCodec;
import dev.backstay.OnceOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One call of a function under an idempotency key, on the caller's own thread; and what it has in
 * common with one whose result comes later. What follows from an outcome is the library's decision.
 */
public final class Once<T> {
  private static final Answer NOT_KEPT = new Answer(AnswerKind.NOT_KEPT, 0, "", "", new byte[0]);

  private final IdempotencyHandle idempotency;
  private final String key;
  private final Class<T> type;
  private final OnceOptions options;
  private final long lease;
  private final JsonCodec codec;
  private final InFlightWait wait;

  /** Begins one. Where there is no codec that is said here, before anything has happened. */
  public Once(IdempotencyHandle idempotency, String key, Class<T> type, OnceOptions options) {
    this.idempotency = idempotency;
    this.key = Objects.requireNonNull(key, "key");
    this.type = Objects.requireNonNull(type, "type");
    this.options = Objects.requireNonNull(options, "options");
    lease = options.lease().map(Durations::nanosOrMisuse).orElse(ClaimRequest.AS_CONFIGURED);
    codec = options.codec().orElseGet(idempotency.runtime()::codec);
    wait = new InFlightWait(idempotency.runtime());
  }

  /** Calls the function, or returns what it returned before. */
  public <E extends Exception> T call(GuardedCall<? extends T, E> function) throws E {
    Claimed claimed = claim();
    while (goesOn(claimed)) {
      if (!idempotency.passTime(claimed.again())) {
        sleep(claimed.again());
      }
      claimed = claim();
    }
    if (!claimed.held()) {
      return answer(claimed);
    }
    ClaimHandle claim = claimed.handle();
    try {
      T result = result(claim, function);
      rethrow(say(claim, succeeded(result)));
      return result;
    } finally {
      claim.free();
    }
  }

  private <E extends Exception> T result(ClaimHandle claim, GuardedCall<? extends T, E> function)
      throws E {
    try {
      return function.call();
    } catch (Throwable error) {
      say(claim, failed(error));
      throw error;
    }
  }

  /** Tells how the function ended; what goes on to the caller, null for the value. */
  private static Throwable say(ClaimHandle claim, Ending ending) {
    try {
      claim.say(ending.end());
      return ending.toCaller(null);
    } catch (RuntimeException | Error untold) {
      return ending.toCaller(untold);
    }
  }

  private static void rethrow(Throwable error) {
    if (error instanceof Error grave) {
      throw grave;
    }
    if (error != null) {
      throw (RuntimeException) error;
    }
  }

  private void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException(label() + ": the thread was interrupted while it waited");
    }
  }

  InFlightWait waiting() {
    return wait;
  }

  /** Claims the key, or claims it again. */
  private Claimed claim() {
    return idempotency.claim(request());
  }

  /** The same without waiting for the store. */
  CompletableFuture<Claimed> claimAsync(Executor executor) {
    return idempotency.claimAsync(request(), claimed -> claimed, executor);
  }

  private ClaimRequest request() {
    return ClaimRequest.of(options.scope(), key, options.fingerprint(), lease, wait.waited());
  }

  /** Whether to claim again, after a pause. */
  boolean goesOn(Claimed claimed) {
    return claimed.status() == ClaimStatus.IN_FLIGHT && wait.goesOn(claimed.again());
  }

  /** What the first caller's function returned; throws where there is nothing to return. */
  T answer(Claimed claimed) {
    if (claimed.status() != ClaimStatus.REPLAY) {
      throw refusal(claimed);
    }
    if (claimed.answer().kind() == AnswerKind.FAILURE) {
      throw new FailedBeforeException(claimed.message());
    }
    try {
      return cast(codec.decode(claimed.answer().body(), type));
    } catch (IOException error) {
      String words = label() + " has an answer that is no " + type.getTypeName();
      throw new UncheckedIOException(words, error);
    }
  }

  /** The result is stored; where there is no way to, that the function was called. */
  Ending succeeded(T result) {
    try {
      byte[] json = Objects.requireNonNull(codec.encode(result), "the codec's JSON");
      return new Ending(End.complete(Answer.json(json)), null);
    } catch (IOException error) {
      String words = label() + ": its result is not kept, being no JSON";
      return new Ending(End.complete(NOT_KEPT), new UncheckedIOException(words, error));
    } catch (RuntimeException | Error error) {
      return new Ending(End.complete(NOT_KEPT), error);
    }
  }

  /** What the function threw is told, and goes on to the caller. */
  Ending failed(Throwable thrown) {
    Throwable error = Rules.unwrapped(thrown);
    boolean retryable = options.retryable().stream().anyMatch(kind -> kind.isInstance(error));
    return new Ending(End.fail(retryable, error), thrown);
  }

  private static BackstayException refusal(Claimed claimed) {
    return claimed.status() == ClaimStatus.IN_FLIGHT
        ? new InFlightException(claimed.message(), claimed.retryAfter())
        : Failures.of(claimed.status().value(), claimed.message());
  }

  /** A primitive's class casts nothing, not even its own values. */
  @SuppressWarnings("unchecked")
  private T cast(Object value) {
    return type.isPrimitive() ? (T) value : type.cast(value);
  }

  private String label() {
    return "idempotency \"" + idempotency.name() + "\": the key \"" + key + "\"";
  }
}
