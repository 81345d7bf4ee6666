package dev.backstay;

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

  private static Backstay of(String document, String patterns) {
    return Backstay.of(String.format(Locale.ROOT, document, patterns).replace('\'', '"'));
  }
}
