package dev.backstay.spring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** A real application whose controllers have effects. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({Bookings.Rooms.class, Bookings.Mails.class})
class Bookings {
  @Bean
  IdempotencyFilterCustomizer users() {
    return filter -> filter.principal(request -> request.getHeader("User"));
  }

  @Bean
  AtomicInteger effects() {
    return new AtomicInteger();
  }

  /** Served by one idempotency, but for some methods. */
  @RestController
  @Idempotent("orders")
  static class Rooms {
    private final AtomicInteger effects;

    Rooms(AtomicInteger effects) {
      this.effects = effects;
    }

    @PostMapping("/rooms")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> book(@RequestBody Map<String, Object> booking) {
      return Map.of("effect", effects.incrementAndGet(), "room", booking.get("room"));
    }

    @PostMapping("/rooms/{room}")
    String room(@PathVariable("room") String room) {
      return effects.incrementAndGet() + " " + room;
    }

    @PostMapping("/later/future")
    CompletableFuture<String> later() {
      return CompletableFuture.supplyAsync(() -> "future " + effects.incrementAndGet());
    }

    @PostMapping("/later/callable")
    Callable<String> callable() {
      return () -> "callable " + effects.incrementAndGet();
    }

    @PostMapping("/later/refused")
    CompletableFuture<String> laterRefused() {
      effects.incrementAndGet();
      return CompletableFuture.failedFuture(
          new ResponseStatusException(HttpStatus.NOT_FOUND, "no such room"));
    }

    @PostMapping("/refused")
    String refused() {
      effects.incrementAndGet();
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no such room");
    }

    @PostMapping("/broken")
    String broken() {
      throw new IllegalStateException("effect " + effects.incrementAndGet());
    }

    @PostMapping("/nothing")
    ResponseEntity<Void> nothing() {
      effects.incrementAndGet();
      return ResponseEntity.noContent().build();
    }

    @PostMapping("/form")
    String form(@RequestParam("name") String name) {
      return effects.incrementAndGet() + " " + name;
    }

    @PostMapping("/upload")
    String upload(@RequestParam("file") MultipartFile file) throws IOException {
      return effects.incrementAndGet() + " " + new String(file.getBytes(), StandardCharsets.UTF_8);
    }

    @PostMapping("/events")
    SseEmitter events() throws IOException {
      SseEmitter emitter = new SseEmitter();
      emitter.send("effect " + effects.incrementAndGet());
      emitter.complete();
      return emitter;
    }

    @PostMapping("/stream")
    StreamingResponseBody stream() {
      int effect = effects.incrementAndGet();
      return out -> {
        out.write("one ".getBytes(StandardCharsets.UTF_8));
        out.flush();
        out.write(("of " + effect).getBytes(StandardCharsets.UTF_8));
      };
    }

    @NotIdempotent
    @PostMapping("/free")
    int free() {
      return effects.incrementAndGet();
    }

    @Idempotent("strict")
    @PostMapping("/strict")
    int strict() {
      return effects.incrementAndGet();
    }
  }

  /** Served where the properties say so. */
  @RestController
  static class Mails {
    private final AtomicInteger effects;

    Mails(AtomicInteger effects) {
      this.effects = effects;
    }

    @PostMapping("/mails")
    int send() {
      return effects.incrementAndGet();
    }
  }
}
