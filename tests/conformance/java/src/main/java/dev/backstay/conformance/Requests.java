package dev.backstay.conformance;

import static dev.backstay.conformance.Answer.DONE;
import static dev.backstay.conformance.Answer.map;

import dev.backstay.HttpAnswer;
import dev.backstay.Idempotency;
import dev.backstay.IncomingRequest;
import dev.backstay.OnUnavailable;
import dev.backstay.Served;
import dev.backstay.internal.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The calls about requests of HTTP, and what they tell. */
final class Requests {
  private static final String USUAL_KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324";

  private Requests() {}

  /** A request has a key unless its vector says null. */
  private static String keyHeader(Step args) {
    return args.has("key_header") ? (String) args.get("key_header") : USUAL_KEY;
  }

  static Map<String, Object> wants(Idempotency idempotency, Step args) {
    return map(
        "wanted", idempotency.wants(args.text("method", "POST"), keyHeader(args)),
        "key_header", idempotency.keyHeader(),
        "maximum_body", idempotency.maximumBody());
  }

  static Map<String, Object> setOnUnavailable(Idempotency idempotency, Step args) {
    String mode = args.text("mode");
    idempotency.setOnUnavailable(
        mode.equals("configured")
            ? OnUnavailable.AS_CONFIGURED
            : OnUnavailable.valueOf(mode.toUpperCase(Locale.ROOT)),
        args.text("reason"));
    return DONE;
  }

  static IncomingRequest request(Step args) {
    IncomingRequest request =
        new IncomingRequest(
                args.text("method", "POST"),
                args.text("target", "/orders"),
                Optional.ofNullable(keyHeader(args)),
                args.text("body").getBytes(StandardCharsets.UTF_8))
            .withRoute(args.text("route"))
            .withCaller(args.text("tenant"), args.text("principal"), args.text("credentials"))
            .withWaited(Duration.ofNanos(args.number("waited_ns", 0)));
    return args.has("declared_length")
        ? request.withDeclaredLength(args.number("declared_length", 0))
        : request;
  }

  static Map<String, Object> described(Served served) {
    Map<String, Object> observed =
        map(
            "action", served.action().name().toLowerCase(Locale.ROOT),
            "status", served.status().label(),
            "retry_after_ns", Answer.nanos(served.retryAfter()),
            "again_ns", Answer.nanos(served.again()));
    if (served.action() == Served.Action.HOLD) {
      observed.put("takeovers", served.claim().takeovers());
      observed.put("recovery_point", served.claim().recoveryPoint().orElse(""));
    }
    if (served.action() == Served.Action.REPLY) {
      String body = new String(served.body(), StandardCharsets.UTF_8);
      observed.put("status_code", served.statusCode());
      observed.put("headers", served.headers());
      observed.put("body", body);
      if (List.of("application/problem+json").equals(served.headers().get("content-type"))) {
        observed.put("problem", Json.object(body));
      }
    }
    return observed;
  }

  static HttpAnswer answer(Step args) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    if (args.get("headers") instanceof List<?> pairs) {
      for (Object pair : pairs) {
        List<?> field = (List<?>) pair;
        headers
            .computeIfAbsent((String) field.get(0), name -> new ArrayList<>())
            .add((String) field.get(1));
      }
    }
    return new HttpAnswer(
        (int) args.number("status_code", 200),
        headers,
        args.text("body").getBytes(StandardCharsets.UTF_8),
        !Boolean.FALSE.equals(args.get("kept")));
  }
}
