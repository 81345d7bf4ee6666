package dev.backstay.servlet;

import dev.backstay.Idempotency;
import dev.backstay.IncomingRequest;
import dev.backstay.InvalidArgumentException;
import dev.backstay.Served;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Lets requests with an idempotency key have their effect once: a retry gets the first one's
 * answer, marked as a replay. What is refused is answered with problem details.
 *
 * <p>Map it to the dispatcher types REQUEST and ASYNC, with asynchronous requests supported,
 * outside of what may refuse a request for reasons of the moment ({@link BackstayFilter}) and
 * inside of what tells who asks. The body of a request that has a key is read before its handler
 * runs, which then reads it again. An answer is sent when it is complete and stored; one that is
 * flushed and goes on, or is longer than the configured {@code maximum_body}, is sent as it comes
 * and not kept. A lease ought to be longer than a handler takes, since nothing here shows signs of
 * life for it.
 *
 * <p>An answer by {@code sendError} is stored without the page that the container makes of it,
 * unless {@link Builder#errorPages} says that the filter sees that page. A handler's exception is
 * told as that of {@link Idempotency#once}, and goes on.
 *
 * <p>Threads: any. Waiting for the store, or for another request of the same key, pins no virtual
 * thread.
 */
public final class IdempotencyFilter implements Filter {
  private static final String EXCHANGE = IdempotencyFilter.class.getName() + ".exchange";

  private final Function<HttpServletRequest, Idempotency> chosen;
  private final Function<HttpServletRequest, String> tenant;
  private final Function<HttpServletRequest, String> principal;
  private final Function<HttpServletRequest, String> route;
  private final Predicate<HttpServletRequest> exempt;
  private final boolean errorPages;

  private IdempotencyFilter(Builder builder) {
    chosen = builder.chosen;
    tenant = builder.tenant;
    principal = builder.principal;
    route = builder.route;
    exempt = builder.exempt;
    errorPages = builder.errorPages;
  }

  /** Serves all requests by {@code idempotency}. */
  public IdempotencyFilter(Idempotency idempotency) {
    this(builder(idempotency));
  }

  /** Returns what makes a filter with options. */
  public static Builder builder(Idempotency idempotency) {
    Objects.requireNonNull(idempotency, "idempotency");
    return new Builder(request -> idempotency);
  }

  /**
   * Returns what makes a filter that asks for each request which idempotency it has; none, null,
   * lets it pass.
   */
  public static Builder choosing(Function<HttpServletRequest, Idempotency> function) {
    return new Builder(Objects.requireNonNull(function, "function"));
  }

  /** Makes a filter with options. A function that gives null, or empty text, doesn't know. */
  public static final class Builder {
    private final Function<HttpServletRequest, Idempotency> chosen;
    private Function<HttpServletRequest, String> tenant = request -> null;
    private Function<HttpServletRequest, String> principal = request -> null;
    private Function<HttpServletRequest, String> route = request -> null;
    private Predicate<HttpServletRequest> exempt = request -> false;
    private boolean errorPages;

    private Builder(Function<HttpServletRequest, Idempotency> chosen) {
      this.chosen = chosen;
    }

    /** Says whose data a request is about; the same key of two tenants is two keys. */
    public Builder tenant(Function<HttpServletRequest, String> function) {
      tenant = Objects.requireNonNull(function, "function");
      return this;
    }

    /**
     * Says who asks, such as {@code HttpServletRequest::getRemoteUser}; the same key of two users
     * is two keys. Without it Authorization tells users apart, and without that Cookie.
     */
    public Builder principal(Function<HttpServletRequest, String> function) {
      principal = Objects.requireNonNull(function, "function");
      return this;
    }

    /** Says the pattern of a request's path; by default the path itself. */
    public Builder route(Function<HttpServletRequest, String> function) {
      route = Objects.requireNonNull(function, "function");
      return this;
    }

    /** Says which requests pass, whatever their key. */
    public Builder unless(Predicate<HttpServletRequest> requests) {
      exempt = Objects.requireNonNull(requests, "requests");
      return this;
    }

    /**
     * Whether the filter is mapped to the dispatcher type ERROR, too, and the application has a
     * page for every error, so that those pages are stored; by default not.
     */
    public Builder errorPages(boolean dispatched) {
      errorPages = dispatched;
      return this;
    }

    /** Returns the filter. */
    public IdempotencyFilter build() {
      return new IdempotencyFilter(this);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer) {
      serve(http, answer, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Exchange exchange = (Exchange) request.getAttribute(EXCHANGE);
    if (exchange != null && exchange.isOf(this)) {
      exchange.goOn(request, response, chain);
    } else if (exchange == null && request.getDispatcherType() == DispatcherType.REQUEST) {
      begin(request, response, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Idempotency idempotency = exempt.test(request) ? null : chosen.apply(request);
    if (idempotency == null) {
      chain.doFilter(request, response);
      return;
    }
    RequestBody body;
    Served served;
    try {
      String key = joined(request, idempotency.keyHeader());
      long wanted = idempotency.wants(request.getMethod(), key);
      body = wanted == 0 ? null : RequestBody.read(request, wanted);
      served = wanted == 0 ? null : idempotency.serve(incoming(request, key, body));
    } catch (InvalidArgumentException hostile) {
      // A header of more than a mebibyte, a form that is none.
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    if (served == null) {
      chain.doFilter(request, response);
    } else {
      act(idempotency, served, body, request, response, chain);
    }
  }

  private void act(
      Idempotency idempotency,
      Served served,
      RequestBody body,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    switch (served.action()) {
      case HOLD -> {
        long room = idempotency.maximumBody();
        Exchange exchange = new Exchange(this, served.claim(), body, room, errorPages);
        request.setAttribute(EXCHANGE, exchange);
        exchange.begin(request, response, chain);
      }
      case REPLY -> {
        if (!body.whole() && request.getProtocol().startsWith("HTTP/1")) {
          // A container that gets no end of the body closes the connection, which clients must
          // know.
          response.setHeader("Connection", "close");
        }
        reply(served, response);
      }
      default -> chain.doFilter(new HeldRequest(request, body), response);
    }
  }

  private IncomingRequest incoming(HttpServletRequest request, String key, RequestBody body) {
    String query = request.getQueryString();
    String target = request.getRequestURI() + (query == null ? "" : "?" + query);
    String credentials =
        known(joined(request, "Authorization")) + "\n" + known(joined(request, "Cookie"));
    IncomingRequest incoming =
        new IncomingRequest(
                request.getMethod(), target, Optional.ofNullable(key), body.fingerprinted())
            .withRoute(known(route.apply(request)))
            .withCaller(known(tenant.apply(request)), known(principal.apply(request)), credentials);
    return body.declaredLength() < 0
        ? incoming
        : incoming.withDeclaredLength(body.declaredLength());
  }

  private static String known(String text) {
    return text == null ? "" : text;
  }

  /** The values of all fields of a name, null where there is none. */
  private static String joined(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private static void reply(Served served, HttpServletResponse response) throws IOException {
    response.setStatus(served.statusCode());
    served
        .headers()
        .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    if (served.body().length > 0) {
      response.getOutputStream().write(served.body());
    }
  }
}
