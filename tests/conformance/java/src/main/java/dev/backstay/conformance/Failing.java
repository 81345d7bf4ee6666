package dev.backstay.conformance;

import dev.backstay.RetryAfter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What a guarded function throws when a vector says so. */
final class Failing {
  private Failing() {}

  /** An error. */
  static class Boom extends Exception implements RetryAfter {
    private static final long serialVersionUID = 1L;
    private final transient Duration wait;

    Boom(Duration wait) {
      super("boom");
      this.wait = wait;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(wait);
    }
  }

  /** One that another attempt would not mend. */
  static final class Hopeless extends Boom {
    private static final long serialVersionUID = 1L;

    Hopeless(Duration wait) {
      super(wait);
    }
  }

  /** One before anything happened, so that the call may be made again. */
  static final class Passing extends Boom {
    private static final long serialVersionUID = 1L;

    Passing() {
      super(null);
    }
  }

  /** A deadline passed. */
  static final class TooSlow extends TimeoutException implements RetryAfter {
    private static final long serialVersionUID = 1L;
    private final transient Duration wait;

    TooSlow(Duration wait) {
      this.wait = wait;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.ofNullable(wait);
    }
  }

  static boolean isOwn(Throwable error) {
    return error instanceof Boom || error instanceof TooSlow;
  }

  static void actOut(Step doing) throws Exception {
    Duration wait =
        doing.has("retry_after_ns") ? Duration.ofNanos(doing.number("retry_after_ns", 0)) : null;
    switch (doing.text("does")) {
      case "raise" -> throw new Boom(wait);
      case "raise_permanent" -> throw new Hopeless(wait);
      case "raise_retryable" -> throw new Passing();
      case "raise_timeout" -> throw new TooSlow(wait);
      default -> {}
    }
  }
}
