package dev.backstay;

import dev.backstay.internal.Json;
import java.util.List;
import java.util.Map;

/**
 * What a runtime is.
 *
 * @param service name of the service
 * @param version version of the configuration's form
 * @param manualClock whether only {@link Backstay#advance} moves the clock
 * @param disabled whether every call passes
 * @param fingerprint SHA-256 of the configuration, equal in every process that has the same one
 * @param warnings about the configuration
 */
public record RuntimeInfo(
    String service,
    int version,
    boolean manualClock,
    boolean disabled,
    String fingerprint,
    List<String> warnings) {

  static RuntimeInfo of(String text) {
    Map<String, Object> document = Json.object(text);
    List<String> warnings =
        ((List<?>) document.get("warnings")).stream().map(String::valueOf).toList();
    return new RuntimeInfo(
        Json.text(document, "service"),
        (int) Json.number(document, "version"),
        "manual".equals(document.get("clock")),
        Boolean.TRUE.equals(document.get("disabled")),
        Json.text(document, "fingerprint"),
        warnings);
  }
}
