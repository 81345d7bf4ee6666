package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for a place, by threads and by futures. */
class QueueTest {
  private static final String ONE_PLACE = "{'bulkhead': {'limit': 1, 'queue': 100, 'wait': '1m'}}";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Backstay runtime = Runtimes.system(ONE_PLACE);
  private final Policy policy = runtime.policy("p");

  @AfterEach
  void stop() {
    runtime.close();
    threads.shutdownNow();
  }

  private void untilWaiting(long count) {
    while (policy.snapshot().integer("waiting") != count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void threadsGetPlacesInTheOrderTheyCame() throws Exception {
    Permit first = policy.enter();
    List<Integer> order = new ArrayList<>();
    List<Future<?>> waiters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      waiters.add(threads.submit(() -> policy.run(() -> order.add(number))));
      untilWaiting(i + 1);
    }
    first.success();
    for (Future<?> waiter : waiters) {
      waiter.get();
    }
    assertEquals(List.of(0, 1, 2, 3, 4), order);
  }

  @Test
  void futuresAndThreadsShareOneQueue() throws Exception {
    Permit first = policy.enter();
    CompletableFuture<Permit> future = policy.enterAsync();
    untilWaiting(1);
    Future<Integer> thread = threads.submit(() -> policy.<Integer, Exception>call(() -> 7));
    untilWaiting(2);
    first.success();
    future.get().success();
    assertEquals(7, thread.get());
  }

  @Test
  void anInterruptedWaiterLeavesItsQueue() throws Exception {
    try (Permit first = policy.enter()) {
      CountDownLatch interrupted = new CountDownLatch(1);
      Thread waiter =
          new Thread(
              () -> {
                assertThrows(CancellationException.class, policy::enter);
                if (Thread.currentThread().isInterrupted()) {
                  interrupted.countDown();
                }
              });
      waiter.start();
      untilWaiting(1);
      waiter.interrupt();
      interrupted.await();
      assertEquals(0, policy.snapshot().integer("waiting"));
      assertEquals(1, policy.snapshot().integer("cancelled"));
    }
  }

  @Test
  void aCancelledFutureLeavesItsQueue() {
    try (Permit first = policy.enter()) {
      CompletableFuture<Permit> entering = policy.enterAsync();
      CompletableFuture<String> calling =
          policy.callAsync(() -> CompletableFuture.completedFuture("x"));
      untilWaiting(2);
      assertTrue(entering.cancel(true));
      assertTrue(calling.cancel(true));
      untilWaiting(0);
    }
    assertEquals("free", policy.call(() -> "free"));
  }

  @Test
  void aGrantThatIsGivenUpGoesToTheNext() throws Exception {
    for (int round = 0; round < 200; round++) {
      Permit first = policy.enter();
      CompletableFuture<Permit> given = policy.enterAsync();
      untilWaiting(1);
      Future<Integer> next = threads.submit(() -> policy.<Integer, Exception>call(() -> 1));
      untilWaiting(2);
      Future<?> ending = threads.submit(first::success);
      if (!given.cancel(true)) {
        given.join().close();
      }
      ending.get();
      assertEquals(1, next.get());
    }
    assertEquals(0, policy.snapshot().integer("in_flight"));
  }

  @Test
  void aCloseBringsBackWhoWaits() throws Exception {
    policy.enter();
    Future<?> thread = threads.submit(policy::enter);
    CompletableFuture<Permit> future = policy.enterAsync();
    untilWaiting(2);
    runtime.close();
    var fromThread = assertThrows(ExecutionException.class, thread::get);
    assertInstanceOf(ClosedException.class, fromThread.getCause());
    var fromFuture = assertThrows(ExecutionException.class, future::get);
    assertInstanceOf(ClosedException.class, fromFuture.getCause());
  }

  @Test
  void aRaisedLimitLetsWaitersIn() throws Exception {
    policy.enter();
    Future<Integer> one = threads.submit(() -> policy.<Integer, Exception>call(() -> 1));
    untilWaiting(1);
    policy.setLimit(2, "more machines");
    assertEquals(1, one.get());
  }

  @Test
  void aWaitEndsWithARefusal() {
    try (Backstay brief =
        Runtimes.system("{'bulkhead': {'limit': 1, 'queue': 1, 'wait': '1ms'}}")) {
      Policy narrow = brief.policy("p");
      narrow.enter();
      assertThrows(BulkheadFullException.class, narrow::enter);
      var late = assertThrows(ExecutionException.class, () -> narrow.enterAsync().get());
      assertInstanceOf(BulkheadFullException.class, late.getCause());
    }
  }

  @Test
  void manyThreadsNeverExceedTheLimit() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(
          threads.submit(
              () -> {
                for (int call = 0; call < 500; call++) {
                  policy.run(
                      () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                      });
                }
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    assertEquals(1, most.get());
    assertEquals(4000, policy.snapshot().integer("permitted"));
    assertEquals(0, policy.snapshot().integer("in_flight"));
  }

  @Test
  void aRateLimitsTurnIsWaitedFor() {
    try (Backstay limited =
        Runtimes.manual("{'rate_limit': {'rate': '1/s', 'burst': 1, 'wait': '10s'}}")) {
      Policy slow = limited.policy("p");
      Duration before = limited.now();
      slow.run(() -> {});
      slow.run(() -> {});
      assertEquals(2, slow.callAsync(() -> CompletableFuture.completedFuture(2)).join());
      assertEquals(Duration.ofSeconds(2), limited.now().minus(before));
    }
  }
}
