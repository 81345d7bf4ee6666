package dev.backstay.kill;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the command line says; each option is needed, and has a value. */
record Options(
    String store, Path ledger, int keys, int leaseMillis, long seed, Phase phase, int after) {
  private static final List<String> NAMES =
      List.of("--store", "--ledger", "--keys", "--lease-ms", "--seed", "--phase", "--after");

  /** Throws IllegalArgumentException, in words, for anything else. */
  static Options of(String... arguments) {
    Map<String, String> values = values(arguments);
    return new Options(
        values.get("--store"),
        Path.of(values.get("--ledger")),
        count(values, "--keys"),
        count(values, "--lease-ms"),
        number(values, "--seed"),
        Phase.of(values.get("--phase")),
        count(values, "--after"));
  }

  private static Map<String, String> values(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int at = 0; at < arguments.length; at += 2) {
      if (!NAMES.contains(arguments[at])) {
        throw new IllegalArgumentException(arguments[at] + ": no option; there are " + NAMES);
      }
      if (at + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[at] + ": its value is missing");
      }
      values.put(arguments[at], arguments[at + 1]);
    }
    for (String name : NAMES) {
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(name + " is missing");
      }
    }
    return values;
  }

  private static int count(Map<String, String> values, String name) {
    long number = number(values, name);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + ": " + number + "; allowed: 1 or more");
    }
    return (int) number;
  }

  private static long number(Map<String, String> values, String name) {
    try {
      return Long.parseLong(values.get(name));
    } catch (NumberFormatException error) {
      throw new IllegalArgumentException(name + ": " + values.get(name) + " is no number", error);
    }
  }
}
