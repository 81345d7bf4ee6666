package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backstay.internal.ClaimHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of HTTP, served and answered without any server. */
class ServeTest {
  private static final String KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324";
  private static final IncomingRequest REQUEST = request(Optional.of(KEY));
  private static final HttpAnswer CREATED =
      new HttpAnswer(201, Map.of("Link", List.of("</a>", "</b>")), bytes("{}"));

  @TempDir Path folder;

  private static IncomingRequest request(Optional<String> key) {
    return new IncomingRequest("POST", "/orders?x=1", key, bytes("body"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Backstay open(boolean blocks, String options) {
    return blocks
        ? Runtimes.manualOrders(folder.resolve("keys.db"), options)
        : Runtimes.manualOrders(options);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFirstAnswerIsEverybodys(boolean blocks) throws Exception {
    try (Backstay runtime = open(blocks, "{}")) {
      Idempotency orders = runtime.idempotency("orders");
      Served first = orders.serve(REQUEST);
      assertEquals(Served.Action.HOLD, first.action());
      assertEquals(Status.OK, first.status());
      Served second = orders.serveAsync(REQUEST).get();
      assertEquals(409, second.statusCode());
      assertEquals(Optional.of(Duration.ofSeconds(30)), second.retryAfter());
      assertEquals(List.of("30"), second.headers().get("retry-after"));
      assertThrows(IllegalStateException.class, second::claim);
      first.claim().respondAsync(CREATED).get();
      assertThrows(LostLeaseException.class, () -> first.claim().respond(CREATED));
      Served again = orders.serve(REQUEST);
      assertEquals(Served.Action.REPLY, again.action());
      assertEquals(Status.REPLAY, again.status());
      assertEquals(201, again.statusCode());
      assertEquals(List.of("</a>", "</b>"), again.headers().get("link"));
      assertEquals("{}", new String(again.body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void whatIsWantedIsCheap() {
    try (Backstay runtime =
        Runtimes.manualOrders(
            "{'maximum_body': 9, 'http': {'header': 'Once', 'maximum_request': 7}}")) {
      Idempotency orders = runtime.idempotency("orders");
      assertEquals("Once", orders.keyHeader());
      assertEquals(9, orders.maximumBody());
      assertEquals(7, orders.wants("POST", KEY));
      assertEquals(7, orders.wants("POST", ""));
      assertEquals(0, orders.wants("POST", null));
      assertEquals(0, orders.wants("GET", KEY));
      assertEquals(Served.Action.PASS, orders.serve(request(Optional.empty())).action());
      assertEquals(400, orders.serve(request(Optional.of(""))).statusCode());
      orders.close();
      assertThrows(ClosedException.class, orders::keyHeader);
      assertThrows(ClosedException.class, () -> orders.wants("POST", KEY));
      assertThrows(ClosedException.class, () -> orders.serve(REQUEST));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWaitsTakesOverWhenTheLeaseHasRunOut(boolean blocks) throws Exception {
    try (Backstay runtime = open(blocks, "{'wait': '1m'}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.serve(REQUEST).claim().setRecoveryPoint("charged");
      Served trying = orders.tryServe(REQUEST);
      assertEquals(Served.Action.AGAIN, trying.action());
      assertTrue(trying.again().isPresent());
      Served waited = orders.serve(REQUEST);
      assertEquals(Status.TAKEN_OVER, waited.status());
      assertEquals(ClaimStatus.TAKEN_OVER, waited.claim().status());
      assertEquals(Optional.of("charged"), waited.claim().recoveryPoint());
      Served later = orders.serveAsync(REQUEST).get();
      assertEquals(2, later.claim().takeovers());
      assertTrue(later.claim().fence() > waited.claim().fence());
    }
  }

  @Test
  void nobodyWaitsBeyondTheDeadline() throws Exception {
    try (Backstay runtime = Runtimes.manualOrders("{'wait': '1m', 'lease': '1h'}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim held = orders.serve(REQUEST).claim();
      try (Deadline inForce = runtime.deadline(Duration.ofSeconds(2))) {
        assertEquals(Status.IN_FLIGHT, orders.serve(REQUEST).status());
        assertEquals(409, orders.serveAsync(REQUEST).get().statusCode());
      }
      assertTrue(runtime.now().compareTo(Duration.ofSeconds(2)) <= 0, () -> "" + runtime.now());
      held.release();
    }
  }

  @Test
  void whoGivesUpHoldsNothing() {
    try (Backstay runtime =
        Runtimes.systemOrders(folder.resolve("keys.db"), "{'wait': '1h', 'lease': '2h'}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim held = orders.serve(REQUEST).claim();
      CompletableFuture<Served> waiting = orders.serveAsync(REQUEST);
      waiting.cancel(false);
      held.release();
      assertThrows(CancellationException.class, waiting::join);
      assertEquals(Served.Action.HOLD, orders.serve(REQUEST).action());
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> orders.serve(REQUEST));
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aFieldThatWouldBreakTheAnswerIsRefused() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim claim = orders.serve(REQUEST).claim();
      for (Map<String, List<String>> hostile :
          List.of(
              Map.of("A", List.of("b\nSet-Cookie: c")),
              Map.of("A\nB", List.of("c")),
              Map.of("A B", List.of("c")))) {
        HttpAnswer answer = new HttpAnswer(200, hostile, bytes(""));
        assertThrows(InvalidArgumentException.class, () -> claim.respond(answer));
        ExecutionException later =
            assertThrows(ExecutionException.class, claim.respondAsync(answer)::get);
        assertInstanceOf(InvalidArgumentException.class, later.getCause());
      }
      claim.respond(HttpAnswer.notKept(200, Map.of()));
      assertEquals(Status.BODY_NOT_KEPT, orders.serve(REQUEST).status());
    }
  }

  @Test
  void misuseIsToldByName() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      String tooLong = "x".repeat(1024 * 1024 + 1);
      IncomingRequest request = REQUEST.withRoute(tooLong);
      String words =
          assertThrows(InvalidArgumentException.class, () -> orders.serve(request)).getMessage();
      assertTrue(words.contains("route"), words);
      assertThrows(InvalidArgumentException.class, () -> orders.wants("POST", tooLong));
      assertThrows(
          InvalidArgumentException.class,
          () -> orders.serve(REQUEST.withWaited(Duration.ofNanos(-1))));
      assertThrows(
          InvalidArgumentException.class, () -> orders.setOnUnavailable(OnUnavailable.RUN, ""));
      String text = REQUEST.withCaller("t", "p", "Bearer secret\n").toString();
      assertFalse(text.contains("secret"), text);
    }
  }

  @Test
  void aStoreThatIsGoneMayBeDoneWithout() {
    try (Backstay runtime = Runtimes.manualOrders(folder, "{}")) {
      Idempotency orders = runtime.idempotency("orders");
      Served refused = orders.serve(REQUEST);
      assertEquals(503, refused.statusCode());
      assertEquals(Status.STORE_UNAVAILABLE, refused.status());
      orders.setOnUnavailable(OnUnavailable.RUN, "the disk is gone");
      Served unguarded = orders.serve(REQUEST);
      assertEquals(Served.Action.HOLD, unguarded.action());
      assertEquals(0, unguarded.claim().fence());
      unguarded.claim().respond(CREATED);
      orders.setOnUnavailable(OnUnavailable.REFUSE, "twice is worse");
      assertEquals(503, orders.serve(REQUEST).statusCode());
    }
  }

  @Test
  void aClaimLivesAsLongAsItsObject() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      long before = ClaimHandle.alive();
      Served served = orders.serve(REQUEST);
      assertEquals(before + 1, ClaimHandle.alive());
      served.claim().close();
      assertThrows(ClosedException.class, () -> served.claim().respond(CREATED));
    }
  }
}
