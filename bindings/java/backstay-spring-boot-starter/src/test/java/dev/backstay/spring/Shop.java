package dev.backstay.spring;

import dev.backstay.Backstay;
import dev.backstay.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** A real application: a controller, guarded services, a guarded client. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({Shop.Payments.class, Shop.Search.class, Shop.Pages.class, Shop.Upstream.class})
class Shop {
  /** Requests below /inbound/ meet a policy of their own. */
  @Bean
  FilterRegistrationBean<dev.backstay.servlet.BackstayFilter> inbound(Backstay runtime) {
    var registration =
        new FilterRegistrationBean<>(
            new dev.backstay.servlet.BackstayFilter(runtime.policy("inbound")));
    registration.addUrlPatterns("/inbound/*");
    return registration;
  }

  @Bean
  RestClient client(Backstay runtime) {
    return RestClient.builder()
        .requestInterceptor(new BackstayClientInterceptor(runtime.policy("client")))
        .build();
  }

  /** A guarded method, and one that is not. */
  @Service
  static class Payments {
    @Guarded("payments")
    public String pay(String how) {
      if (how.equals("badly")) {
        throw new IllegalStateException("declined");
      }
      return "paid, " + Deadline.timeLeft().isPresent();
    }

    @Guarded("payments")
    public CompletableFuture<String> payLater(String how) {
      return how.equals("badly")
          ? CompletableFuture.failedFuture(new IllegalStateException("declined"))
          : CompletableFuture.completedFuture("paid later");
    }
  }

  /** A guarded class. */
  @Service
  @Guarded("search")
  static class Search {
    final AtomicInteger calls = new AtomicInteger();

    public int find() {
      if (calls.incrementAndGet() < 3) {
        throw new IllegalStateException("again");
      }
      return calls.get();
    }
  }

  /** What the world sees. */
  @RestController
  static class Pages {
    private final Payments payments;
    private final Search search;

    Pages(Payments payments, Search search) {
      this.payments = payments;
      this.search = search;
    }

    @GetMapping("/pay/{how}")
    String pay(@PathVariable("how") String how) {
      return payments.pay(how);
    }

    @GetMapping("/pay-later/{how}")
    CompletableFuture<String> payLater(@PathVariable("how") String how) {
      return payments.payLater(how);
    }

    @GetMapping("/search")
    int search() {
      return search.find();
    }

    @GetMapping("/inbound/{how}")
    String inbound(@PathVariable("how") String how) {
      return how;
    }
  }

  /** An upstream that fails twice. */
  @RestController
  static class Upstream {
    final AtomicInteger calls = new AtomicInteger();

    @GetMapping("/flaky")
    org.springframework.http.ResponseEntity<String> flaky() {
      int call = calls.incrementAndGet();
      return call < 3
          ? org.springframework.http.ResponseEntity.status(503)
              .header("Retry-After", "0")
              .body("no")
          : org.springframework.http.ResponseEntity.ok("call " + call);
    }

    @org.springframework.web.bind.annotation.PostMapping("/flaky")
    org.springframework.http.ResponseEntity<String> order() {
      calls.incrementAndGet();
      return org.springframework.http.ResponseEntity.status(500).body("no");
    }
  }
}
