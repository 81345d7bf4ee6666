package dev.backstay;

import dev.backstay.internal.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The HTTP answer to a client whose call was refused: status, Retry-After and problem details (RFC
 * 9457).
 *
 * <p>A rate limit answers 429, a passed deadline 504, any other refusal 503. The body names the
 * policy and the reason, never the key of an instance: a key may be a user or a tenant.
 */
public final class ProblemDetails {
  /** Content type of the body. */
  public static final String CONTENT_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "tag:backstay.dev,2026:problem/";

  private final RejectedException refusal;

  private ProblemDetails(RejectedException refusal) {
    this.refusal = refusal;
  }

  /** Returns the answer to a refusal. */
  public static ProblemDetails of(RejectedException refusal) {
    return new ProblemDetails(refusal);
  }

  /** Returns the status: 429, 503 or 504. */
  public int status() {
    if (refusal instanceof RateLimitedException) {
      return 429;
    }
    return refusal instanceof DeadlineExceededException ? 504 : 503;
  }

  /**
   * Returns the value of the Retry-After header: whole seconds, rounded up, at least 1; empty where
   * the wait is unknown.
   */
  public OptionalLong retryAfterSeconds() {
    return refusal
        .retryAfter()
        .map(wait -> OptionalLong.of(Math.max(1, wait.plusNanos(999_999_999).toSeconds())))
        .orElse(OptionalLong.empty());
  }

  /**
   * Returns the members of the body; {@code instance} is the path that was asked for, null for
   * none.
   */
  public Map<String, Object> members(String instance) {
    String kind = kind();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", TYPE_PREFIX + kind);
    members.put("title", title(kind));
    members.put("status", status());
    members.put("detail", detail());
    members.put("policy", refusal.policy());
    members.put("reason", refusal.reason().label());
    retryAfterSeconds().ifPresent(seconds -> members.put("retry_after", seconds));
    if (instance != null) {
      members.put("instance", instance);
    }
    return members;
  }

  /** Returns the body, JSON. */
  public String body(String instance) {
    return Json.text(members(instance));
  }

  private String detail() {
    String policy = refusal.policy();
    String reason = " (" + refusal.reason() + ").";
    return switch (refusal.reason()) {
      case COST ->
          "The call weighs more than the policy " + policy + " ever lets pass at once" + reason;
      case DEADLINE -> "The deadline of the policy " + policy + " passed" + reason;
      case ATTEMPTS, ELAPSED, BUDGET -> "The policy " + policy + " gave the call up" + reason;
      default -> "The policy " + policy + " refuses calls just now" + reason;
    };
  }

  /**
   * The exception's class as a name: CircuitOpenException is circuit-open; new patterns need no
   * entry here.
   */
  private String kind() {
    String name = refusal.getClass().getSimpleName().replaceAll("Exception$", "");
    return name.replaceAll("(?<!^)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String title(String kind) {
    return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1).replace('-', ' ');
  }
}
