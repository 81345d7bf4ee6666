package dev.backstay.internal;

import java.time.Duration;
import java.util.Optional;

/** Durations as the library counts them: nanoseconds in 64 bits. */
public final class Durations {
  private Durations() {}

  /**
   * Returns nanoseconds; what has no room becomes the nearest that has, which the library refuses
   * in its own words.
   */
  public static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /**
   * Returns nanoseconds of what must be no sign for "none": every negative duration is far below.
   */
  public static long nanosOrMisuse(Duration duration) {
    return duration.isNegative() ? Long.MIN_VALUE : nanos(duration);
  }

  /** Returns a duration, none for a negative number. */
  public static Optional<Duration> known(long nanos) {
    return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }
}
