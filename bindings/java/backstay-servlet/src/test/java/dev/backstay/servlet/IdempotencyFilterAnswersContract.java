package dev.backstay.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.Filter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies, headers and ends of every kind, over HTTP. */
abstract class IdempotencyFilterAnswersContract extends FilterTesting {
  IdempotencyFilterAnswersContract(Containers.Starter starter) {
    super(starter);
  }

  @ParameterizedTest
  @CsvSource({
    "/async, memory:, later 1",
    "/async, sqlite::memory:, later 1",
    "/async-dispatch, memory:, dispatched 1",
    "/async-dispatch, sqlite::memory:, dispatched 1"
  })
  void anAsynchronousAnswerIsStoredWhenItIsComplete(String path, String store, String body)
      throws Exception {
    start(store, "{}");
    assertEquals(body, post(path).body());
    HttpResponse<String> again = post(path);
    assertEquals(body, again.body());
    assertTrue(replayed(again));
    assertEquals(1, shop.effects.get());
  }

  @Test
  void aHandlerMayReadAndWriteWithoutBlocking() throws Exception {
    start("sqlite::memory:", "{}");
    assertEquals("{\"cart\": 1}", post("/async-listeners").body());
    assertTrue(replayed(post("/async-listeners")));
    assertEquals(1, shop.effects.get());
  }

  @Test
  void asynchronousWorkThatNeverEndsIsAFailure() throws Exception {
    start(MEMORY, "{'on_failure': 'store', 'lease': '60s'}");
    assertEquals(500, post("/async-hangs").statusCode());
    HttpResponse<String> again = post("/async-hangs");
    while (again.body().contains("idempotency_in_flight")) {
      // The container tells that it has ended the request when its answer is on the way already.
      again = post("/async-hangs");
    }
    problem(409, "idempotency_body_not_kept", again);
    assertEquals(1, shop.effects.get());
  }

