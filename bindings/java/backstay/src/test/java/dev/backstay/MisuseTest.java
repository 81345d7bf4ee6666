package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Whatever is done wrong ends in an exception that says what, and the JVM lives on. */
class MisuseTest {
  private static final String ALL =
      "{'timeout': '1s', 'retry': {'attempts': 2}, 'rate_limit': '100/s',"
          + " 'circuit_breaker': 'standard', 'bulkhead': 4}";
  private static final Duration HUGE = Duration.ofSeconds(Long.MAX_VALUE);

  private static void refused(String words, Executable act) {
    var error = assertThrows(InvalidArgumentException.class, act);
    assertTrue(error.getMessage().contains(words), error.getMessage());
  }

  @Test
  void nullsAreNamed() {
    try (Backstay runtime = Runtimes.manual(ALL)) {
      Policy policy = runtime.policy("p");
      for (Executable act :
          List.<Executable>of(
              () -> Backstay.of((String) null),
              () -> Backstay.open(null),
              () -> Backstay.disabled(null),
              () -> Backstay.check(null),
              () -> runtime.policy(null),
              () -> runtime.metrics(null),
              () -> runtime.advance(null),
              () -> runtime.deadline(null),
              () -> policy.keyed(null),
              () -> policy.forceOpen(null),
              () -> policy.forceOpen("why", null),
              () -> policy.setLimit(1, null),
              () -> policy.retryAfter(null),
              () -> policy.recording((Class<? extends Throwable>) null),
              () -> policy.judging(null),
              () -> policy.withDeadline(null),
              () -> policy.call(null),
              () -> policy.run(null),
              () -> policy.callAsync(null),
              () -> Report.of(null))) {
        assertThrows(NullPointerException.class, act);
      }
    }
  }

