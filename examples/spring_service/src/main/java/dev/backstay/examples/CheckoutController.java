package dev.backstay.examples;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.backstay.Backstay;
import dev.backstay.Event;
import java.net.http.HttpTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;

/** What the service offers. */
@RestController
class CheckoutController {
  private final Backstay runtime;
  private final Upstream upstream;

  CheckoutController(Backstay runtime, Upstream upstream) {
    this.runtime = runtime;
    this.upstream = upstream;
  }

  /**
   * 200 when paid, 502 when the upstream failed, 504 when it took too long; a rejection is answered
   * by the starter.
   */
  @PostMapping({"/pay", "/pay/{policy}"})
  ResponseEntity<Map<String, Boolean>> pay(
      @PathVariable Optional<String> policy, @RequestHeader("Idempotency-Key") String key) {
    HttpStatus status = HttpStatus.OK;
    try {
      upstream.send(policy.orElse("payments"), HttpMethod.POST, "/charge", key);
    } catch (RestClientException error) {
      boolean late = error.getCause() instanceof HttpTimeoutException;
      status = late ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY;
    }
    return ResponseEntity.status(status).body(Map.of("paid", status == HttpStatus.OK));
  }

  @GetMapping("/price")
  Map<String, Integer> price(@RequestHeader("Idempotency-Key") String key) {
    upstream.send("payments", HttpMethod.GET, "/price", key);
    return Map.of("price", 42);
  }

  /** What this process knows. */
  record Knowledge(long worker, long unreached, long dropped, List<Known> events) {}

  record Known(
      @JsonProperty("wall_ns") long wallNs, String kind, String from, String to, String message) {
    static Known of(Event event) {
      Instant time = event.time();
      long wallNs = TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
      return new Known(wallNs, event.kind().toString(), event.from(), event.to(), event.message());
    }
  }

  /** Its breaker's transitions, and attempts that found no connection. */
  @GetMapping("/events")
  Knowledge events() {
    var page = runtime.events(0);
    var known = page.events().stream().map(Known::of).toList();
    return new Knowledge(
        ProcessHandle.current().pid(), upstream.unreached(), page.dropped(), known);
  }
}
