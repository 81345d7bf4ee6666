package dev.backstay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backstay.Backstay;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

/** The application in an embedded Tomcat, over HTTP. */
@SpringBootTest(
    classes = Shop.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "backstay.config=classpath:shop.json",
      "management.endpoints.web.exposure.include=health,prometheus",
      "management.endpoint.health.show-details=always"
    })
@AutoConfigureObservability
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class ShopTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired Backstay runtime;
  @Autowired Shop.Upstream upstream;
  @Autowired RestClient client;

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aGuardedMethodOpensAndTheControllersRefusalIsAProblem() throws Exception {
    assertEquals("paid, true", get("/pay/well").body());
    assertEquals(500, get("/pay/badly").statusCode());
    HttpResponse<String> refused = get("/pay/well");
    assertEquals(503, refused.statusCode());
    assertEquals(
        "application/problem+json", refused.headers().firstValue("Content-Type").orElseThrow());
    assertEquals("3600", refused.headers().firstValue("Retry-After").orElseThrow());
    assertTrue(refused.body().contains("\"instance\":\"/pay/well\""), refused.body());
  }

  @Test
  void aGuardedFutureCountsWhenItIsComplete() throws Exception {
    assertEquals("paid later", get("/pay-later/well").body());
    assertEquals(500, get("/pay-later/badly").statusCode());
    assertEquals(503, get("/pay-later/well").statusCode());
    assertEquals(1, runtime.policy("payments").snapshot().integer("failures"));
  }

  @Test
  void aGuardedClassIsCalledAnew() throws Exception {
    assertEquals("3", get("/search").body());
    assertEquals(2, runtime.policy("search").snapshot().integer("retries"));
  }

  @Test
  void theFilterRefusesBeforeTheHandler() throws Exception {
    assertEquals("x", get("/inbound/x").body());
    runtime.policy("inbound").forceOpen("maintenance");
    assertEquals(503, get("/inbound/x").statusCode());
  }

  @Test
  void theClientRepeatsWhatMayBeRepeated() {
    String url = "http://localhost:" + port + "/flaky";
    assertEquals("call 3", client.get().uri(url).retrieve().body(String.class));
    assertEquals(1, runtime.policy("client").snapshot().integer("recovered"));
    upstream.calls.set(0);
    assertThrows(
        HttpServerErrorException.class,
        () -> client.post().uri(url).body("order").retrieve().toBodilessEntity());
    assertEquals(1, upstream.calls.get());
    assertEquals(1, runtime.policy("client").snapshot().integer("permanent"));
  }

  @Test
  void theClientGetsTheLastAnswerOfAGivenUpCall() {
    upstream.calls.set(-10);
    String url = "http://localhost:" + port + "/flaky";
    var error =
        assertThrows(
            HttpServerErrorException.class,
            () -> client.get().uri(url).retrieve().body(String.class));
    assertEquals(503, error.getStatusCode().value());
    assertEquals("no", error.getResponseBodyAsString());
    assertEquals(-7, upstream.calls.get());
  }

  @Test
  void healthTellsStatesAndStaysUp() throws Exception {
    runtime.policy("payments").forceOpen("maintenance");
    HttpResponse<String> health = get("/actuator/health");
    assertEquals(200, health.statusCode());
    assertTrue(health.body().contains("\"payments\":\"forced_open\""), health.body());
    assertTrue(health.body().contains("\"search\":\"stateless\""), health.body());
  }

  @Test
  void metersHaveTheNamesOfTheText() throws Exception {
    get("/pay/well");
    get("/pay/badly");
    // What was read last may be as old as a second, and a new sample is there at the next reading.
    String transition =
        "circuit_breaker_transitions_total{from=\"closed\",service=\"payments\",to=\"open\"} 1.0";
    String found = get("/actuator/prometheus").body();
    for (int look = 0; !found.contains(transition) && look < 10_000; look++) {
      found = get("/actuator/prometheus").body();
    }
    assertTrue(found.contains(transition), found);
    assertTrue(
        found.contains("circuit_breaker_calls_total{outcome=\"failure\",service=\"payments\"} 1.0"),
        found);
    assertTrue(found.contains("circuit_breaker_state{service=\"payments\"} 1.0"), found);
  }
}
