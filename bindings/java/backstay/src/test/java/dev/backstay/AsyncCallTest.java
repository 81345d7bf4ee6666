package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AsyncCallTest {
  private static Throwable causeOf(CompletableFuture<?> future) {
    return assertThrows(ExecutionException.class, future::get).getCause();
  }

  @Test
  void aResultThatComesLaterIsReportedThen() throws Exception {
    try (Backstay runtime = Runtimes.system("{'bulkhead': 1}")) {
      Policy policy = runtime.policy("p");
      CompletableFuture<String> stage = new CompletableFuture<>();
      CompletableFuture<String> call = policy.callAsync(() -> stage);
      assertEquals(1, policy.snapshot().integer("in_flight"));
      assertInstanceOf(
          BulkheadFullException.class, causeOf(policy.callAsync(CompletableFuture::new)));
      stage.complete("late");
      assertEquals("late", call.get());
      assertEquals(0, policy.snapshot().integer("in_flight"));
    }
  }

  @Test
  void aDeadlineCutsTheStage() {
    try (Backstay runtime = Runtimes.system("{'timeout': '5ms'}")) {
      Policy policy = runtime.policy("p");
      CompletableFuture<String> stage = new CompletableFuture<>();
      Throwable cut = causeOf(policy.callAsync(() -> stage));
      assertInstanceOf(TimeoutException.class, cut);
      assertEquals("p cut the call: it did not end before its deadline", cut.getMessage());
      assertTrue(stage.isCancelled());
      assertEquals(1, policy.snapshot().integer("expired"));
    }
  }

  @Test
  void cancellingCancelsTheStageAndCountsNothing() {
    try (Backstay runtime = Runtimes.system("{'circuit_breaker': {'consecutive_failures': 1}}")) {
      Policy policy = runtime.policy("p");
      CompletableFuture<String> stage = new CompletableFuture<>();
      policy.callAsync(() -> stage).cancel(true);
      assertTrue(stage.isCancelled());
      assertEquals(1, policy.snapshot().integer("cancelled"));
      assertEquals("closed", policy.snapshot().state());
    }
  }

  @Test
  void attemptsAreMadeWithPausesThatHoldNoThread() throws Exception {
    try (Backstay runtime = Runtimes.system("{'retry': {'attempts': 3, 'backoff': '1ms'}}")) {
      Policy policy = runtime.policy("p");
      AtomicInteger calls = new AtomicInteger();
      IOException error = new IOException("no route");
      CompletableFuture<Integer> third =
          policy.callAsync(
              () ->
                  calls.incrementAndGet() < 3
                      ? CompletableFuture.failedFuture(error)
                      : CompletableFuture.supplyAsync(calls::get));
      assertEquals(3, third.get());
      Throwable givenUp = causeOf(policy.callAsync(() -> CompletableFuture.failedFuture(error)));
      assertSame(error, assertInstanceOf(RetriesExhaustedException.class, givenUp).getCause());
    }
  }

  @Test
  void aCancelledPauseMakesNoOtherAttempt() {
    try (Backstay runtime = Runtimes.system("{'retry': {'attempts': 3, 'backoff': '1h'}}")) {
      Policy policy = runtime.policy("p");
      AtomicInteger calls = new AtomicInteger();
      CompletableFuture<String> call =
          policy.callAsync(
              () -> {
                calls.incrementAndGet();
                return CompletableFuture.failedFuture(new IOException());
              });
      call.cancel(true);
      assertEquals(1, calls.get());
      assertEquals(1, policy.snapshot().integer("calls"));
    }
  }

  @Test
  void whatTheSupplierThrowsIsAFailure() {
    try (Backstay runtime =
        Runtimes.system("{'circuit_breaker': {'consecutive_failures': 1, 'open_for': '1h'}}")) {
      Policy policy = runtime.policy("p");
      IllegalStateException error = new IllegalStateException("before any stage");
      assertSame(
          error,
          causeOf(
              policy.callAsync(
                  () -> {
                    throw error;
                  })));
      assertInstanceOf(
          NullPointerException.class,
          causeOf(runtime.policy("p").keyed("k").callAsync(() -> null)));
      assertInstanceOf(
          CircuitOpenException.class, causeOf(policy.callAsync(CompletableFuture::new)));
    }
  }

  @Test
  void theSupplierSeesTheDeadlineAndTheCallerDoesNot() throws Exception {
    try (Backstay runtime = Runtimes.manual("{'timeout': '5s'}")) {
      Policy policy = runtime.policy("p");
      var seen =
          policy.callAsync(() -> CompletableFuture.completedFuture(Deadline.timeLeft())).get();
      assertEquals(Optional.of(Duration.ofSeconds(5)), seen);
      assertEquals(Optional.empty(), Deadline.timeLeft());
    }
  }

  @Test
  void aFallbackAnswersFuturesToo() throws Exception {
    try (Backstay runtime = Runtimes.system("{'circuit_breaker': 'standard'}")) {
      Policy policy = runtime.policy("p");
      policy.forceOpen("maintenance");
      assertEquals(
          "yesterday's", policy.fallback("yesterday's").callAsync(CompletableFuture::new).get());
      Throwable broken =
          causeOf(
              policy
                  .<String>fallbackTo(
                      error -> {
                        throw new IllegalStateException("fallback", error);
                      })
                  .callAsync(CompletableFuture::new));
      assertEquals("fallback", broken.getMessage());
    }
  }
}
