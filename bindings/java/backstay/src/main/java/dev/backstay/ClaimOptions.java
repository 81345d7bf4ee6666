package dev.backstay;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a claim may say beside its key.
 *
 * @param scope keys of different scopes are different keys; up to 255 bytes, empty for none
 * @param lease how long the key is held without a sign of life, from 10 ms to a day; empty: as
 *     configured
 * @param waited how long the caller has waited since its first try, see {@link Claim#again}
 */
public record ClaimOptions(String scope, Optional<Duration> lease, Duration waited) {
  /** Checks that everything is there. */
  public ClaimOptions {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(lease, "lease");
    Objects.requireNonNull(waited, "waited");
  }

  /** Makes the options of a first try: no scope, the configured lease. */
  public ClaimOptions() {
    this("", Optional.empty(), Duration.ZERO);
  }

  /** Returns the same with a scope. */
  public ClaimOptions withScope(String other) {
    return new ClaimOptions(other, lease, waited);
  }

  /** Returns the same with a lease of its own. */
  public ClaimOptions withLease(Duration other) {
    return new ClaimOptions(scope, Optional.of(other), waited);
  }

  /** Returns the same for a later try. */
  public ClaimOptions withWaited(Duration other) {
    return new ClaimOptions(scope, lease, other);
  }
}
