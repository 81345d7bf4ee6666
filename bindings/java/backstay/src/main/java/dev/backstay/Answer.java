package dev.backstay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;

/**
 * What came of the work that an idempotency key stands for, as every later caller gets it.
 *
 * @param kind what it is
 * @param statusCode that of HTTP, 0 where there is none
 * @param contentType of the body, up to 255 bytes of UTF-8
 * @param headers in a form of the caller's own, up to 64 KiB of UTF-8
 * @param body any bytes up to 64 MiB, which are not copied here; above the configured {@code
 *     maximum_body} they are not kept
 */
public record Answer(
    AnswerKind kind, int statusCode, String contentType, String headers, byte[] body) {
  /** Checks that everything is there. */
  public Answer {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  /** Returns an answer that is JSON. */
  public static Answer json(String body) {
    return json(body.getBytes(UTF_8));
  }

  /** Returns an answer that is JSON, in UTF-8. */
  public static Answer json(byte[] body) {
    return new Answer(AnswerKind.VALUE, 0, "application/json", "", body);
  }

  /** Returns the body as text of UTF-8. */
  public String text() {
    return new String(body, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Answer answer
        && kind == answer.kind
        && statusCode == answer.statusCode
        && contentType.equals(answer.contentType)
        && headers.equals(answer.headers)
        && Arrays.equals(body, answer.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, statusCode, contentType, headers, Arrays.hashCode(body));
  }

  @Override
  public String toString() {
    return "Answer " + kind + " " + contentType + " of " + body.length + " bytes";
  }
}
