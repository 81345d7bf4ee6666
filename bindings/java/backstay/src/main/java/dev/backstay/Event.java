package dev.backstay;

import dev.backstay.internal.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One transition or other noteworthy thing.
 *
 * @param sequence its number
 * @param at when, since the runtime's epoch
 * @param time when, on the wall clock
 * @param kind what happened
 * @param policy name of the policy
 * @param key key of the instance, where it has one
 * @param pattern name of the pattern
 * @param from the state left; empty text where the pattern has none
 * @param to the state entered
 * @param reason why
 * @param note what an operator said
 * @param retryAfter until a call may pass, where that is known
 * @param cause the last failure's cause
 * @param message the log line, the same in every language
 */
public record Event(
    long sequence,
    Duration at,
    Instant time,
    EventKind kind,
    String policy,
    Optional<String> key,
    String pattern,
    String from,
    String to,
    TransitionReason reason,
    Optional<String> note,
    Optional<Duration> retryAfter,
    Optional<String> cause,
    String message) {

  static Event of(Map<String, Object> document) {
    boolean waits = document.get("wait_ns") != null;
    return new Event(
        Json.number(document, "sequence"),
        Duration.ofNanos(Json.number(document, "at_ns")),
        Instant.EPOCH.plusNanos(Json.number(document, "wall_ns")),
        EventKind.of(Json.text(document, "kind")),
        Json.text(document, "policy"),
        Optional.ofNullable(Json.text(document, "key")),
        Json.text(document, "pattern"),
        Json.text(document, "from"),
        Json.text(document, "to"),
        TransitionReason.of(Json.text(document, "reason")),
        Optional.ofNullable(Json.text(document, "note")),
        waits ? Optional.of(Duration.ofNanos(Json.number(document, "wait_ns"))) : Optional.empty(),
        Optional.ofNullable(Json.text(document, "cause")),
        Json.text(document, "message"));
  }
}
