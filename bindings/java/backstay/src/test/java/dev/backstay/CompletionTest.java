package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of many claims at once, of those that are given up, and on which threads. */
class CompletionTest {
  private static final String WAITS = "{'wait': '1m', 'lease': '1h', 'ttl': '2h'}";
  private static final String QUEUE_THREAD = "backstay-completions";
  private static final OnceOptions PLAIN = new OnceOptions();

  @TempDir Path folder;

  private final ExecutorService single = Executors.newSingleThreadExecutor();
  private final ExecutorService threads = manyThreads();
  private final AtomicInteger calls = new AtomicInteger();

  /** Virtual ones where there are. */
  private static ExecutorService manyThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException beforeJdk21) {
      return Executors.newCachedThreadPool();
    }
  }

  @AfterEach
  void stop() {
    single.shutdownNow();
    threads.shutdownNow();
  }

  private Backstay runtime(String options) {
    return Runtimes.systemOrders(folder.resolve("keys.db"), options);
  }

  private int count() {
    return calls.incrementAndGet();
  }

  private CompletableFuture<Integer> later() {
    return CompletableFuture.supplyAsync(this::count);
  }

  @Test
  void manyClaimsOfFewKeysGrantEachOnce() throws Exception {
    try (Backstay runtime = runtime("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      List<CompletableFuture<Claim>> all = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        all.add(orders.claimAsync("k" + i % 5));
      }
      int held = 0;
      for (CompletableFuture<Claim> one : all) {
        held += one.get().held() ? 1 : 0;
      }
      assertEquals(5, held);
    }
  }

  @Test
  void oneThreadMakesManyCallsAndIsNeverHeld() throws Exception {
    try (Backstay runtime = runtime(WAITS)) {
      Idempotency orders = runtime.idempotency("orders");
      CompletableFuture<Integer> stage = new CompletableFuture<>();
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      single
          .submit(
              () -> {
                for (int i = 0; i < 600; i++) {
                  all.add(
                      orders.onceAsync(
                          "k" + i % 6,
                          Integer.class,
                          PLAIN,
                          () -> {
                            count();
                            return stage;
                          },
                          single));
                }
              })
          .get();
      // Each key's function has begun, and none of them or of those that wait holds the thread.
      while (single.submit(calls::get).get() < 6) {
        Thread.onSpinWait();
      }
      stage.complete(7);
      for (CompletableFuture<Integer> one : all) {
        assertEquals(7, one.get());
      }
      assertEquals(6, calls.get());
    }
  }

  @Test
  void manyThreadsWaitAndEachKeyActsOnce() throws Exception {
    try (Backstay runtime = runtime(WAITS)) {
      Idempotency orders = runtime.idempotency("orders");
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String key = "k" + i % 5;
        all.add(
            threads.submit(() -> orders.<Integer, Exception>once(key, Integer.class, this::count)));
      }
      for (Future<Integer> one : all) {
        assertTrue(one.get() <= 5);
      }
      assertEquals(5, calls.get());
    }
  }

  @Test
  void whatFindsNoPlaceWaitsForOne() throws Exception {
    int many = 10_000;
    CountDownLatch submitted = new CountDownLatch(1);
    try (Backstay runtime = runtime("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      // Until all are submitted no answer is taken, so no place becomes free.
      single.submit(() -> awaited(submitted));
      List<CompletableFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        all.add(
            orders.onceAsync(
                "k" + i,
                Integer.class,
                PLAIN,
                () -> CompletableFuture.completedFuture(count()),
                single));
      }
      List<CompletableFuture<Integer>> last = all.subList(many - 100, many);
      last.forEach(one -> assertTrue(one.cancel(true)));
      submitted.countDown();
      for (CompletableFuture<Integer> one : all.subList(0, many - 100)) {
        one.get();
      }
      for (CompletableFuture<Integer> one : last) {
        assertThrows(CancellationException.class, one::get);
      }
      assertEquals(many - 100, calls.get());
    }
  }

  @Test
  void aClaimThatIsGivenUpLeavesItsKeyFree() throws Exception {
    try (Backstay runtime = runtime(WAITS)) {
      Idempotency orders = runtime.idempotency("orders");
      for (int round = 0; round < 300; round++) {
        String key = "k" + round;
        CompletableFuture<Claim> gone = orders.claimAsync(key);
        while (round % 3 == 2 && !gone.isDone()) {
          Thread.onSpinWait();
        }
        boolean givenUp = round % 2 == 0 ? gone.cancel(true) : gone.complete(null);
        if (!givenUp) {
          gone.get().release();
        }
        assertEquals(round, orders.<Integer, Exception>once(key, Integer.class, () -> count() - 1));
      }
    }
  }

  @Test
  void aCallThatIsCancelledLeavesItsKeyFree() throws Exception {
    OnceOptions cancellable = PLAIN.withRetryable(CancellationException.class);
    try (Backstay runtime = runtime(WAITS)) {
      Idempotency orders = runtime.idempotency("orders");
      for (int round = 0; round < 300; round++) {
        String key = "k" + round;
        AtomicReference<CompletableFuture<Integer>> stage = new AtomicReference<>();
        CompletableFuture<Integer> gone =
            orders.onceAsync(
                key,
                Integer.class,
                cancellable,
                () -> {
                  stage.set(new CompletableFuture<>());
                  return stage.get();
                });
        while (round % 2 == 1 && stage.get() == null) {
          Thread.onSpinWait();
        }
        assertTrue(gone.cancel(true));
        assertEquals(round + 1, orders.<Integer, Exception>once(key, Integer.class, this::count));
      }
    }
  }

  @Test
  void anEndThatIsCancelledHappensAllTheSame() throws Exception {
    try (Backstay runtime = runtime(WAITS)) {
      Idempotency orders = runtime.idempotency("orders");
      for (int round = 0; round < 100; round++) {
        String key = "k" + round;
        orders.claim(key).completeAsync(Answer.json("1")).cancel(true);
        assertEquals(1, orders.<Integer, Exception>once(key, Integer.class, this::count));
      }
      assertEquals(0, calls.get());
    }
  }

  @Test
  void aThreadThatIsInterruptedGivesItsClaimUpAndFinishesItsEnds() throws Exception {
    try (Backstay runtime = runtime(WAITS)) {
      Idempotency orders = runtime.idempotency("orders");
      Claim held = orders.claim("held");
      Thread.currentThread().interrupt();
      var error = assertThrows(CancellationException.class, () -> orders.claim("k"));
      assertTrue(error.getMessage().contains("\"orders\""), error.getMessage());
      held.complete(Answer.json("1"));
      assertTrue(Thread.interrupted());
      assertEquals(ClaimStatus.REPLAY, orders.claim("held").status());
      assertEquals(1, orders.<Integer, Exception>once("k", Integer.class, this::count));
    }
  }

  @Test
  void aCloseEndsWhatIsInFlight() throws Exception {
    for (int round = 0; round < 20; round++) {
      Backstay runtime = runtime("{}");
      Idempotency orders = runtime.idempotency("orders");
      Claim claim = orders.claim("held " + round);
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(orders.claimAsync("k" + i));
        all.add(claim.heartbeatAsync());
      }
      Future<?> waiter =
          threads.submit(
              () -> {
                while (true) {
                  orders.claim("w");
                }
              });
      runtime.close();
      all.add(orders.claimAsync("k"));
      all.add(claim.releaseAsync());
      for (CompletableFuture<?> one : all) {
        one.handle((value, error) -> error == null ? null : onlyClosed(error)).join();
      }
      assertTrue(all.get(all.size() - 1).isCompletedExceptionally());
      onlyClosed(assertThrows(ExecutionException.class, waiter::get).getCause());
    }
  }

  private static Object onlyClosed(Throwable error) {
    return assertInstanceOf(ClosedException.class, error);
  }

  @Test
  void theQueuesThreadGoesWithItsRuntime() throws Exception {
    Backstay closed = runtime("{}");
    closed.idempotency("orders").claim("k");
    assertTrue(queueThreads() > 0);
    closed.close();
    runtime("{}").idempotency("orders").claimAsync("forgotten").get();
    while (queueThreads() > 0) {
      System.gc();
      Thread.sleep(1);
    }
  }

  private static long queueThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(QUEUE_THREAD) && thread.isDaemon())
        .count();
  }

  @Test
  void continuationsThatBlockHoldNobodyUp() throws Exception {
    try (Backstay runtime = runtime("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      CountDownLatch others = new CountDownLatch(1);
      Set<String> names = ConcurrentHashMap.newKeySet();
      List<Future<?>> blocked = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        CompletableFuture<Claim> claiming = orders.claimAsync("first " + i);
        // By the thread that completes it, or by this one of the many where it is complete already.
        blocked.add(
            threads.submit(
                () ->
                    claiming
                        .thenAccept(
                            claim -> {
                              names.add(Thread.currentThread().getName());
                              awaited(others);
                            })
                        .join()));
      }
      for (int i = 0; i < 100; i++) {
        orders.claim("k" + i).complete(Answer.json("1"));
      }
      others.countDown();
      for (Future<?> one : blocked) {
        one.get();
      }
      assertFalse(names.contains(QUEUE_THREAD), names.toString());
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void anExecutorThatIsShutDownEndsTheCallAndFreesTheKey() throws Exception {
    try (Backstay runtime = runtime(WAITS)) {
      Idempotency orders = runtime.idempotency("orders");
      single.shutdown();
      CompletableFuture<Integer> call =
          orders.onceAsync("k", Integer.class, PLAIN, this::later, single);
      var error = assertThrows(ExecutionException.class, call::get);
      assertInstanceOf(RejectedExecutionException.class, error.getCause());
      assertEquals(1, orders.<Integer, Exception>once("k", Integer.class, this::count));
    }
  }
}