  @Test
  void namesAreCheckedByTheLibrary() {
    try (Backstay runtime = Runtimes.manual(ALL)) {
      for (String name : List.of("", "a\0b", "no such", "p\0", "x".repeat(100_000))) {
        assertThrows(BackstayException.class, () -> runtime.policy(name));
      }
      refused("UTF-8", () -> runtime.policy("p\ud800"));
      refused("UTF-8", () -> runtime.policy("p").keyed("\udc00"));
      refused("256", () -> runtime.policy("p").keyed("k".repeat(257)));
      refused("128", () -> runtime.policy("p").forceOpen("r".repeat(129)));
      refused("reason", () -> runtime.policy("p").forceOpen(""));
      assertEquals("grüße 🚀", runtime.policy("p").keyed("grüße 🚀").key().orElseThrow());
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    try (Backstay runtime = Runtimes.manual(ALL)) {
      Policy policy = runtime.policy("p");
      for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(-1), HUGE, HUGE.negated())) {
        refused("duration_ns", () -> policy.forceOpen("why", wrong));
      }
      refused("by_ns", () -> runtime.advance(Duration.ofNanos(-1)));
      refused("by_ns", () -> runtime.advance(HUGE));
      refused("limit", () -> policy.withDeadline(Duration.ofNanos(-1)));
      refused("limit", () -> policy.setLimit(0, "why"));
      refused("since", () -> runtime.events(-1));
      for (long cost : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThrows(InvalidArgumentException.class, () -> policy.costing(cost).call(() -> 1));
        assertThrows(InvalidArgumentException.class, () -> policy.rateLimit(cost));
      }
      policy.withDeadline(HUGE).run(() -> {});
      try (Permit permit = policy.enter()) {
        refused("retryAfter", () -> permit.failure("why", Duration.ofNanos(-1)));
      }
    }
  }

  @Test
  void documentsAreRefusedWithAllTheirErrors() {
    var wrong =
        assertThrows(
            ConfigException.class,
            () -> Backstay.of("{\"policies\": {\"p\": {\"timeuot\": 1}}, \"x\": 2}"));
    assertTrue(wrong.getMessage().contains("policies.p.timeuot"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("x: is unknown"), wrong.getMessage());
    for (String text : List.of("", "[", "null", "{\"policies\": 1}", "\0", "{\"a\": \"\ud800\"}")) {
      assertThrows(BackstayException.class, () -> Backstay.of(text));
    }
    for (Path path : List.of(Path.of("no-such.json"), Path.of(""), Path.of("/"))) {
      assertThrows(IoException.class, () -> Backstay.open(path));
    }
    var near = assertThrows(NotFoundException.class, () -> Runtimes.manual(ALL).policy("P"));
    assertTrue(near.getMessage().contains("\"p\""), near.getMessage());
  }

  @Test
  void aControlWithoutItsPatternSaysSo() {
    try (Backstay runtime = Runtimes.manual("{'timeout': '1s'}")) {
      Policy policy = runtime.policy("p");
      for (Consumer<String> control :
          List.<Consumer<String>>of(
              policy::forceOpen,
              policy::forceClosed,
              policy::disable,
              policy::metricsOnly,
              policy::reset,
              policy::resetRateLimit)) {
        assertThrows(UnsupportedException.class, () -> control.accept("why"));
      }
      assertThrows(UnsupportedException.class, policy::rateLimit);
    }
    try (Backstay runtime = Runtimes.system("{'timeout': '1s'}")) {
      assertThrows(UnsupportedException.class, () -> runtime.advance(Duration.ofSeconds(1)));
    }
  }

  @Test
  void everythingAfterTheRuntimesCloseIsClosed() {
    Backstay runtime = Runtimes.manual(ALL);
    Policy policy = runtime.policy("p");
    Permit permit = policy.enter();
    runtime.close();
    runtime.close();
    permit.success();
    permit.success();
    permit.close();
    closed(policy);
    for (Executable act :
        List.<Executable>of(
            () -> runtime.policy("p"),
            runtime::policies,
            runtime::metrics,
            runtime::info,
            runtime::now,
            () -> runtime.events(0),
            () -> runtime.deadline(Duration.ofSeconds(1)),
            () -> runtime.advance(Duration.ofSeconds(1)))) {
      assertThrows(ClosedException.class, act);
    }
  }

  @Test
  void aClosedPolicyObjectIsClosedAndTheRuntimesPolicyGoesOn() {
    try (Backstay runtime = Runtimes.manual(ALL)) {
      Policy policy = runtime.policy("p");
      Policy view = policy.costing(2);
      policy.close();
      policy.close();
      closed(policy);
      assertEquals(1, view.call(() -> 1));
      assertEquals(1, runtime.policy("p").call(() -> 1));
    }
  }

  private static void closed(Policy policy) {
    for (Executable act :
        List.<Executable>of(
            () -> policy.call(() -> 1),
            () -> policy.withDeadline(Duration.ofSeconds(1)).call(() -> 1),
            policy::enter,
            policy::snapshot,
            policy::rateLimit,
            () -> policy.keyed("k"),
            () -> policy.forceOpen("why"),
            () -> policy.setLimit(1, "why"))) {
      assertThrows(ClosedException.class, act);
    }
    for (CompletableFuture<?> future :
        List.of(policy.callAsync(CompletableFuture::new), policy.enterAsync())) {
      var error = assertThrows(ExecutionException.class, future::get);
      assertEquals(ClosedException.class, error.getCause().getClass());
    }
    assertEquals("p", policy.name());
  }

  @Test
  void aRuntimeClosedUnderManyCallsHarmsNobody() throws Exception {
    for (int round = 0; round < 50; round++) {
      Backstay runtime = Runtimes.system("{'circuit_breaker': {'consecutive_failures': 5}}");
      List<Thread> threads =
          List.of(calling(runtime.policy("p")), calling(runtime.policy("p").keyed("k")));
      threads.forEach(Thread::start);
      runtime.close();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** Calls until it is told that the runtime was closed. */
  private static Thread calling(Policy policy) {
    return new Thread(
        () -> {
          try {
            while (true) {
              policy.run(() -> {});
            }
          } catch (ClosedException closed) {
            // As it should be.
          }
        });
  }
}
