package dev.backstay;

import dev.backstay.internal.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One moment of a policy.
 *
 * @param policy name of the policy
 * @param key key of the instance, where it has one
 * @param state state of the policy, such as {@code closed}, {@code open} or {@code half_open};
 *     empty text where none of its patterns has states
 * @param patterns its patterns by name, outermost first; none on a disabled runtime
 */
public record Snapshot(
    String policy, Optional<String> key, String state, Map<String, PatternSnapshot> patterns) {

  static Snapshot of(String text) {
    Map<String, Object> document = Json.object(text);
    Map<String, PatternSnapshot> patterns = new LinkedHashMap<>();
    Map<String, Object> parts = Json.object(document, "patterns");
    for (String kind : parts.keySet()) {
      patterns.put(kind, PatternSnapshot.of(kind, Json.object(parts, kind)));
    }
    return new Snapshot(
        Json.text(document, "policy"),
        Optional.ofNullable(Json.text(document, "key")),
        Json.text(document, "state"),
        Collections.unmodifiableMap(patterns));
  }

  /**
   * Returns a whole number of the first pattern that has it, from the outermost inwards. Throws
   * IllegalArgumentException.
   */
  public long integer(String name) {
    return patterns.values().stream()
        .filter(pattern -> pattern.integers().containsKey(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("a snapshot of " + policy + " has no number " + name))
        .integer(name);
  }

  /** Returns the last failures' causes of all patterns, most recent first: why it is open. */
  public List<Cause> causes() {
    return patterns.values().stream().flatMap(pattern -> pattern.causes().stream()).toList();
  }
}
