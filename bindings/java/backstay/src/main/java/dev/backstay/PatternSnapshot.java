package dev.backstay;

import dev.backstay.internal.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One moment of one pattern of a policy. The fields are those of the catalogue; they are kept by
 * name, so that a new pattern needs no new class.
 *
 * @param kind name of the pattern, such as {@code bulkhead}
 * @param state its state; empty text where it has none
 * @param integers whole numbers; -1 where a time is not known
 * @param doubles ratios and rates; empty where they don't apply just now
 * @param texts texts
 * @param causes the last failures' causes, most recent first
 */
public record PatternSnapshot(
    String kind,
    String state,
    Map<String, Long> integers,
    Map<String, Optional<Double>> doubles,
    Map<String, String> texts,
    List<Cause> causes) {

  static PatternSnapshot of(String kind, Map<String, Object> document) {
    Map<String, Long> integers = new LinkedHashMap<>();
    Json.object(document, "integers")
        .forEach((name, value) -> integers.put(name, ((Number) value).longValue()));
    Map<String, Optional<Double>> doubles = new LinkedHashMap<>();
    Json.object(document, "doubles")
        .forEach(
            (name, value) ->
                doubles.put(name, Optional.ofNullable((Number) value).map(Number::doubleValue)));
    Map<String, String> texts = new LinkedHashMap<>();
    Json.object(document, "texts").forEach((name, value) -> texts.put(name, (String) value));
    List<Cause> causes =
        Json.objects(document, "causes").stream()
            .map(
                entry ->
                    new Cause(
                        Json.text(entry, "cause"),
                        Json.number(entry, "count"),
                        Duration.ofNanos(Json.number(entry, "last_at_ns"))))
            .toList();
    return new PatternSnapshot(
        kind,
        Json.text(document, "state"),
        Collections.unmodifiableMap(integers),
        Collections.unmodifiableMap(doubles),
        Collections.unmodifiableMap(texts),
        causes);
  }

  /**
   * Returns a whole number of the catalogue. Throws IllegalArgumentException where this pattern has
   * no such field.
   */
  public long integer(String name) {
    Long value = integers.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a snapshot of a " + kind + " has no number " + name);
    }
    return value;
  }

  /** Returns all fields by name. */
  public Map<String, Object> fields() {
    Map<String, Object> all = new HashMap<>(integers);
    doubles.forEach((name, value) -> all.put(name, value.orElse(null)));
    all.putAll(texts);
    return all;
  }
}
