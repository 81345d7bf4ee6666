package dev.backstay.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Header fields as they cross the C interface: lines {@code name: value}. */
public final class HeaderLines {
  private static final String BETWEEN = ": ";

  private HeaderLines() {}

  /** Returns lines, each with a line feed at its end. */
  static String of(Map<String, List<String>> headers) {
    StringBuilder lines = new StringBuilder();
    headers.forEach(
        (name, values) ->
            values.forEach(
                value ->
                    lines
                        .append(onOneLine(name))
                        .append(BETWEEN)
                        .append(onOneLine(value))
                        .append('\n')));
    return lines.toString();
  }

  /**
   * A line feed would begin another field; a carriage return, which the library refuses, stands for
   * it.
   */
  private static String onOneLine(String text) {
    return text.replace('\n', '\r');
  }

  /** Returns what lines say. */
  public static Map<String, List<String>> parse(String lines) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (int at = 0; at < lines.length(); ) {
      int colon = lines.indexOf(BETWEEN, at);
      int end = lines.indexOf('\n', at);
      headers
          .computeIfAbsent(lines.substring(at, colon), name -> new ArrayList<>())
          .add(lines.substring(colon + BETWEEN.length(), end));
      at = end + 1;
    }
    return headers;
  }
}
