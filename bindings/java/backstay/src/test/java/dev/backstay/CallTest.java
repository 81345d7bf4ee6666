package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTest {
  private static final String BREAKER =
      "{'circuit_breaker': {'consecutive_failures': 2, 'open_for': '30s'}}";
  private static final String WINDOW =
      "{'circuit_breaker': {'failure_rate': {'threshold': 0.5, 'window': '10s', 'minimum_calls': 2}}}";

  private static <T> T fail(Exception error) throws Exception {
    throw error;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BREAKER,
        WINDOW,
        "{'timeout': '1s'}",
        "{'bulkhead': 2}",
        "{'retry': {'attempts': 2}}"
      })
  void aCallReturnsWhatTheFunctionReturns(String patterns) throws IOException {
    try (Backstay runtime = Runtimes.manual(patterns)) {
      Policy policy = runtime.policy("p");
      String text = policy.call(() -> "result");
      assertEquals("result", text);
      AtomicInteger ran = new AtomicInteger();
      policy.run(ran::incrementAndGet);
      assertEquals(1, ran.get());
      assertNull(policy.<Object, RuntimeException>call(() -> null));
      String read = policy.call(CallTest::mayThrow);
      assertEquals("read", read);
    }
  }

  private static String mayThrow() throws IOException {
    return "read";
  }

  @Test
  void theFunctionsOwnExceptionGoesOn() {
    try (Backstay runtime = Runtimes.manual(BREAKER)) {
      IOException error = new IOException("no route");
      GuardedAction<IOException> action =
          () -> {
            throw error;
          };
      assertSame(error, assertThrows(IOException.class, () -> runtime.policy("p").run(action)));
      AssertionError fatal = new AssertionError("a bug");
      assertSame(
          fatal,
          assertThrows(
              AssertionError.class,
              () ->
                  runtime
                      .policy("p")
                      .run(
                          () -> {
                            throw fatal;
                          })));
      assertEquals(2, runtime.policy("p").snapshot().integer("failures"));
    }
  }

  @Test
  void aRefusalHasNoStackTraceAndSaysAll() {
    try (Backstay runtime = Runtimes.manual(BREAKER)) {
      Policy policy = runtime.policy("p").keyed("tenant");
      policy.forceOpen("maintenance", Duration.ofSeconds(5));
      var refusal = assertThrows(CircuitOpenException.class, () -> policy.call(() -> 1));
      assertEquals(0, refusal.getStackTrace().length);
      assertEquals("p", refusal.policy());
      assertEquals(Optional.of("tenant"), refusal.key());
      assertEquals(Reason.FORCED_OPEN, refusal.reason());
      assertEquals(Optional.of(Duration.ofSeconds(5)), refusal.retryAfter());
      assertEquals(
          "p[tenant] refused the call (forced_open); retry after PT5S", refusal.getMessage());
    }
  }

  @Test
  void timeoutsAndCancellationsAreTold() {
    try (Backstay runtime = Runtimes.manual("{'circuit_breaker': {'consecutive_failures': 100}}")) {
      Policy policy = runtime.policy("p");
      for (Exception error :
          List.of(
              new TimeoutException(),
              new SocketTimeoutException(),
              new CompletionException(new TimeoutException()),
              new CancellationException(),
              new InterruptedException(),
              new IllegalStateException())) {
        assertSame(error, assertThrows(Exception.class, () -> policy.run(() -> fail(error))));
      }
      Snapshot snapshot = policy.snapshot();
      assertEquals(3, snapshot.integer("timeouts"));
      assertEquals(2, snapshot.integer("cancelled"));
      assertEquals(1, snapshot.integer("failures"));
      assertEquals("IllegalStateException", snapshot.causes().get(0).cause());
    }
  }

  @Test
  void viewsJudgeOtherwise() {
    try (Backstay runtime = Runtimes.manual("{'circuit_breaker': {'consecutive_failures': 100}}")) {
      Policy policy = runtime.policy("p");
      Policy view =
          policy
              .recording(IOException.class, TimeoutException.class)
              .ignoring(FileNotFoundException.class)
              .recordingResults("bad"::equals);
      assertThrows(IOException.class, () -> view.run(() -> fail(new IOException())));
      assertThrows(IOException.class, () -> view.run(() -> fail(new FileNotFoundException())));
      assertThrows(
          IllegalStateException.class, () -> view.run(() -> fail(new IllegalStateException())));
      assertEquals("bad", view.call(() -> "bad"));
      assertEquals("good", view.call(() -> "good"));
      Snapshot snapshot = policy.snapshot();
      assertEquals(2, snapshot.integer("failures"));
      assertEquals(2, snapshot.integer("neutral"));
      assertEquals(1, snapshot.integer("successes"));
    }
  }

  @Test
  void aBrokenRuleIsNeutralAndGoesOn() {
    try (Backstay runtime = Runtimes.manual(BREAKER)) {
      Policy policy = runtime.policy("p");
      Policy view =
          policy.recording(
              error -> {
                throw new UncheckedIOException(new IOException("rule"));
              });
      assertThrows(UncheckedIOException.class, () -> view.run(() -> fail(new IOException("call"))));
      assertEquals(1, policy.snapshot().integer("neutral"));
    }
  }

  @Test
  void attemptsAreMadeAndGivenUpWithTheLastErrorAsTheCause() throws Exception {
    try (Backstay runtime = Runtimes.manual("{'retry': {'attempts': 3}}")) {
      Policy policy = runtime.policy("p");
      AtomicInteger calls = new AtomicInteger();
      IOException last = new IOException("third");
      var givenUp =
          assertThrows(
              RetriesExhaustedException.class,
              () ->
                  policy.run(
                      () ->
                          fail(calls.incrementAndGet() == 3 ? last : new IOException("earlier"))));
      assertEquals(3, givenUp.attempts());
      assertSame(last, givenUp.getCause());
      assertTrue(
          givenUp.getMessage().startsWith("p gave up after 3 attempts in PT"),
          givenUp.getMessage());
      assertTrue(givenUp.elapsed().compareTo(Duration.ZERO) > 0);
      assertEquals(
          "ok", policy.call(() -> calls.incrementAndGet() == 5 ? "ok" : fail(new IOException())));
    }
  }

  @Test
  void aBadResultIsTriedAgainAndKept() {
    try (Backstay runtime = Runtimes.manual("{'retry': {'attempts': 2}}")) {
      Policy policy = runtime.policy("p").recordingResults("bad"::equals);
      var givenUp = assertThrows(RetriesExhaustedException.class, () -> policy.call(() -> "bad"));
      assertEquals(Optional.of("bad"), givenUp.result());
      AtomicInteger calls = new AtomicInteger();
      assertEquals("good", policy.call(() -> calls.incrementAndGet() == 1 ? "bad" : "good"));
    }
  }

  @Test
  void anErrorThatIsNotRetryableIsPermanent() {
    try (Backstay runtime = Runtimes.manual("{'retry': {'attempts': 3}}")) {
      AtomicInteger calls = new AtomicInteger();
      Policy policy = runtime.policy("p").retryable(IOException.class);
      assertThrows(
          IllegalStateException.class,
          () ->
              policy.run(
                  () -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException();
                  }));
      assertEquals(1, calls.get());
    }
  }

  @Test
  void aFallbackAnswersRefusalsAndWhatItIsFor() throws Exception {
    try (Backstay runtime = Runtimes.manual(BREAKER)) {
      Policy policy = runtime.policy("p");
      assertThrows(IOException.class, () -> policy.fallback(1).call(() -> fail(new IOException())));
      int named = policy.fallback(2).on(IOException.class).call(() -> fail(new IOException()));
      assertEquals(2, named);
      String refused =
          policy
              .<String>fallbackTo(error -> ((RejectedException) error).reason().label())
              .call(() -> "called");
      assertEquals("open", refused);
      assertEquals(2, policy.snapshot().integer("used"));
    }
  }

  @Test
  void aDeadlineIsPassedOnAndTheEarlierOneCounts() {
    try (Backstay runtime = Runtimes.manual("{'timeout': '10s'}");
        Backstay inner = Runtimes.manual("{'circuit_breaker': 'standard'}")) {
      Policy outer = runtime.policy("p");
      assertEquals(Optional.empty(), Deadline.timeLeft());
      outer.run(
          () -> {
            assertEquals(Optional.of(Duration.ofSeconds(10)), Deadline.timeLeft());
            try (Deadline earlier = runtime.deadline(Duration.ofSeconds(2))) {
              assertEquals(Optional.of(Duration.ofSeconds(2)), Deadline.timeLeft());
              outer.run(
                  () -> assertEquals(Optional.of(Duration.ofSeconds(2)), Deadline.timeLeft()));
            }
            assertEquals(Optional.of(Duration.ofSeconds(10)), Deadline.timeLeft());
            runtime.advance(Duration.ofSeconds(10));
            assertThrows(DeadlineExceededException.class, () -> inner.policy("p").call(() -> 1));
          });
      assertEquals(Optional.empty(), Deadline.timeLeft());
      assertThrows(
          DeadlineExceededException.class, () -> outer.withDeadline(Duration.ZERO).call(() -> 1));
    }
  }

  @Test
  void runtimesDescribeThemselves() {
    try (Backstay runtime = Runtimes.manual(BREAKER)) {
      assertEquals(List.of("p"), runtime.policies());
      assertTrue(runtime.info().manualClock());
      assertSame(runtime.policy("p"), runtime.policy("p"));
      assertTrue(runtime.metrics("worker-1").contains("process=\"worker-1\""));
      assertTrue(Backstay.schema().startsWith("{"));
      assertTrue(Backstay.version().matches("\\d+\\.\\d+\\.\\d+"));
      ConfigReport report = Backstay.check("{\"policies\": {\"p\": {\"timeuot\": 1}}}");
      assertEquals(false, report.valid());
      assertEquals("policies.p.timeuot", report.findings().get(0).path());
    }
  }
}
