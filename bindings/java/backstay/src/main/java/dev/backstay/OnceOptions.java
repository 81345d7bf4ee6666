package dev.backstay;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code once} may be told beside key and function.
 *
 * @param scope keys of different scopes are different keys; up to 255 bytes, empty for none
 * @param fingerprint tells the request, empty for none: where both calls gave one, they must agree
 * @param lease how long the key is held while the function runs, from 10 ms to a day; empty: as
 *     configured
 * @param retryable exceptions after which nothing has happened, so that the next call under the key
 *     acts anew
 * @param codec how the result becomes JSON; empty: as the runtime says
 */
public record OnceOptions(
    String scope,
    String fingerprint,
    Optional<Duration> lease,
    List<Class<? extends Throwable>> retryable,
    Optional<JsonCodec> codec) {
  /** Checks that everything is there. */
  public OnceOptions {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(lease, "lease");
    Objects.requireNonNull(codec, "codec");
    retryable = List.copyOf(retryable);
  }

  /** Makes the options that hold where none are given. */
  public OnceOptions() {
    this("", "", Optional.empty(), List.of(), Optional.empty());
  }

  /** Returns the same with a scope. */
  public OnceOptions withScope(String other) {
    return new OnceOptions(other, fingerprint, lease, retryable, codec);
  }

  /** Returns the same with a fingerprint. */
  public OnceOptions withFingerprint(String other) {
    return new OnceOptions(scope, other, lease, retryable, codec);
  }

  /** Returns the same with a lease of its own. */
  public OnceOptions withLease(Duration other) {
    return new OnceOptions(scope, fingerprint, Optional.of(other), retryable, codec);
  }

  /** Returns the same with these exceptions, too, as retryable. */
  @SafeVarargs
  public final OnceOptions withRetryable(Class<? extends Throwable>... others) {
    List<Class<? extends Throwable>> all =
        Stream.concat(retryable.stream(), Stream.of(others)).toList();
    return new OnceOptions(scope, fingerprint, lease, all, codec);
  }

  /** Returns the same with a codec of its own. */
  public OnceOptions withCodec(JsonCodec other) {
    return new OnceOptions(scope, fingerprint, lease, retryable, Optional.of(other));
  }
}
