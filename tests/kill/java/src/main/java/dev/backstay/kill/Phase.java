package dev.backstay.kill;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where in its work a worker kills itself. */
enum Phase {
  /** Nowhere. */
  NONE,

  /** After a claim that got its key, before the act. */
  CLAIMED,

  /** After the act, before complete. */
  ACTED,

  /** While complete is on its way. */
  COMPLETING,

  /** After complete. */
  COMPLETED;

  /** The name as the command line writes it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Phase of(String label) {
    return Arrays.stream(values())
        .filter(phase -> phase.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("--phase: " + label + "; allowed: " + labels()));
  }

  private static String labels() {
    return Arrays.stream(values()).map(Phase::label).collect(Collectors.joining(", "));
  }
}
