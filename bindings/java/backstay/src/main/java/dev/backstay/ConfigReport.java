package dev.backstay;

import dev.backstay.internal.Json;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a configuration document.
 *
 * @param valid whether a runtime can be made of it
 * @param findings errors and warnings, all of them
 */
public record ConfigReport(boolean valid, List<Finding> findings) {
  /**
   * One error or warning.
   *
   * @param severity {@code error} or {@code warning}
   * @param path where, such as {@code policies.payments.circuit_breaker.open_for}
   * @param value what stands there
   * @param problem what is wrong with it
   * @param allowed what would be right
   * @param message all of it in one sentence
   */
  public record Finding(
      String severity, String path, String value, String problem, String allowed, String message) {

    static Finding of(Map<String, Object> document) {
      return new Finding(
          Json.text(document, "severity"),
          Json.text(document, "path"),
          Json.text(document, "value"),
          Json.text(document, "problem"),
          Json.text(document, "allowed"),
          Json.text(document, "message"));
    }
  }

  static ConfigReport of(String text) {
    Map<String, Object> document = Json.object(text);
    List<Finding> findings = Json.objects(document, "findings").stream().map(Finding::of).toList();
    return new ConfigReport(Boolean.TRUE.equals(document.get("valid")), findings);
  }
}
