package dev.backstay;

import java.time.Duration;
import java.util.Optional;

/** An exception that knows when the upstream wants to be called again; a policy passes that on. */
public interface RetryAfter {
  /** Returns how long to wait, where that is known. */
  Optional<Duration> retryAfter();
}
