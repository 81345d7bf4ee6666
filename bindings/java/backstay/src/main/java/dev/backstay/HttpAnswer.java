package dev.backstay;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a handler answered to a request of HTTP.
 *
 * @param statusCode from 100 to 999
 * @param headers all fields by name, each with its values in their order
 * @param body all of it, which is not copied here
 * @param kept whether the body is all here; false where it was streamed or is too long, so that the
 *     answer is remembered as not kept
 */
public record HttpAnswer(
    int statusCode, Map<String, List<String>> headers, byte[] body, boolean kept) {
  private static final byte[] NOTHING = {};

  /** Checks that everything is there. */
  public HttpAnswer {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }

  /** Makes one whose body is all here. */
  public HttpAnswer(int statusCode, Map<String, List<String>> headers, byte[] body) {
    this(statusCode, headers, body, true);
  }

  /** Returns one whose body is not kept. */
  public static HttpAnswer notKept(int statusCode, Map<String, List<String>> headers) {
    return new HttpAnswer(statusCode, headers, NOTHING, false);
  }

  @Override
  public String toString() {
    return "HttpAnswer " + statusCode + " of " + body.length + " bytes";
  }
}
