package dev.backstay.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.backstay.Answer;
import dev.backstay.HttpAnswer;
import java.util.Objects;
import java.util.function.LongUnaryOperator;

/**
 * What a claim's holder may say of its key: that it is done with it, or is alive.
 *
 * @param call says it to the claim at that address, and waits for the store
 * @param submission says it through a queue
 */
public record End(LongUnaryOperator call, Submission submission) {
  /** The form that does not wait. */
  @FunctionalInterface
  interface Submission {
    /** Submits it for the claim at that address. */
    long submit(long claim, long queue, long token);
  }

  /** Stores the answer and gives the key up. */
  public static End complete(Answer answer) {
    int kind = answer.kind().value();
    int statusCode = answer.statusCode();
    byte[] contentType = Text.bytes(answer.contentType());
    byte[] headers = Text.bytes(answer.headers());
    byte[] body = answer.body();
    return new End(
        claim -> Flat.idempotency_complete(claim, kind, statusCode, contentType, headers, body),
        (claim, queue, token) ->
            Flat.idempotency_complete_submit(
                claim, queue, token, kind, statusCode, contentType, headers, body));
  }

  /** Ends it with what a handler answered over HTTP. */
  public static End respond(HttpAnswer answer) {
    int statusCode = answer.statusCode();
    byte[] headers = Text.bytes(HeaderLines.of(answer.headers()));
    byte[] body = answer.body();
    int kept = answer.kept() ? 1 : 0;
    return new End(
        claim -> Flat.idempotency_respond(claim, statusCode, headers, body, kept),
        (claim, queue, token) ->
            Flat.idempotency_respond_submit(claim, queue, token, statusCode, headers, body, kept));
  }

  /** Says that the work failed, by the kind of an error and its words. */
  public static End fail(boolean retryable, String type, String message) {
    int again = retryable ? 1 : 0;
    byte[] kind = type.getBytes(UTF_8);
    byte[] words = message.getBytes(UTF_8);
    return new End(
        claim -> Flat.idempotency_fail(claim, again, kind, words),
        (claim, queue, token) ->
            Flat.idempotency_fail_submit(claim, queue, token, again, kind, words));
  }

  /** The same of an error; one that can't even tell its message has none. */
  public static End fail(boolean retryable, Throwable error) {
    return fail(retryable, Rules.nameOf(error), messageOf(error));
  }

  private static String messageOf(Throwable error) {
    try {
      return Objects.requireNonNullElse(error.getMessage(), "");
    } catch (RuntimeException broken) {
      return "";
    }
  }

  /** Gives the key up as if it had never been claimed. */
  public static End release() {
    return new End(Flat::idempotency_release, Flat::idempotency_release_submit);
  }

  /** Begins the lease anew. */
  public static End heartbeat() {
    return new End(Flat::idempotency_heartbeat, Flat::idempotency_heartbeat_submit);
  }

  /** Says how far the work has come. */
  public static End recoveryPoint(String point) {
    byte[] words = Text.bytes(point);
    return new End(
        claim -> Flat.idempotency_set_recovery_point(claim, words),
        (claim, queue, token) ->
            Flat.idempotency_set_recovery_point_submit(claim, queue, token, words));
  }
}
