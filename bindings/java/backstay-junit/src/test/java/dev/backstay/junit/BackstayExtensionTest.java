package dev.backstay.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.backstay.Backstay;
import dev.backstay.CircuitOpenException;
import dev.backstay.RetriesExhaustedException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackstayExtensionTest {
  @RegisterExtension
  final BackstayExtension backstay =
      BackstayExtension.of(
          """
          {"policies": {
            "payments": {"circuit_breaker": {"consecutive_failures": 1, "open_for": "30s"}},
            "search": {"retry": {"attempts": 3, "backoff": {"initial": "10s", "multiplier": 1, "jitter": "none"}}}}}
          """);

  @Test
  void aPolicyIsForcedOpen() {
    var payments = backstay.openPolicy("payments", Duration.ofSeconds(5));
    var refusal = assertThrows(CircuitOpenException.class, () -> payments.call(() -> 1));
    assertEquals(Optional.of(Duration.ofSeconds(5)), refusal.retryAfter());
    assertEquals(List.of("closed -> forced_open"), backstay.events().transitions("payments"));
    backstay.events().clear();
    assertEquals(List.of(), backstay.events().all());
  }

  @Test
  void timeMovesWhenTheTestSaysSo(Backstay runtime, RecordedEvents events) {
    assertSame(runtime, backstay.runtime());
    var payments = runtime.policy("payments");
    assertThrows(IllegalStateException.class, () -> payments.run(this::fail));
    assertThrows(CircuitOpenException.class, () -> payments.call(() -> 1));
    runtime.advance(Duration.ofSeconds(30));
    assertEquals(1, payments.call(() -> 1));
    assertEquals("closed -> open", events.transitions("payments").get(0));
  }

  @Test
  void pausesTakeNoTime() {
    var before = backstay.runtime().now();
    var search = backstay.policy("search");
    assertThrows(RetriesExhaustedException.class, () -> search.run(this::fail));
    assertEquals(Duration.ofSeconds(20), backstay.runtime().now().minus(before));
  }

  @Test
  void aMissingFileIsNamed() {
    var error =
        assertThrows(
            UncheckedIOException.class, () -> BackstayExtension.of(Path.of("no-such.json")));
    assertEquals("no-such.json can't be read", error.getMessage());
  }

  private void fail() {
    throw new IllegalStateException("no");
  }
}
