package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceAsyncTest {
  private static final OnceOptions PLAIN = new OnceOptions();

  private final AtomicInteger calls = new AtomicInteger();

  private static Throwable causeOf(CompletableFuture<?> future) {
    return assertThrows(ExecutionException.class, future::get).getCause();
  }

  private CompletableFuture<Integer> count() {
    return CompletableFuture.supplyAsync(calls::incrementAndGet);
  }

  @Test
  void aResultThatComesLaterIsStoredThen() throws Exception {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      CompletableFuture<String> stage = new CompletableFuture<>();
      CompletableFuture<String> call = orders.onceAsync("k", String.class, () -> stage);
      assertEquals(ClaimStatus.IN_FLIGHT, orders.claim("k").status());
      assertInstanceOf(
          InFlightException.class, causeOf(orders.onceAsync("k", Integer.class, this::count)));
      stage.complete("late");
      assertEquals("late", call.get());
      assertEquals("late", orders.onceAsync("k", String.class, () -> null).get());
      assertEquals("late", orders.once("k", String.class, () -> "other"));
      assertEquals(0, calls.get());
    }
  }

  @Test
  void whatItThrowsGoesOn() {
    try (Backstay runtime = Runtimes.manualOrders("{'on_failure': 'store'}")) {
      Idempotency orders = runtime.idempotency("orders");
      IOException error = new IOException("no route");
      OnceOptions options = PLAIN.withRetryable(IOException.class);
      for (int round = 0; round < 2; round++) {
        CompletableFuture<Integer> failing =
            CompletableFuture.supplyAsync(
                () -> {
                  throw new CompletionException(error);
                });
        assertSame(error, causeOf(orders.onceAsync("k", Integer.class, options, () -> failing)));
      }
      IllegalStateException early = new IllegalStateException("before any stage");
      assertSame(
          early,
          causeOf(
              orders.onceAsync(
                  "k",
                  Integer.class,
                  () -> {
                    throw early;
                  })));
      Throwable before = causeOf(orders.onceAsync("k", Integer.class, this::count));
      assertEquals(
          "before any stage", assertInstanceOf(FailedBeforeException.class, before).getMessage());
      assertInstanceOf(
          NullPointerException.class, causeOf(orders.onceAsync("n", Integer.class, () -> null)));
      assertEquals(0, calls.get());
    }
  }

  @Test
  void aResultThatIsNoJsonIsNotKept() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      assertInstanceOf(
          UncheckedIOException.class,
          causeOf(
              orders.onceAsync(
                  "k", Object.class, () -> CompletableFuture.completedFuture(new Object()))));
      assertEquals(ClaimStatus.BODY_NOT_KEPT, orders.claim("k").status());
    }
  }

  @Test
  void manyFuturesGetOneAnswer() throws Exception {
    try (Backstay runtime = Runtimes.systemOrders("{'wait': '5s'}")) {
      Idempotency orders = runtime.idempotency("orders");
      CompletableFuture<Integer> stage = new CompletableFuture<>();
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        all.add(
            orders.onceAsync(
                "k",
                Integer.class,
                () -> {
                  calls.incrementAndGet();
                  return stage;
                }));
      }
      stage.complete(7);
      for (CompletableFuture<Integer> one : all) {
        assertEquals(7, one.get());
      }
      assertEquals(1, calls.get());
    }
  }

  @Test
  void cancellingCancelsTheStageWhichThenHasFailed() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      CompletableFuture<Integer> stage = new CompletableFuture<>();
      orders.onceAsync("k", Integer.class, () -> stage).cancel(true);
      assertTrue(stage.isCancelled());
      assertEquals(ClaimStatus.IN_FLIGHT, orders.claim("k").status());
      runtime.advance(Duration.ofSeconds(30));
      assertEquals(ClaimStatus.TAKEN_OVER, orders.claim("k").status());
    }
  }

  @Test
  void aCancelledWaitCallsNothing() throws Exception {
    try (Backstay runtime = Runtimes.systemOrders("{'wait': '1h', 'lease': '2h'}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim first = orders.claim("k");
      CompletableFuture<Integer> gone = orders.onceAsync("k", Integer.class, this::count);
      CompletableFuture<Integer> waits = orders.onceAsync("k", Integer.class, this::count);
      assertTrue(gone.cancel(true));
      first.release();
      assertEquals(1, waits.get());
      assertEquals(1, calls.get());
    }
  }

  @Test
  void theManualClockIsMovedByAWait() {
    try (Backstay runtime = Runtimes.manualOrders("{'wait': '1m', 'lease': '1s'}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("k");
      assertEquals(1, orders.onceAsync("k", Integer.class, this::count).join());
      assertEquals(Duration.ofSeconds(1), runtime.now());
    }
  }

  @Test
  void theSupplierSeesTheDeadlineAndNoWaitGoesBeyondIt() {
    try (Backstay runtime = Runtimes.manualOrders("{'wait': '1m'}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("held");
      try (Deadline second = runtime.deadline(Duration.ofSeconds(1))) {
        Optional<?> seen =
            orders
                .onceAsync(
                    "k",
                    Long.class,
                    () ->
                        CompletableFuture.completedFuture(
                            Deadline.timeLeft().orElseThrow().toNanos()))
                .thenApply(Optional::of)
                .join();
        assertEquals(Optional.of(1_000_000_000L), seen);
        assertInstanceOf(
            InFlightException.class, causeOf(orders.onceAsync("held", Integer.class, this::count)));
      }
      assertTrue(runtime.now().compareTo(Duration.ofSeconds(1)) <= 0, runtime.now().toString());
    }
  }

  @Test
  void anExecutorThatIsShutDownEndsTheWait() {
    ExecutorService shutDown = Executors.newSingleThreadExecutor();
    shutDown.shutdown();
    try (Backstay runtime = Runtimes.systemOrders("{'wait': '1h'}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("k");
      assertInstanceOf(
          RejectedExecutionException.class,
          causeOf(orders.onceAsync("k", Integer.class, PLAIN, this::count, shutDown)));
      assertEquals(0, calls.get());
    }
  }
}