  @Test
  void aClientThatGoesLeavesTheKeyToTheLease() throws Exception {
    runtime = open(MEMORY, "{'on_failure': 'store', 'lease': '60s'}");
    CountDownLatch over = new CountDownLatch(1);
    Filter outside =
        (request, response, chain) -> {
          try {
            chain.doFilter(request, response);
          } finally {
            over.countDown();
          }
        };
    start(outside, new IdempotencyFilter(orders()));
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      String head = "POST /floods HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nIdempotency-Key: ";
      socket.getOutputStream().write((head + key + "\r\n\r\n").getBytes(ISO_8859_1));
      socket.getInputStream().readNBytes(100_000);
    }
    over.await();
    HttpRequest.Builder again = keyed("/floods").POST(HttpRequest.BodyPublishers.noBody());
    problem(409, "idempotency_in_flight", send(again));
    assertEquals(1, shop.effects.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/refuses", "/async-refuses"})
  void anErrorIsStoredWithoutTheContainersPage(String path) throws Exception {
    start(MEMORY, "{}");
    assertEquals(404, post(path).statusCode());
    HttpResponse<String> again = post(path);
    assertEquals(404, again.statusCode());
    assertTrue(replayed(again));
    assertEquals(1, shop.effects.get());
  }

  @Test
  void aRedirectAndNothingAreAnswersToo() throws Exception {
    start(MEMORY, "{}");
    assertTrue(header(post("/redirects"), "Location").endsWith("/orders/1"));
    HttpResponse<String> again = post("/redirects");
    assertEquals(302, again.statusCode());
    assertTrue(header(again, "Location").endsWith("/orders/1"));
    assertEquals(204, post("/nothing").statusCode());
    assertEquals(204, post("/nothing").statusCode());
    assertEquals(2, shop.effects.get());
  }

  @Test
  void fieldsComeAgainButForThoseOfOneClient() throws Exception {
    start(MEMORY, "{}");
    HttpResponse<String> first = post("/fields");
    HttpResponse<String> again = post("/fields");
    assertTrue(replayed(again));
    for (String name : List.of("Link", "X-Name", "Content-Type")) {
      assertEquals(first.headers().allValues(name), again.headers().allValues(name), name);
    }
    assertEquals(2, again.headers().allValues("Link").size());
    assertEquals("gr\u00fc\u00dfe", again.body());
    assertEquals("session=secret", header(first, "Set-Cookie"));
    assertFalse(again.headers().firstValue("Set-Cookie").isPresent());
  }

  @Test
  void aStatusOfTheMomentFreesTheKey() throws Exception {
    start(MEMORY, "{}");
    assertEquals(503, post("/busy").statusCode());
    assertEquals(503, post("/busy").statusCode());
    assertEquals(2, shop.effects.get());
  }

  @Test
  void whatAHandlerThrowsGoesOnAndHoldsTheKey() throws Exception {
    start(MEMORY, "{'lease': '60s'}");
    assertEquals(500, post("/throws").statusCode());
    problem(409, "idempotency_in_flight", post("/throws"));
    assertEquals(1, shop.effects.get());
  }

  @Test
  void whatAHandlerThrowsMayBeTheAnswer() throws Exception {
    start(MEMORY, "{'on_failure': 'store'}");
    assertEquals(500, post("/throws").statusCode());
    HttpResponse<String> again = post("/throws");
    problem(500, "idempotency_failed", again);
    assertFalse(again.body().contains("effect"), "the exception's words are nobody's business");
    assertEquals(1, shop.effects.get());
  }

  @Test
  void aStreamIsPassedOnAndNotKept() throws Exception {
    start(MEMORY, "{'lease': '60s'}");
    HttpResponse<InputStream> stream =
        CLIENT.send(keyed("/streams").build(), HttpResponse.BodyHandlers.ofInputStream());
    String seen = "first, second, ";
    assertEquals(seen, new String(stream.body().readNBytes(seen.length()), ISO_8859_1));
    shop.released.release();
    assertEquals("last", new String(stream.body().readAllBytes(), ISO_8859_1));
    assertEquals("no", problem(409, "idempotency_body_not_kept", post("/streams")).get("retry"));
    assertEquals(1, shop.effects.get());
  }

  @Test
  void anAnswerOfAnyLengthIsSentAndOneThatIsTooLongNotKept() throws Exception {
    start(MEMORY, "{'maximum_body': 100000}");
    HttpResponse<byte[]> first =
        CLIENT.send(keyed("/large").build(), HttpResponse.BodyHandlers.ofByteArray());
    assertArrayEquals(new byte[200_000], first.body());
    problem(409, "idempotency_body_not_kept", post("/large"));
  }

  @Test
  void aLongAnswerIsReplayedWhole() throws Exception {
    start("sqlite::memory:", "{'maximum_body': 200000}");
    post("/large");
    HttpResponse<byte[]> again =
        CLIENT.send(keyed("/large").build(), HttpResponse.BodyHandlers.ofByteArray());
    assertTrue(replayed(again));
    assertArrayEquals(new byte[200_000], again.body());
  }

  @Test
  void aRequestThatIsTooLongIsRefusedWhetherItSaysSoOrNot() throws Exception {
    start(MEMORY, "{'http': {'maximum_request': 1000}}");
    byte[] fits = new byte[1000];
    assertEquals(201, sendBody("/orders", fits).statusCode());
    byte[] body = new byte[1001];
    HttpResponse<String> refused = sendBody("/orders", body);
    problem(413, "idempotency_request_too_large", refused);
    assertEquals("close", header(refused, "Connection"));
    HttpRequest.BodyPublisher unknown =
        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    problem(413, "idempotency_request_too_large", send(keyed("/orders").POST(unknown)));
    assertEquals(1, shop.effects.get());
  }

  private HttpResponse<String> sendBody(String path, byte[] body) throws Exception {
    return send(keyed(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  @Test
  void theHandlerReadsItsRequestInEveryWay() throws Exception {
    start(MEMORY, "{}");
    assertEquals("1 {\"cart\": 1}", post("/say-lines").body());
    HttpRequest.Builder form =
        keyed("/say-form?b=0")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("a=x+%C3%BC&b=1&b=2&bad=%zz&&c"));
    assertEquals("2 x \u00fc 0|1|2", send(form).body());
    assertTrue(replayed(send(form)));
  }

  @Test
  void theBoundaryOfAFormIsNoDifference() throws Exception {
    start(MEMORY, "{}");
    assertEquals("1 a.txt hello", send(upload("one", "hello")).body());
    HttpResponse<String> again = send(upload("two", "hello"));
    assertEquals("1 a.txt hello", again.body());
    assertTrue(replayed(again));
    problem(422, "idempotency_key_reused", send(upload("one", "other")));
  }

  private HttpRequest.Builder upload(String boundary, String content) {
    String body =
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n%s\r\n--%s--\r\n"
            .formatted(boundary, content, boundary);
    return keyed("/say-part")
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void aFormThatIsNoneIsRefused() throws Exception {
    start(MEMORY, "{}");
    HttpRequest.Builder request =
        keyed("/say-part")
            .header("Content-Type", "multipart/form-data")
            .POST(HttpRequest.BodyPublishers.ofString("no parts"));
    assertEquals(400, send(request).statusCode());
    assertEquals(0, shop.effects.get());
  }

  @Test
  void severalKeysAreNoKey() throws Exception {
    start(MEMORY, "{}");
    HttpRequest.Builder two = keyed("/orders").header("Idempotency-Key", key);
    problem(400, "idempotency_key_invalid", send(two));
    assertEquals(
        201, send(request("/orders").header("Idempotency-Key", '"' + key + '"')).statusCode());
    assertTrue(replayed(post("/orders")));
  }

  @Test
  void hostileKeysAreRefusedAndNothingHappens() throws Exception {
    start(MEMORY, "{'http': {'key_format': 'text'}}");
    for (String hostile :
        List.of(
            "x".repeat(256),
            "x".repeat(2 * 1024 * 1024),
            "x".repeat(10 * 1024 * 1024),
            "a\u0001b",
            "a\u00ff\u00c3b",
            "\u00c3\u00a9",
            "a, b",
            "\"unended")) {
      assertEquals("HTTP/1.1 400", raw(hostile), hostile.substring(0, 2));
    }
    assertEquals(0, shop.effects.get());
  }

  /** Each character of the key is a byte. */
  private String raw(String hostile) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      String head = "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nIdempotency-Key: ";
      out.write((head + hostile + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readNBytes("HTTP/1.1 400".length()), ISO_8859_1);
    }
  }

  @Test
  void aBodyThatIsShorterThanItSaysIsNoRequest() throws Exception {
    start(MEMORY, "{}");
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      String head = "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nIdempotency-Key: ";
      socket.getOutputStream().write((head + key + "\r\n\r\nabc").getBytes(ISO_8859_1));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
    assertEquals(0, shop.effects.get());
    assertEquals(201, post("/orders").statusCode());
  }
}
