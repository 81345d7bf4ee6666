package dev.backstay.internal;

import dev.backstay.IncomingRequest;

/**
 * A request of HTTP as the library takes it.
 *
 * @param keyHeader null where it is absent
 * @param declaredLength -1 where it is not declared
 * @param waited nanoseconds since the first try
 */
public record ServeRequest(
    byte[] method,
    byte[] target,
    byte[] route,
    byte[] keyHeader,
    byte[] tenant,
    byte[] principal,
    byte[] credentials,
    byte[] body,
    long declaredLength,
    long waited) {
  /** Makes one of what a caller gave. */
  public static ServeRequest of(IncomingRequest request) {
    return new ServeRequest(
        Text.bytes(request.method()),
        Text.bytes(request.target()),
        Text.bytes(request.route()),
        keyHeader(request.keyHeader().orElse(null)),
        Text.bytes(request.tenant()),
        Text.bytes(request.principal()),
        Text.bytes(request.credentials()),
        request.body(),
        request.declaredLength().orElse(Answers.UNKNOWN),
        Durations.nanosOrMisuse(request.waited()));
  }

  /** The flat face can't tell empty from absent: a space stands for a field that is empty. */
  public static byte[] keyHeader(String value) {
    return value == null ? null : Text.bytes(value.isEmpty() ? " " : value);
  }

  ServeRequest withWaited(long nanos) {
    return new ServeRequest(
        method,
        target,
        route,
        keyHeader,
        tenant,
        principal,
        credentials,
        body,
        declaredLength,
        nanos);
  }
}
