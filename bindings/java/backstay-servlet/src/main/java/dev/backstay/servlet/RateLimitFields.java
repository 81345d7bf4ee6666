package dev.backstay.servlet;

import dev.backstay.PatternSnapshot;
import dev.backstay.Policy;
import dev.backstay.RateLimit;
import dev.backstay.UnsupportedException;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The header fields RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers): how much
 * may pass, how much is left, and when all of it is back. The key of an instance is not told: it
 * may be a user or a tenant.
 */
final class RateLimitFields {
  private final String name;
  private final double windowSeconds;

  private RateLimitFields(String name, double windowSeconds) {
    this.name = name;
    this.windowSeconds = windowSeconds;
  }

  /** Empty for a policy without a rate limit. */
  static Optional<RateLimitFields> of(Policy policy) {
    PatternSnapshot limit = policy.snapshot().patterns().get("rate_limit");
    if (limit == null) {
      return Optional.empty();
    }
    double rate = limit.doubles().get("rate").orElseThrow();
    return Optional.of(new RateLimitFields(quoted(policy.name()), limit.integer("limit") / rate));
  }

  void write(Policy instance, long cost, HttpServletResponse response) {
    RateLimit rate;
    try {
      rate = instance.rateLimit(cost);
    } catch (UnsupportedException disabled) {
      return;
    }
    // A window of less than a second can't be said: the field knows whole seconds only.
    String window = windowSeconds < 1 ? "" : ";w=" + (long) Math.ceil(windowSeconds - 1e-6);
    response.addHeader("RateLimit-Policy", name + ";q=" + rate.limit() + window);
    Duration wait =
        rate.allowed() ? rate.resetAfter() : rate.retryAfter().orElse(rate.resetAfter());
    long seconds = wait.plusNanos(999_999_999).toSeconds();
    response.addHeader("RateLimit", name + ";r=" + rate.remaining() + ";t=" + seconds);
  }

  /** A String of RFC 9651: what it can't hold is percent-encoded. */
  private static String quoted(String text) {
    StringBuilder made = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                made.append('\\').appendCodePoint(point);
              } else if (point < ' ' || point > '~' || point == '%') {
                made.append(URLEncoder.encode(Character.toString(point), StandardCharsets.UTF_8));
              } else {
                made.appendCodePoint(point);
              }
            });
    return made.append('"').toString();
  }
}
