package dev.backstay;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request of HTTP as {@link Idempotency#serve} takes it. Each text may have up to 1 MiB, and is
 * empty where it is not known.
 *
 * @param method such as POST
 * @param target path and query, as the client sent them
 * @param route the path's pattern; empty: the path
 * @param keyHeader the value of the field that {@link Idempotency#keyHeader} names, several joined
 *     by {@code ", "}; empty: absent
 * @param tenant whose data it is about, as the application knows it
 * @param principal who asks, as the application knows it; empty: the credentials tell users apart
 * @param credentials the value of Authorization, a line feed, and the value of Cookie
 * @param body all of it, or any part that is longer than {@link Idempotency#wants} said; it is not
 *     copied here
 * @param declaredLength that of Content-Length
 * @param waited how long the caller has waited since its first try, see {@link Served#again}
 */
public record IncomingRequest(
    String method,
    String target,
    String route,
    Optional<String> keyHeader,
    String tenant,
    String principal,
    String credentials,
    byte[] body,
    OptionalLong declaredLength,
    Duration waited) {
  /** Checks that everything is there. */
  public IncomingRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(route, "route");
    Objects.requireNonNull(keyHeader, "keyHeader");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(declaredLength, "declaredLength");
    Objects.requireNonNull(waited, "waited");
  }

  /** Makes one of which nothing else is known. */
  public IncomingRequest(String method, String target, Optional<String> keyHeader, byte[] body) {
    this(method, target, "", keyHeader, "", "", "", body, OptionalLong.empty(), Duration.ZERO);
  }

  /** Returns the same with the pattern of its path. */
  public IncomingRequest withRoute(String other) {
    return new IncomingRequest(
        method,
        target,
        other,
        keyHeader,
        tenant,
        principal,
        credentials,
        body,
        declaredLength,
        waited);
  }

  /** Returns the same with what tells who asks. */
  public IncomingRequest withCaller(
      String otherTenant, String otherPrincipal, String otherCredentials) {
    return new IncomingRequest(
        method,
        target,
        route,
        keyHeader,
        otherTenant,
        otherPrincipal,
        otherCredentials,
        body,
        declaredLength,
        waited);
  }

  /** Returns the same with the length that its Content-Length declares, in bytes. */
  public IncomingRequest withDeclaredLength(long length) {
    return new IncomingRequest(
        method,
        target,
        route,
        keyHeader,
        tenant,
        principal,
        credentials,
        body,
        OptionalLong.of(length),
        waited);
  }

  /** Returns the same for a later try. */
  public IncomingRequest withWaited(Duration other) {
    return new IncomingRequest(
        method,
        target,
        route,
        keyHeader,
        tenant,
        principal,
        credentials,
        body,
        declaredLength,
        other);
  }

  /** Names the request, and nothing that is a secret. */
  @Override
  public String toString() {
    return "IncomingRequest " + method + " " + route;
  }
}
