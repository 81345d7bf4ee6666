package dev.backstay.examples;

import dev.backstay.Backstay;
import dev.backstay.Deadline;
import dev.backstay.spring.BackstayClientInterceptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The upstream, by a client for each policy: its timeouts, retries, breaker and bulkhead. */
@Component
class Upstream {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final HttpClient wire =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, RestClient> clients = new ConcurrentHashMap<>();
  private final LongAdder unreached = new LongAdder();
  private final Backstay runtime;
  private final RestClient.Builder client;

  Upstream(
      Backstay runtime,
      RestClient.Builder builder,
      @Value("${UPSTREAM_URL}") String url,
      @Value("${SERVICE_NAME:spring}") String service) {
    this.runtime = runtime;
    this.client =
        builder
            .baseUrl(url)
            .defaultHeader("X-Caller", service + "/" + ProcessHandle.current().pid())
            // Below the guard, so that it sees each attempt.
            .requestFactory(
                new InterceptingClientHttpRequestFactory(this::begin, List.of(this::count)));
  }

  /** The same key on all attempts is what makes it safe to repeat a payment. */
  void send(String policy, HttpMethod method, String path, String key) {
    clients
        .computeIfAbsent(policy, this::guarded)
        .method(method)
        .uri(path)
        .header("Idempotency-Key", key)
        .retrieve()
        .toBodilessEntity();
  }

  /** How many attempts found no connection, which is what the upstream can't know. */
  long unreached() {
    return unreached.sum();
  }

  private RestClient guarded(String policy) {
    var guard = new BackstayClientInterceptor(runtime.policy(policy));
    return client.clone().requestInterceptor(guard).build();
  }

  /**
   * Nobody can cut a thread that waits for an answer, so each attempt reads its deadline itself.
   */
  private ClientHttpRequest begin(URI uri, HttpMethod method) throws IOException {
    Duration left = Deadline.timeLeft().orElse(PATIENCE);
    var factory = new JdkClientHttpRequestFactory(wire);
    factory.setReadTimeout(left.compareTo(SHORTEST) < 0 ? SHORTEST : left);
    return factory.createRequest(uri, method);
  }

  private ClientHttpResponse count(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    try {
      return execution.execute(request, body);
    } catch (HttpTimeoutException late) {
      throw late;
    } catch (IOException error) { // refused, or reset before the upstream took it
      unreached.increment();
      throw error;
    }
  }
}
