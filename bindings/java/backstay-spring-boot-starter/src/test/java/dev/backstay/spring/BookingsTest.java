package dev.backstay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Annotated controllers in an embedded Tomcat, over HTTP. */
@SpringBootTest(
    classes = Bookings.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"backstay.config=classpath:bookings.json", "server.address=127.0.0.1"})
class BookingsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired AtomicInteger effects;

  private final String key = UUID.randomUUID().toString();

  @BeforeEach
  void count() {
    effects.set(0);
  }

  private HttpRequest.Builder request(String path, String type, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder keyed(String path, String type, String body) {
    return request(path, type, body).header("Idempotency-Key", key);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return send(keyed(path, "application/json", "{\"room\": 7}"));
  }

  private static boolean replayed(HttpResponse<?> response) {
    return response.headers().firstValue("X-Idempotent-Replay").isPresent();
  }

  private static String code(HttpResponse<String> response) throws Exception {
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElseThrow());
    return new ObjectMapper().readTree(response.body()).get("code").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/rooms",
        "/rooms/7",
        "/later/future",
        "/later/callable",
        "/later/refused",
        "/refused",
        "/nothing"
      })
  void aRetryGetsTheFirstAnswer(String path) throws Exception {
    HttpResponse<String> first = post(path);
    HttpResponse<String> again = post(path);
    assertFalse(replayed(first));
    assertTrue(replayed(again), again.body());
    assertEquals(first.statusCode(), again.statusCode());
    assertEquals(first.body(), again.body());
    assertEquals(
        first.headers().allValues("Content-Type"), again.headers().allValues("Content-Type"));
    assertEquals(1, effects.get());
  }

  @Test
  void theFirstAnswerIsTheControllers() throws Exception {
    HttpResponse<String> first = post("/rooms");
    assertEquals(201, first.statusCode());
    assertEquals(7, new ObjectMapper().readTree(first.body()).get("room").asInt());
    HttpResponse<String> refused = post("/refused");
    assertEquals(404, refused.statusCode());
    assertEquals(404, new ObjectMapper().readTree(refused.body()).get("status").asInt());
    assertEquals("future 3", post("/later/future").body());
  }

  @Test
  void aRouteIsThePatternOfItsPath() throws Exception {
    assertEquals("1 7", post("/rooms/7").body());
    HttpResponse<String> other = post("/rooms/8");
    assertEquals(422, other.statusCode());
    assertEquals("idempotency_key_reused", code(other));
  }

  @Test
  void methodsSpeakForThemselves() throws Exception {
    assertEquals("1", post("/free").body());
    assertEquals("2", post("/free").body());
    HttpResponse<String> missing = send(request("/strict", "application/json", "{}"));
    assertEquals(400, missing.statusCode());
    assertEquals("idempotency_key_missing", code(missing));
    assertEquals("3", post("/strict").body());
    assertTrue(replayed(post("/strict")));
    assertEquals("4", post("/mails").body());
    assertEquals("5", post("/mails").body());
  }

  @Test
  void theApplicationSaysWhoAsks() throws Exception {
    for (String user : new String[] {"a", "b", "a"}) {
      send(keyed("/rooms", "application/json", "{\"room\": 7}").header("User", user));
    }
    assertEquals(2, effects.get());
  }

  @Test
  void whatAControllerThrowsHoldsTheKey() throws Exception {
    assertEquals(500, post("/broken").statusCode());
    HttpResponse<String> again = post("/broken");
    assertEquals(409, again.statusCode());
    assertEquals("idempotency_in_flight", code(again));
    assertEquals(1, effects.get());
  }

  @Test
  void formsAndFilesAreRead() throws Exception {
    HttpRequest.Builder form =
        keyed("/form", "application/x-www-form-urlencoded", "name=J%C3%BCrgen");
    assertEquals("1 J\u00fcrgen", send(form).body());
    assertTrue(replayed(send(form)));
    assertEquals("2 hello", send(upload("one")).body());
    assertEquals("2 hello", send(upload("two")).body());
  }

  private HttpRequest.Builder upload(String boundary) {
    String part = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello";
    return keyed(
        "/upload",
        "multipart/form-data; boundary=" + boundary,
        "--" + boundary + "\r\n" + part + "\r\n--" + boundary + "--\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stream", "/events"})
  void aStreamIsSentAndNotKept(String path) throws Exception {
    HttpResponse<String> first = post(path);
    assertEquals(200, first.statusCode());
    assertTrue(first.body().contains("1"), first.body());
    HttpResponse<String> again = post(path);
    assertEquals(409, again.statusCode());
    assertEquals("idempotency_body_not_kept", code(again));
    assertEquals(1, effects.get());
  }

  @Test
  void theDispatcherRefusesAsEver() throws Exception {
    assertEquals(404, post("/nowhere").statusCode());
    assertEquals(415, send(keyed("/rooms", "text/plain", "x")).statusCode());
    assertEquals(
        405,
        send(keyed("/rooms", "text/plain", "x")
                .method("PATCH", HttpRequest.BodyPublishers.noBody()))
            .statusCode());
    assertEquals(0, effects.get());
  }
}
