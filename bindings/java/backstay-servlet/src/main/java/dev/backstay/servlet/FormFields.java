package dev.backstay.servlet;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a form, which a container can't read out of a body that was read. */
final class FormFields {
  private FormFields() {}

  /** Returns parameters and, behind them, those of a form. What is no field is left out. */
  static Map<String, String[]> added(
      Map<String, String[]> parameters, String form, Charset charset) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    parameters.forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
    for (String field : form.split("&")) {
      int equals = field.indexOf('=');
      String name = field.substring(0, equals < 0 ? field.length() : equals);
      String value = equals < 0 ? "" : field.substring(equals + 1);
      if (!field.isEmpty()) {
        add(all, name, value, charset);
      }
    }
    Map<String, String[]> added = new LinkedHashMap<>();
    all.forEach((name, values) -> added.put(name, values.toArray(String[]::new)));
    return Collections.unmodifiableMap(added);
  }

  private static void add(
      Map<String, List<String>> all, String name, String value, Charset charset) {
    try {
      String decoded = URLDecoder.decode(value, charset);
      all.computeIfAbsent(URLDecoder.decode(name, charset), key -> new ArrayList<>()).add(decoded);
    } catch (IllegalArgumentException malformed) {
      // As a container does.
    }
  }
}
