package dev.backstay.conformance;

import static dev.backstay.conformance.Answer.ABSENT;
import static dev.backstay.conformance.Answer.DONE;
import static dev.backstay.conformance.Answer.map;

import dev.backstay.AnswerKind;
import dev.backstay.Backstay;
import dev.backstay.Claim;
import dev.backstay.ClaimOptions;
import dev.backstay.FailedBeforeException;
import dev.backstay.Idempotency;
import dev.backstay.LostLeaseException;
import dev.backstay.OnceOptions;
import dev.backstay.Served;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The claims of a vector that hold a key, or did, and functions that run once a key. */
final class Claims {
  private final Backstay runtime;
  private final boolean asynchronous;
  private final Map<String, Claim> claims = new HashMap<>();
  private long highestFence;

  Claims(Backstay runtime, boolean asynchronous) {
    this.runtime = runtime;
    this.asynchronous = asynchronous;
  }

  private Idempotency idempotency(Step args) {
    return runtime.idempotency(args.text("idempotency", "orders"));
  }

  Map<String, Object> claim(Step args, String name) {
    ClaimOptions options =
        new ClaimOptions()
            .withScope(args.text("scope"))
            .withWaited(Duration.ofNanos(args.number("waited_ns", 0)));
    if (args.has("lease_ns")) {
      options = options.withLease(Duration.ofNanos(args.number("lease_ns", 0)));
    }
    Claim claim = claimed(args, options);
    Map<String, Object> observed =
        map(
            "status", claim.status().label(),
            "takeovers", claim.takeovers(),
            "recovery_point", claim.recoveryPoint().orElse(""),
            "retry_after_ns", Answer.nanos(claim.retryAfter()),
            "again_ns", Answer.nanos(claim.again()),
            "message", claim.message());
    claim.answer().ifPresent(answer -> observed.put("answer", described(answer)));
    if (claim.held()) {
      hold(claim, name, observed);
    }
    return observed;
  }

  private void hold(Claim claim, String name, Map<String, Object> observed) {
    observed.put("fence_rises", claim.fence() > highestFence);
    highestFence = Math.max(highestFence, claim.fence());
    if (!name.isEmpty()) {
      claims.put(name, claim);
    }
  }

  Map<String, Object> ofRequest(String call, Step args, String name) {
    return switch (call) {
      case "wants" -> Requests.wants(idempotency(args), args);
      case "set_on_unavailable" -> Requests.setOnUnavailable(idempotency(args), args);
      default -> serve(args, name);
    };
  }

  private Map<String, Object> serve(Step args, String name) {
    Idempotency orders = idempotency(args);
    Served served =
        asynchronous
            ? awaited(orders.tryServeAsync(Requests.request(args)))
            : orders.tryServe(Requests.request(args));
    Map<String, Object> observed = Requests.described(served);
    if (served.action() == Served.Action.HOLD) {
      hold(served.claim(), name, observed);
    }
    return observed;
  }

  private Claim claimed(Step args, ClaimOptions options) {
    Idempotency orders = idempotency(args);
    String key = args.text("key", "k");
    String fingerprint = args.text("fingerprint");
    return asynchronous
        ? awaited(orders.claimAsync(key, fingerprint, options))
        : orders.claim(key, fingerprint, options);
  }

  private static <T> T awaited(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private static Map<String, Object> described(dev.backstay.Answer answer) {
    return map(
        "kind", answer.kind().label(),
        "status_code", answer.statusCode(),
        "content_type", answer.contentType(),
        "headers", answer.headers(),
        "body", answer.text());
  }

  Map<String, Object> make(String call, Step args) {
    Claim claim = claims.get(args.text("claim"));
    if (claim == null) {
      return ABSENT;
    }
    if (call.equals("drop_claim")) {
      claims.remove(args.text("claim")).close();
      return DONE;
    }
    try {
      if (asynchronous) {
        awaited(sayLater(claim, call, args));
      } else {
        say(claim, call, args);
      }
      return map("status", "ok");
    } catch (LostLeaseException lost) {
      return map("status", "lost_lease");
    }
  }

  private static void say(Claim claim, String call, Step args) {
    switch (call) {
      case "complete_claim" -> claim.complete(answer(args));
      case "respond" -> claim.respond(Requests.answer(args));
      case "fail_claim" ->
          claim.fail(args.flag("retryable"), args.text("type"), args.text("message"));
      case "release_claim" -> claim.release();
      case "heartbeat" -> claim.heartbeat();
      case "set_recovery_point" -> claim.setRecoveryPoint(args.text("point"));
      default -> throw new IllegalArgumentException("no call " + call);
    }
  }

  private static CompletableFuture<Void> sayLater(Claim claim, String call, Step args) {
    return switch (call) {
      case "complete_claim" -> claim.completeAsync(answer(args));
      case "respond" -> claim.respondAsync(Requests.answer(args));
      case "fail_claim" ->
          claim.failAsync(args.flag("retryable"), args.text("type"), args.text("message"));
      case "release_claim" -> claim.releaseAsync();
      case "heartbeat" -> claim.heartbeatAsync();
      case "set_recovery_point" -> claim.setRecoveryPointAsync(args.text("point"));
      default -> throw new IllegalArgumentException("no call " + call);
    };
  }

  private static dev.backstay.Answer answer(Step args) {
    return new dev.backstay.Answer(
        AnswerKind.of(args.text("kind", "value")),
        (int) args.number("status_code", 0),
        args.text("content_type"),
        args.text("headers"),
        args.text("body").getBytes(StandardCharsets.UTF_8));
  }

  Map<String, Object> once(Step args) {
    int[] called = {0};
    Calls.Function function =
        () -> {
          called[0]++;
          runtime.advance(Duration.ofNanos(args.number("takes_ns", 0)));
          Failing.actOut(args);
          // An object without properties is no JSON for Jackson.
          return args.text("does").equals("unencodable") ? new Object() : args.get("value");
        };
    Map<String, Object> observed = new HashMap<>(Answer.of(() -> once(args, function)));
    observed.put("called", called[0]);
    return observed;
  }

  private Map<String, Object> once(Step args, Calls.Function function) throws Throwable {
    try {
      return map("returned", returned(args, function));
    } catch (Exception error) {
      Throwable thrown = Calls.unwrapped(error);
      if (thrown instanceof FailedBeforeException) {
        return map("failed_before", thrown.getMessage());
      }
      if (thrown instanceof UncheckedIOException) {
        return map("unencodable", true);
      }
      if (Failing.isOwn(thrown)) {
        return map("raised", true);
      }
      throw thrown;
    }
  }

  private Object returned(Step args, Calls.Function function) throws Exception {
    OnceOptions options =
        new OnceOptions()
            .withScope(args.text("scope"))
            .withFingerprint(args.text("fingerprint"))
            .withRetryable(Failing.Passing.class);
    if (args.has("lease_ns")) {
      options = options.withLease(Duration.ofNanos(args.number("lease_ns", 0)));
    }
    Idempotency orders = idempotency(args);
    String key = args.text("key", "k");
    return asynchronous
        ? orders.onceAsync(key, Object.class, options, Calls.future(function)).join()
        : orders.<Object, Exception>once(key, Object.class, options, function::call);
  }
}
