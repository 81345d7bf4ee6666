package dev.backstay.bench;

import dev.backstay.Backstay;
import dev.backstay.internal.Completions;
import dev.backstay.internal.QueueHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Operations a second through the completion queue, 256 in flight, and through an executor that
 * hands each one over.
 */
final class QueueBench {
  private static final int IN_FLIGHT = 256;
  private static final int FIELDS = 4;
  private static final int OPERATIONS = 300_000;
  private static final long AT_ONCE = 0;
  private static final long ON_A_THREAD = 2;
  private static final byte[] PAYLOAD = new byte[16];

  private QueueBench() {}

  static double queue(int batch) {
    try (Backstay runtime = Backstay.of("{\"policies\": {}}")) {
      QueueHandle queue = Completions.queue(runtime, IN_FLIGHT);
      long[] records = new long[batch * FIELDS];
      long token = 0;
      int done = 0;
      long start = System.nanoTime();
      while (token < IN_FLIGHT) {
        queue.submit(++token, PAYLOAD, ON_A_THREAD);
      }
      while (done < OPERATIONS) {
        queue.await(-1);
        int count = queue.drain(records);
        for (int at = 0; at < count * FIELDS; at += FIELDS) {
          queue.take(records[at + 2]);
          queue.submit(++token, PAYLOAD, ON_A_THREAD);
        }
        done += count;
      }
      return done * 1e9 / (System.nanoTime() - start);
    }
  }

  /**
   * The blocking form: a thread of an executor makes the same native operation and hands its bytes
   * over.
   */
  static double executor() {
    try (Backstay runtime = Backstay.of("{\"policies\": {}}")) {
      QueueHandle queue = Completions.queue(runtime, 1);
      long[] record = new long[FIELDS];
      return handedOver(
          () -> {
            queue.submit(1, PAYLOAD, AT_ONCE);
            queue.drain(record);
            return queue.take(record[2]);
          });
    }
  }

  private static double handedOver(Supplier<byte[]> operation) {
    ExecutorService store = Executors.newSingleThreadExecutor();
    ExecutorService loop = Executors.newSingleThreadExecutor();
    AtomicInteger left = new AtomicInteger(OPERATIONS);
    CompletableFuture<Void> end = new CompletableFuture<>();
    long start = System.nanoTime();
    for (int i = 0; i < IN_FLIGHT; i++) {
      again(operation, store, loop, left, end);
    }
    end.join();
    double rate = OPERATIONS * 1e9 / (System.nanoTime() - start);
    store.shutdownNow();
    loop.shutdownNow();
    return rate;
  }

  private static void again(
      Supplier<byte[]> operation,
      ExecutorService store,
      ExecutorService loop,
      AtomicInteger left,
      CompletableFuture<Void> end) {
    CompletableFuture.supplyAsync(operation, store)
        .thenAcceptAsync(
            bytes -> {
              if (left.decrementAndGet() > 0) {
                again(operation, store, loop, left, end);
              } else {
                end.complete(null);
              }
            },
            loop)
        .exceptionally(stopped -> null);
  }

  /** The best of some rounds, in which the forms take turns. */
  static void print() {
    double batched = 0;
    double single = 0;
    double handed = 0;
    for (int round = 0; round < 5; round++) {
      batched = Math.max(batched, queue(64));
      single = Math.max(single, queue(1));
      handed = Math.max(handed, executor());
    }
    System.out.println();
    System.out.println("| 256 in flight | operations a second |");
    System.out.println("|---|---|");
    System.out.printf("| completion queue, 64 records a drain | %.0f |%n", batched);
    System.out.printf("| completion queue, one record a drain | %.0f |%n", single);
    System.out.printf("| executor, a blocking operation each | %.0f |%n", handed);
  }
}
