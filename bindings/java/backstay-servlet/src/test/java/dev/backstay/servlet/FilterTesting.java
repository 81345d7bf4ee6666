package dev.backstay.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.backstay.Backstay;
import dev.backstay.Idempotency;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** An application in a container, and a client; for tests that run in every container. */
abstract class FilterTesting {
  static final HttpClient CLIENT = HttpClient.newHttpClient();
  static final String MEMORY = "memory:";

  @TempDir Path folder;

  final Shop shop = new Shop();
  final String key = UUID.randomUUID().toString();
  Backstay runtime;
  Containers.Running server;

  private final Containers.Starter starter;

  FilterTesting(Containers.Starter starter) {
    this.starter = starter;
  }

  @AfterEach
  void stop() throws Exception {
    shop.released.release(1000);
    if (server != null) {
      server.close();
      runtime.close();
    }
  }

  /** Starts it with one idempotency named {@code orders}; quotes may be single ones. */
  void start(String store, String options) throws Exception {
    runtime = open(store, options);
    start(new IdempotencyFilter(orders()));
  }

  void start(Filter... filters) throws Exception {
    server = starter.start(shop, folder, List.of(filters));
  }

  static Backstay open(String store, String options) {
    String document = "{'stores': {'main': '%s'}, 'idempotency': {'orders': %s}}";
    return Backstay.of(document.formatted(store, options).replace('\'', '"'));
  }

  Idempotency orders() {
    return runtime.idempotency("orders");
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.uri(path))
        .POST(HttpRequest.BodyPublishers.ofString("{\"cart\": 1}"));
  }

  HttpRequest.Builder keyed(String path) {
    return request(path).header("Idempotency-Key", key);
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
    return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path) throws Exception {
    return send(keyed(path));
  }

  List<CompletableFuture<HttpResponse<String>>> storm(String path, int count) {
    return Stream.generate(() -> sendAsync(keyed(path))).limit(count).toList();
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  static boolean replayed(HttpResponse<?> response) {
    return "true".equals(header(response, "X-Idempotent-Replay"));
  }

  /** Requires problem details of this kind, and returns them. */
  static Map<String, Object> problem(int status, String code, HttpResponse<String> response)
      throws IOException {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals("application/problem+json", header(response, "Content-Type"));
    Map<String, Object> problem = JSON.std.mapFrom(response.body());
    assertEquals(code, problem.get("code"));
    assertEquals(status, problem.get("status"));
    return problem;
  }
}
