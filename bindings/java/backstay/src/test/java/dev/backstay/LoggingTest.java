package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggingTest {
  private static final Logger LOGGER = Logger.getLogger("dev.backstay");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> writers = Collections.synchronizedList(new ArrayList<>());
  private RuntimeException broken;

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLevel() + " " + line.getMessage());
          writers.add(Thread.currentThread());
          if (broken != null) {
            throw broken;
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void stop() {
    LOGGER.removeHandler(handler);
  }

  private static void fail(Policy policy) {
    assertThrows(
        IllegalStateException.class,
        () ->
            policy.run(
                () -> {
                  throw new IllegalStateException();
                }));
  }

  @Test
  void aTransitionIsOneLineOnTheCallingThread() {
    try (Backstay runtime =
        Runtimes.manual("{'circuit_breaker': {'consecutive_failures': 1, 'open_for': '30s'}}")) {
      Policy policy = runtime.policy("p");
      fail(policy);
      runtime.advance(java.time.Duration.ofSeconds(30));
      policy.run(() -> {});
      assertEquals(3, lines.size(), lines.toString());
      assertEquals(
          Level.WARNING
              + " circuit breaker p: closed -> open (consecutive_failures, cause IllegalStateException);"
              + " next probe in 30s",
          lines.get(0));
      assertEquals("INFO", lines.get(2).substring(0, 4));
      assertSame(Thread.currentThread(), writers.get(0));
    }
  }

  @Test
  void aLoggerThatThrowsHarmsNoCall() {
    try (Backstay runtime = Runtimes.manual("{'circuit_breaker': {'consecutive_failures': 1}}")) {
      broken = new IllegalStateException("disk full");
      fail(runtime.policy("p"));
      assertEquals("open", runtime.policy("p").snapshot().state());
      assertEquals(1, lines.size());
    }
  }

  @Test
  void aDisabledRuntimeSaysSoOnce() {
    try (Backstay runtime = Backstay.disabled()) {
      assertEquals(5, runtime.policy("anything").call(() -> 5));
      runtime.policy("other").forceOpen("why");
    } catch (UnsupportedException expected) {
      assertEquals(1, lines.size(), lines.toString());
    }
  }
}
