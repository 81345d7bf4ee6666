package dev.backstay.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backstay.Backstay;
import dev.backstay.OnUnavailable;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter promises clients, over HTTP. */
abstract class IdempotencyFilterContract extends FilterTesting {
  IdempotencyFilterContract(Containers.Starter starter) {
    super(starter);
  }

  @ParameterizedTest
  @ValueSource(strings = {MEMORY, "sqlite::memory:"})
  void aRetryGetsTheFirstAnswer(String store) throws Exception {
    start(store, "{'lease': '60s'}");
    HttpResponse<String> first = post("/orders");
    assertEquals(201, first.statusCode());
    assertEquals("effect 1 of {\"cart\": 1}", first.body());
    assertNull(header(first, "X-Idempotent-Replay"));
    HttpResponse<String> again = post("/orders");
    assertEquals(201, again.statusCode());
    assertEquals(first.body(), again.body());
    assertEquals(header(first, "Content-Type"), header(again, "Content-Type"));
    assertTrue(replayed(again));
    assertEquals(1, shop.effects.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/blocks", "/async-blocks"})
  void aDoubleClickIsToldThatTheFirstIsUnderWay(String path) throws Exception {
    start(MEMORY, "{'lease': '60s'}");
    CompletableFuture<HttpResponse<String>> first = sendAsync(keyed(path));
    shop.entered.acquire();
    for (CompletableFuture<HttpResponse<String>> other : storm(path, 15)) {
      problem(409, "idempotency_in_flight", other.join());
      assertTrue(Integer.parseInt(header(other.join(), "Retry-After")) >= 1);
    }
    shop.released.release();
    assertEquals(201, first.join().statusCode());
    assertEquals(first.join().body(), post(path).body());
    assertEquals(1, shop.effects.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {MEMORY, "sqlite::memory:"})
  void whoWaitsGetsTheFirstAnswer(String store) throws Exception {
    start(store, "{'lease': '10m', 'wait': '10m'}");
    List<CompletableFuture<HttpResponse<String>>> all = storm("/blocks", 24);
    shop.entered.acquire();
    shop.released.release();
    assertEquals(1, all.stream().filter(one -> !replayed(one.join())).count());
    all.forEach(one -> assertEquals("effect 1", one.join().body()));
    assertEquals(1, shop.effects.get());
  }

  @Test
  void aStormOfManyKeysHasOneEffectAKey() throws Exception {
    start("sqlite:" + folder.resolve("keys.db"), "{'lease': '10m', 'wait': '10m'}");
    List<String> keys = Stream.generate(() -> UUID.randomUUID().toString()).limit(8).toList();
    List<CompletableFuture<HttpResponse<String>>> all =
        Stream.generate(() -> keys)
            .limit(8)
            .flatMap(List::stream)
            .map(each -> sendAsync(request("/orders").header("Idempotency-Key", each)))
            .toList();
    assertEquals(8, all.stream().map(one -> one.join().body()).distinct().count());
    all.forEach(one -> assertEquals(201, one.join().statusCode()));
    assertEquals(8, shop.effects.get());
  }

  @Test
  void aKeyIsForOneRequestAlone() throws Exception {
    start(MEMORY, "{}");
    post("/orders");
    HttpResponse<String> other =
        send(keyed("/orders").POST(HttpRequest.BodyPublishers.ofString("{\"cart\": 2}")));
    assertEquals("new_key", problem(422, "idempotency_key_reused", other).get("retry"));
    problem(422, "idempotency_key_reused", post("/orders?gift=yes"));
    assertEquals(201, post("/other/orders").statusCode());
    assertEquals(2, shop.effects.get());
  }

  @Test
  void aKeyMayBeRequired() throws Exception {
    start(MEMORY, "{'key': 'required'}");
    problem(400, "idempotency_key_missing", send(request("/orders")));
    problem(400, "idempotency_key_invalid", send(request("/orders").header("Idempotency-Key", "")));
    assertEquals(0, shop.effects.get());
  }

  @Test
  void whatIsNotServedIsNotTouched() throws Exception {
    start(MEMORY, "{}");
    assertEquals("false", send(request("/wrapped")).body());
    assertEquals("false", send(keyed("/wrapped").GET()).body());
    assertEquals("true", post("/wrapped").body());
  }

  @Test
  void anotherUsersKeyIsAnotherOne() throws Exception {
    start(MEMORY, "{}");
    for (String user : List.of("Basic YQ==", "Basic Yg==", "Basic YQ==")) {
      send(keyed("/orders").header("Authorization", user));
    }
    assertEquals(2, shop.effects.get());
    send(keyed("/orders").header("Cookie", "session=1"));
    send(keyed("/orders").header("Cookie", "session=2"));
    assertEquals(4, shop.effects.get());
  }

  @Test
  void theApplicationSaysWhoAsks() throws Exception {
    runtime = open(MEMORY, "{}");
    start(
        IdempotencyFilter.builder(orders())
            .tenant(request -> request.getHeader("Tenant"))
            .principal(request -> request.getHeader("User"))
            .build());
    String[][] callers = {{"t", "a", "1"}, {"t", "a", "2"}, {"t", "b", "1"}, {"u", "a", "1"}};
    for (String[] caller : callers) {
      send(
          keyed("/orders")
              .header("Tenant", caller[0])
              .header("User", caller[1])
              .header("Authorization", caller[2]));
    }
    assertEquals(3, shop.effects.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/blocks", "/async-blocks"})
  void whoLostItsLeaseIsAnsweredAllTheSame(String path) throws Exception {
    runtime =
        Backstay.of(
            "{\"clock\": \"manual\", \"stores\": {\"main\": \"memory:\"},"
                + " \"idempotency\": {\"orders\": {}}}");
    start(new IdempotencyFilter(orders()));
    CompletableFuture<HttpResponse<String>> late = sendAsync(keyed(path));
    shop.entered.acquire();
    runtime.advance(Duration.ofSeconds(30));
    CompletableFuture<HttpResponse<String>> next = sendAsync(keyed(path));
    shop.entered.acquire();
    shop.released.release(2);
    assertEquals(201, late.join().statusCode());
    assertEquals(201, next.join().statusCode());
    assertEquals(next.join().body(), post(path).body());
    assertEquals(2, shop.effects.get());
  }

  @Test
  void aRouteMakesItsPathsOneOperation() throws Exception {
    runtime = open(MEMORY, "{}");
    start(IdempotencyFilter.builder(orders()).route(request -> "/orders/{id}").build());
    post("/orders/1");
    problem(422, "idempotency_key_reused", post("/orders/2"));
  }

  @Test
  void anotherApplicationOverTheSameFileReplays() throws Exception {
    String store = "sqlite:" + folder.resolve("keys.db");
    start(store, "{}");
    String first = post("/orders").body();
    server.close();
    runtime.close();
    start(store, "{}");
    HttpResponse<String> again = post("/orders");
    assertEquals(first, again.body());
    assertTrue(replayed(again));
    assertEquals(1, shop.effects.get());
  }

  @Test
  void requestsHaveAChoiceOfTheirOwn() throws Exception {
    runtime =
        Backstay.of(
            "{\"stores\": {\"main\": \"memory:\"},"
                + " \"idempotency\": {\"orders\": {}, \"mails\": {\"key\": \"required\"}}}");
    start(
        IdempotencyFilter.choosing(
                request ->
                    switch (request.getRequestURI()) {
                      case "/mails" -> runtime.idempotency("mails");
                      case "/free" -> null;
                      default -> orders();
                    })
            .unless(request -> request.getHeader("Again") != null)
            .build());
    problem(400, "idempotency_key_missing", send(request("/mails")));
    assertEquals("effect 1 of {\"cart\": 1}", post("/mails").body());
    assertEquals("effect 2 of {\"cart\": 1}", post("/orders").body());
    assertEquals("effect 2 of {\"cart\": 1}", post("/orders").body());
    assertEquals("effect 3 of {\"cart\": 1}", post("/free").body());
    assertEquals("effect 4 of {\"cart\": 1}", post("/free").body());
    assertFalse(replayed(send(keyed("/orders").header("Again", "yes"))));
  }

  @Test
  void aFilterInsideOfAnotherClaimsNothing() throws Exception {
    runtime = open(MEMORY, "{}");
    start(new IdempotencyFilter(orders()), new IdempotencyFilter(orders()));
    assertEquals("effect 1 of {\"cart\": 1}", post("/orders").body());
    assertTrue(replayed(post("/orders")));
  }

  @Test
  void aStoreThatIsGoneRefusesUntilItIsToldNotTo() throws Exception {
    start("sqlite:" + Files.createDirectory(folder.resolve("no-file")), "{}");
    HttpResponse<String> refused = post("/orders");
    problem(503, "idempotency_store_unavailable", refused);
    assertEquals("1", header(refused, "Retry-After"));
    orders().setOnUnavailable(OnUnavailable.RUN, "the disk is gone");
    assertEquals(201, post("/orders").statusCode());
    orders().setOnUnavailable(OnUnavailable.AS_CONFIGURED, "the disk is back");
    assertEquals(503, post("/orders").statusCode());
    assertEquals(1, shop.effects.get());
  }
}
