package dev.backstay;

import java.time.Duration;
import java.util.Optional;

/**
 * What a rate limit would answer a call now, as the RateLimit headers of HTTP tell it.
 *
 * @param allowed whether a call of the asked cost would pass without a wait
 * @param limit the burst: what may pass at once after a quiet time
 * @param remaining what may pass now without a wait
 * @param retryAfter until a call of that cost would pass; empty: never, since it weighs more than
 *     the burst
 * @param resetAfter until the whole burst is there again
 */
public record RateLimit(
    boolean allowed,
    long limit,
    long remaining,
    Optional<Duration> retryAfter,
    Duration resetAfter) {}
