package dev.backstay;

import dev.backstay.internal.Codes;
import dev.backstay.internal.Durations;
import dev.backstay.internal.HeaderLines;
import dev.backstay.internal.ServedParts;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be done with a request, as {@link Idempotency#serve} decided. Any thread may use it.
 */
public final class Served {
  private final ServedParts parts;
  private final Claim claim;

  Served(ServedParts parts) {
    this.parts = parts.withoutHandle();
    claim = parts.claimed() == null ? null : new Claim(parts.claimed());
  }

  /** What to do. */
  public enum Action {
    /** Run the handler; there is nothing to report. */
    PASS(Codes.SERVE_PASS),

    /** Run the handler, give its answer to {@link Claim#respond}, and send it. */
    HOLD(Codes.SERVE_HOLD),

    /** Send {@link #statusCode}, {@link #headers} and {@link #body}; the handler doesn't run. */
    REPLY(Codes.SERVE_REPLY),

    /** Pause, then try once more; only {@link Idempotency#tryServe} says so. */
    AGAIN(Codes.SERVE_AGAIN);

    private final int value;

    Action(int value) {
      this.value = value;
    }
  }

  /** Returns what to do. */
  public Action action() {
    return Arrays.stream(Action.values())
        .filter(known -> known.value == parts.action())
        .findFirst()
        .orElseThrow();
  }

  /** Returns what the claim was told; INVALID_ARGUMENT where the request was refused. */
  public Status status() {
    return Arrays.stream(Status.values())
        .filter(known -> known.value() == parts.status())
        .findFirst()
        .orElseThrow();
  }

  /**
   * Returns the key, to be ended by {@link Claim#respond}.
   *
   * @throws IllegalStateException where the action is not HOLD
   */
  public Claim claim() {
    if (claim == null) {
      throw new IllegalStateException("the action is " + action() + ", so there is no claim");
    }
    return claim;
  }

  /** Returns the status code of a reply, else 0. */
  public int statusCode() {
    return parts.statusCode();
  }

  /**
   * Returns the fields of a reply by name, in lower case, each with its values in their order.
   * Content-Length is among them where the answer may have one.
   */
  public Map<String, List<String>> headers() {
    return HeaderLines.parse(parts.headers());
  }

  /** Returns the body of a reply, which is not copied here. */
  public byte[] body() {
    return parts.body();
  }

  /** Returns what the Retry-After of a reply says, where it has one. */
  public Optional<Duration> retryAfter() {
    return Durations.known(parts.retryAfter());
  }

  /** Returns, with AGAIN, the pause, by which {@link IncomingRequest#waited} is then raised. */
  public Optional<Duration> again() {
    return parts.again() > 0 ? Durations.known(parts.again()) : Optional.empty();
  }

  @Override
  public String toString() {
    return "Served " + action();
  }
}
