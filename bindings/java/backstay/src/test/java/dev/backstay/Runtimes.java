package dev.backstay;

import java.nio.file.Path;
import java.util.Locale;

/** Runtimes for tests. */
final class Runtimes {
  private Runtimes() {}

  /**
   * One policy named {@code p} of these patterns, on the manual clock; quotes may be single ones.
   */
  static Backstay manual(String patterns) {
    return of("{'clock': 'manual', 'policies': {'p': %s}}", patterns);
  }

  /** The same on the system's clock. */
  static Backstay system(String patterns) {
    return of("{'policies': {'p': %s}}", patterns);
  }

  /** One idempotency named {@code orders} with these options in memory, on the manual clock. */
  static Backstay manualOrders(String options) {
    return of(
        "{'clock': 'manual', 'stores': {'main': 'memory:'}, 'idempotency': {'orders': %s}}",
        options);
  }

  /** The same on the system's clock. */
  static Backstay systemOrders(String options) {
    return of("{'stores': {'main': 'memory:'}, 'idempotency': {'orders': %s}}", options);
  }

  /** The same in a file, by the path of which the store is known. */
  static Backstay manualOrders(Path file, String options) {
    return of(
        "{'clock': 'manual', 'stores': {'main': 'sqlite:"
            + file
            + "'}, 'idempotency': {'orders': %s}}",
        options);
  }

  /** The same on the system's clock. */
  static Backstay systemOrders(Path file, String options) {
    return of(
        "{'stores': {'main': 'sqlite:" + file + "'}, 'idempotency': {'orders': %s}}", options);
  }

  private static Backstay of(String document, String patterns) {
    return Backstay.of(String.format(Locale.ROOT, document, patterns).replace('\'', '"'));
  }
}
