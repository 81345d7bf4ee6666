// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay;

import java.time.Duration;
import java.util.Optional;

/** Somebody else holds the idempotency key; says for how long at most. */
public class InFlightException extends BackstayException implements RetryAfter {
  private static final long serialVersionUID = 1L;
  private static final long UNKNOWN = -1;

  private final long retryAfterNanos;

  /** Makes one with the library's own text. */
  public InFlightException(String message) {
    this(message, UNKNOWN);
  }

  /**
   * Makes one with the library's own text.
   *
   * @param message what is wrong
   * @param retryAfterNanos nanoseconds until the other lease would run out, -1 where that is not
   *     known
   */
  public InFlightException(String message, long retryAfterNanos) {
    super(message);
    this.retryAfterNanos = retryAfterNanos;
  }

  /** Returns how long the key is somebody else's at most, where that is known. */
  @Override
  public Optional<Duration> retryAfter() {
    return retryAfterNanos == UNKNOWN
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(retryAfterNanos));
  }
}
