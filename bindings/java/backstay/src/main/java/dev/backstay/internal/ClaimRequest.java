package dev.backstay.internal;

import dev.backstay.ClaimOptions;
import java.util.Objects;

/**
 * What a claim asks for, as the library takes it.
 *
 * @param scope empty for none
 * @param fingerprint empty for none
 * @param lease in nanoseconds, {@link #AS_CONFIGURED} for none of its own
 * @param waited nanoseconds since the first try
 */
public record ClaimRequest(byte[] scope, byte[] key, byte[] fingerprint, long lease, long waited) {
  /** A lease as the configuration says. */
  static final long AS_CONFIGURED = Answers.UNKNOWN;

  /** Makes one of text. */
  static ClaimRequest of(String scope, String key, String fingerprint, long lease, long waited) {
    return new ClaimRequest(
        Text.bytes(scope), Text.bytes(key), Text.bytes(fingerprint), lease, waited);
  }

  /** Makes one of what a caller gave. */
  public static ClaimRequest of(String key, String fingerprint, ClaimOptions options) {
    return of(
        options.scope(),
        Objects.requireNonNull(key, "key"),
        Objects.requireNonNull(fingerprint, "fingerprint"),
        options.lease().map(Durations::nanosOrMisuse).orElse(AS_CONFIGURED),
        Durations.nanosOrMisuse(options.waited()));
  }
}
