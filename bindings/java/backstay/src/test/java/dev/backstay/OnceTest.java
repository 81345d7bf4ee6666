package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backstay.internal.ClaimHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** What a function returns. */
  record Receipt(String id, long cents, List<String> lines) {}

  private static final Receipt FIRST = new Receipt("r-1", 1250, List.of("grüße 🚀"));

  private final AtomicInteger calls = new AtomicInteger();

  private Receipt charge() {
    return calls.incrementAndGet() == 1 ? FIRST : new Receipt("again", 0, List.of());
  }

  @Test
  void theFirstResultIsEverybodys() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      assertSame(FIRST, orders.once("k", Receipt.class, this::charge));
      assertEquals(FIRST, orders.once("k", Receipt.class, this::charge));
      assertEquals(1, calls.get());
      Answer stored = orders.claim("k").answer().orElseThrow();
      assertEquals("application/json", stored.contentType());
      assertEquals("{\"id\":\"r-1\",\"cents\":1250,\"lines\":[\"grüße 🚀\"]}", stored.text());
    }
  }

  @Test
  void resultsMayBeNullOrPrimitive() throws Exception {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      for (int round = 0; round < 2; round++) {
        assertNull(
            orders.<Void, RuntimeException>once(
                "void",
                Void.class,
                () -> {
                  calls.incrementAndGet();
                  return null;
                }));
        int number = orders.once("int", int.class, () -> 40 + calls.incrementAndGet());
        assertEquals(42, number);
        assertEquals(
            Map.of("a", List.of(1)), orders.once("map", Map.class, () -> Map.of("a", List.of(1))));
      }
      assertEquals(2, calls.get());
    }
  }

  @Test
  void whatTheFunctionThrowsGoesOnAndTheKeyIsLeftToItsLease() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      IOException error = new IOException("no route");
      IOException caught =
          assertThrows(
              IOException.class,
              () ->
                  orders.<Receipt, IOException>once(
                      "k",
                      Receipt.class,
                      () -> {
                        throw error;
                      }));
      assertSame(error, caught);
      assertEquals(0, error.getSuppressed().length);
      var inFlight =
          assertThrows(
              InFlightException.class, () -> orders.once("k", Receipt.class, this::charge));
      assertEquals(Optional.of(LEASE), inFlight.retryAfter());
      assertTrue(inFlight.getMessage().contains("30s"), inFlight.getMessage());
      runtime.advance(LEASE);
      assertEquals(FIRST, orders.once("k", Receipt.class, this::charge));
    }
  }

  @Test
  void retryableExceptionsFreeTheKey() {
    try (Backstay runtime = Runtimes.manualOrders("{'on_failure': 'store'}")) {
      Idempotency orders = runtime.idempotency("orders");
      OnceOptions options = new OnceOptions().withRetryable(IOException.class);
      for (Exception error :
          List.of(
              new UncheckedException(new IOException("no route")),
              new ConnectException("refused"))) {
        assertSame(error, thrown(orders, "k", options, error));
      }
      assertEquals(FIRST, orders.once("k", Receipt.class, options, this::charge));
    }
  }

  /** What futures throw: the cause is what counts. */
  private static final class UncheckedException extends CompletionException {
    private static final long serialVersionUID = 1L;

    UncheckedException(Throwable cause) {
      super(cause);
    }
  }

  private static Throwable thrown(
      Idempotency orders, String key, OnceOptions options, Throwable error) {
    return assertThrows(
        Throwable.class,
        () ->
            orders.<Receipt, Exception>once(
                key,
                Receipt.class,
                options,
                () -> {
                  if (error instanceof Error fatal) {
                    throw fatal;
                  }
                  throw (Exception) error;
                }));
  }

  @Test
  void aFailureThatIsTheAnswerIsToldToLaterCallers() {
    try (Backstay runtime = Runtimes.manualOrders("{'on_failure': 'store'}")) {
      Idempotency orders = runtime.idempotency("orders");
      OnceOptions options = new OnceOptions().withRetryable(IOException.class);
      AssertionError fatal = new AssertionError("broken");
      assertSame(fatal, thrown(orders, "k", options, fatal));
      var before =
          assertThrows(
              FailedBeforeException.class, () -> orders.once("k", Receipt.class, this::charge));
      assertEquals("broken", before.getMessage());
      assertTrue(orders.claim("k").answer().orElseThrow().text().contains("\"AssertionError\""));
      assertEquals(0, calls.get());
    }
  }

  @Test
  void otherKeysScopesAndFingerprints() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      OnceOptions options =
          new OnceOptions().withScope("tenant").withFingerprint("f").withLease(LEASE);
      assertEquals(1, orders.once("k", int.class, options, calls::incrementAndGet));
      assertEquals(2, orders.once("k", int.class, calls::incrementAndGet));
      assertEquals(1, orders.once("k", int.class, options, calls::incrementAndGet));
      assertThrows(
          KeyMismatchException.class,
          () -> orders.once("k", int.class, options.withFingerprint("g"), calls::incrementAndGet));
      assertEquals(2, calls.get());
    }
  }

  @Test
  void aResultThatIsNoJsonIsNotKeptAndNotMadeAgain() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      var error =
          assertThrows(
              UncheckedIOException.class, () -> orders.once("k", Object.class, Object::new));
      assertTrue(error.getMessage().contains("\"k\""), error.getMessage());
      assertThrows(BodyNotKeptException.class, () -> orders.once("k", Receipt.class, this::charge));
      var broken = new IllegalStateException("codec");
      JsonCodec codec =
          codec(
              value -> {
                throw broken;
              });
      OnceOptions options = new OnceOptions().withCodec(codec);
      assertSame(
          broken,
          assertThrows(
              IllegalStateException.class,
              () -> orders.once("b", String.class, options, () -> "x")));
      assertThrows(BodyNotKeptException.class, () -> orders.once("b", Receipt.class, this::charge));
      assertEquals(0, calls.get());
    }
  }

  @Test
  void aResultLongerThanAnyStoreTakesIsNotKeptAndNotMadeAgain() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      OnceOptions options = new OnceOptions().withCodec(codec(value -> "x" + value));
      String huge = "x".repeat(64 * 1024 * 1024);
      assertSame(huge, orders.once("k", String.class, options, () -> huge));
      assertThrows(BodyNotKeptException.class, () -> orders.once("k", Receipt.class, this::charge));
      assertEquals(0, calls.get());
    }
  }

  @Test
  void anAnswerOfAnotherTypeSaysSo() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("k").complete(Answer.json("[1]"));
      var error =
          assertThrows(
              UncheckedIOException.class, () -> orders.once("k", Receipt.class, this::charge));
      assertTrue(error.getMessage().contains("Receipt"), error.getMessage());
    }
  }

  @Test
  void aCallLongerThanTheTimeToLiveHasLostItsLease() {
    try (Backstay runtime = Runtimes.manualOrders("{'ttl': '60s'}")) {
      Idempotency orders = runtime.idempotency("orders");
      assertThrows(
          LostLeaseException.class,
          () ->
              orders.once(
                  "k",
                  String.class,
                  () -> {
                    runtime.advance(Duration.ofSeconds(61));
                    return "late";
                  }));
      IOException error = new IOException("no route");
      assertSame(
          error,
          assertThrows(
              IOException.class,
              () ->
                  orders.<String, IOException>once(
                      "retried",
                      String.class,
                      new OnceOptions().withRetryable(IOException.class),
                      () -> {
                        runtime.advance(Duration.ofSeconds(61));
                        throw error;
                      })));
      assertInstanceOf(LostLeaseException.class, error.getSuppressed()[0]);
    }
  }

  private interface Encoder {
    String encode(Object value);
  }

  private static JsonCodec codec(Encoder encoder) {
    return new JsonCodec() {
      @Override
      public byte[] encode(Object value) {
        return encoder.encode(value).getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public Object decode(byte[] json, Type type) {
        return "decoded " + new String(json, StandardCharsets.UTF_8);
      }
    };
  }

  @Test
  void aCodecMayBeGivenToTheRuntimeOrTheCall() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      runtime.setJsonCodec(codec(value -> "\"runtime\""));
      assertEquals("x", orders.once("k", String.class, () -> "x"));
      assertEquals("decoded \"runtime\"", orders.once("k", String.class, () -> "x"));
      OnceOptions own = new OnceOptions().withCodec(codec(value -> "\"call\""));
      orders.once("own", String.class, own, () -> "x");
      assertEquals("decoded \"call\"", orders.once("own", String.class, own, () -> "x"));
    }
  }

  @Test
  void manyThreadsGetOneAnswer() throws Exception {
    int many = 32;
    long before = ClaimHandle.alive();
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try (Backstay runtime = Runtimes.systemOrders("{'wait': '5s'}")) {
      Idempotency orders = runtime.idempotency("orders");
      CountDownLatch here = new CountDownLatch(many);
      List<Future<Receipt>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        all.add(
            threads.submit(
                () -> {
                  here.countDown();
                  return orders.<Receipt, Exception>once(
                      "k",
                      Receipt.class,
                      () -> {
                        here.await();
                        return charge();
                      });
                }));
      }
      for (Future<Receipt> one : all) {
        assertEquals(FIRST, one.get());
      }
      assertEquals(1, calls.get());
      assertTrue(ClaimHandle.alive() <= before, "each claim was freed at its end");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anInterruptedWaiterIsCancelled() throws Exception {
    try (Backstay runtime = Runtimes.systemOrders("{'wait': '1h', 'lease': '2h'}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("k");
      CountDownLatch cancelled = new CountDownLatch(1);
      Thread waiter =
          new Thread(
              () -> {
                assertThrows(
                    CancellationException.class,
                    () -> orders.once("k", Receipt.class, this::charge));
                if (Thread.currentThread().isInterrupted()) {
                  cancelled.countDown();
                }
              });
      waiter.start();
      waiter.interrupt();
      cancelled.await();
      assertEquals(0, calls.get());
    }
  }

  @Test
  void aWaitEndsWithTheDeadlineInForce() {
    try (Backstay runtime = Runtimes.manualOrders("{'wait': '10s'}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("k");
      try (Deadline second = runtime.deadline(Duration.ofSeconds(1))) {
        assertThrows(InFlightException.class, () -> orders.once("k", Receipt.class, this::charge));
      }
      assertTrue(runtime.now().compareTo(Duration.ofSeconds(1)) <= 0, runtime.now().toString());
      assertThrows(InFlightException.class, () -> orders.once("k", Receipt.class, this::charge));
      assertTrue(runtime.now().compareTo(Duration.ofSeconds(10)) >= 0);
    }
  }

  @Test
  void aRetryHonoursHowLongTheKeyIsHeld() {
    try (Backstay runtime =
        Backstay.of(
            Map.of(
                "clock", "manual",
                "stores", Map.of("main", "memory:"),
                "idempotency", Map.of("orders", Map.of()),
                "policies", Map.of("p", Map.of("retry", Map.of("attempts", 2)))))) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("k");
      Policy policy = runtime.policy("p");
      assertEquals(FIRST, policy.call(() -> orders.once("k", Receipt.class, this::charge)));
      assertTrue(runtime.now().compareTo(LEASE) >= 0, runtime.now().toString());
    }
  }
}
