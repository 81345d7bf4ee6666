package dev.backstay.conformance;

import static dev.backstay.conformance.Answer.map;

import dev.backstay.Backstay;
import dev.backstay.ConfigReport;
import dev.backstay.Event;
import dev.backstay.EventPage;
import dev.backstay.PatternSnapshot;
import dev.backstay.Policy;
import dev.backstay.RateLimit;
import dev.backstay.Snapshot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the looking calls answer. */
final class Looks {
  private Looks() {}

  static Map<String, Object> snapshot(Policy policy) {
    Snapshot snapshot = policy.snapshot();
    Map<String, Object> patterns = new LinkedHashMap<>();
    snapshot.patterns().forEach((name, pattern) -> patterns.put(name, pattern.fields()));
    Map<String, Object> answer =
        map(
            "policy", snapshot.policy(),
            "key", snapshot.key().orElse(null),
            "state", snapshot.state());
    PatternSnapshot breaker = snapshot.patterns().get("circuit_breaker");
    if (breaker != null) {
      answer.putAll(breaker.fields());
    }
    answer.put("causes", breaker == null ? List.of() : causes(breaker));
    answer.put(
        "layers", patterns.keySet().stream().filter(name -> !name.equals("fallback")).toList());
    answer.put("patterns", patterns);
    return answer;
  }

  private static List<Map<String, Object>> causes(PatternSnapshot breaker) {
    return breaker.causes().stream()
        .map(
            cause ->
                map(
                    "cause", cause.cause(),
                    "count", cause.count(),
                    "last_at_ns", cause.lastAt().toNanos()))
        .toList();
  }

  static Map<String, Object> events(Backstay runtime, long since) {
    EventPage page = runtime.events(since);
    List<Map<String, Object>> events = page.events().stream().map(Looks::event).toList();
    return map("next", page.next(), "dropped", page.dropped(), "events", events);
  }

  private static Map<String, Object> event(Event event) {
    return map(
        "sequence", event.sequence(),
        "at_ns", event.at().toNanos(),
        "wall_ns", event.time().getEpochSecond() * 1_000_000_000L + event.time().getNano(),
        "kind", event.kind().label(),
        "policy", event.policy(),
        "key", event.key().orElse(null),
        "pattern", event.pattern(),
        "from", event.from(),
        "to", event.to(),
        "reason", event.reason().label(),
        "note", event.note().orElse(null),
        "wait_ns", Answer.nanos(event.retryAfter()),
        "cause", event.cause().orElse(null),
        "message", event.message());
  }

  static Map<String, Object> rateLimit(Policy policy, long cost) {
    RateLimit rate = policy.rateLimit(cost);
    return map(
        "allowed", rate.allowed(),
        "limit", rate.limit(),
        "remaining", rate.remaining(),
        "retry_after_ns", Answer.nanos(rate.retryAfter()),
        "reset_after_ns", rate.resetAfter().toNanos());
  }

  static Map<String, Object> check(String document) {
    ConfigReport report = Backstay.check(document);
    List<Map<String, Object>> findings =
        report.findings().stream()
            .map(
                finding ->
                    map(
                        "severity", finding.severity(),
                        "path", finding.path(),
                        "value", finding.value(),
                        "problem", finding.problem(),
                        "allowed", finding.allowed(),
                        "message", finding.message()))
            .toList();
    return map("valid", report.valid(), "findings", findings);
  }

  /** Values by sample, the labels in the order of their names. */
  static Map<String, Object> samples(String text) {
    Map<String, Object> samples = new TreeMap<>();
    for (String line : text.split("\n")) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        int end = line.lastIndexOf(' ');
        samples.put(sorted(line.substring(0, end)), Double.valueOf(line.substring(end + 1)));
      }
    }
    return map("samples", samples);
  }

  private static String sorted(String sample) {
    int brace = sample.indexOf('{');
    if (brace < 0) {
      return sample;
    }
    String labels = sample.substring(brace + 1, sample.length() - 2);
    return Arrays.stream(labels.split("\","))
        .sorted()
        .map(label -> label + "\"")
        .collect(Collectors.joining(",", sample.substring(0, brace) + "{", "}"));
  }
}
