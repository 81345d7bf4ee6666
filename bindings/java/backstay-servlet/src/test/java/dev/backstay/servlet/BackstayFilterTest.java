package dev.backstay.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.backstay.Deadline;
import dev.backstay.junit.BackstayExtension;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The filter in a real Jetty, over HTTP. */
class BackstayFilterTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @RegisterExtension
  final BackstayExtension backstay =
      BackstayExtension.of(
          """
          {"policies": {
            "api": {"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}},
            "limited": {"rate_limit": "2/s"},
            "slow": {"timeout": "1s"},
            "narrow": {"bulkhead": 1},
            "upstream": {"circuit_breaker": "standard"}}}
          """);

  private Server server;

  @BeforeEach
  void start() throws Exception {
    server = new Server(0);
    ServletContextHandler context = new ServletContextHandler("/");
    guard(context, "/api/*", new BackstayFilter(backstay.policy("api")));
    guard(
        context,
        "/limited/*",
        BackstayFilter.builder(backstay.policy("limited"))
            .key(request -> request.getHeader("Tenant"))
            .cost(request -> request.getQueryString() == null ? 1 : 2)
            .build());
    guard(context, "/slow/*", new BackstayFilter(backstay.policy("slow")));
    guard(context, "/narrow/*", new BackstayFilter(backstay.policy("narrow")));
    ServletHolder handler = new ServletHolder(new Handler());
    handler.setAsyncSupported(true);
    context.addServlet(handler, "/*");
    context.addServlet(new ServletHolder(new MetricsServlet(backstay.runtime())), "/metrics");
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private static void guard(ServletContextHandler context, String path, Filter filter) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, path, EnumSet.of(DispatcherType.REQUEST));
  }

  /** What the last word of the path says. */
  private final class Handler extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient CountDownLatch release = new CountDownLatch(1);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      String path = request.getRequestURI();
      switch (path.substring(path.lastIndexOf('/') + 1)) {
        case "broken" -> response.sendError(500);
        case "missing" -> response.sendError(404);
        case "throws" -> throw new IllegalStateException("no");
        case "refused" -> backstay.openPolicy("upstream", Duration.ofSeconds(7)).run(() -> {});
        case "late" -> beLate();
        case "time" -> response.getWriter().print(Deadline.timeLeft().orElseThrow());
        case "async" -> {
          AsyncContext context = request.startAsync();
          context.start(() -> completeWhenReleased(context));
        }
        case "release" -> release.countDown();
        default -> response.getWriter().print("good");
      }
    }

    private void completeWhenReleased(AsyncContext context) {
      try {
        release.await();
      } catch (InterruptedException error) {
        Thread.currentThread().interrupt();
      }
      context.complete();
    }

    private void beLate() throws ServletException {
      backstay.runtime().advance(Duration.ofSeconds(1));
      throw new ServletException(new TimeoutException("too late"));
    }
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void serverErrorsOpenTheBreakerAndRefusalsAreProblems() throws Exception {
    assertEquals("good", get("/api/x").body());
    assertEquals(404, get("/api/missing").statusCode());
    assertEquals(500, get("/api/broken").statusCode());
    assertEquals(500, get("/api/throws").statusCode());
    HttpResponse<String> refused = get("/api/x");
    assertEquals(503, refused.statusCode());
    assertEquals("30", refused.headers().firstValue("Retry-After").orElseThrow());
    assertEquals(
        "application/problem+json", refused.headers().firstValue("Content-Type").orElseThrow());
    Map<String, Object> problem = JSON.std.mapFrom(refused.body());
    assertEquals("tag:backstay.dev,2026:problem/circuit-open", problem.get("type"));
    assertEquals("Circuit open", problem.get("title"));
    assertEquals("The policy api refuses calls just now (open).", problem.get("detail"));
    assertEquals("/api/x", problem.get("instance"));
    assertEquals(30, problem.get("retry_after"));
    backstay.runtime().advance(Duration.ofSeconds(30));
    assertEquals(200, get("/api/x").statusCode());
  }

  @Test
  void tenantsHaveLimitsOfTheirOwn() throws Exception {
    HttpResponse<String> first = get("/limited/x", "Tenant", "a");
    assertEquals(
        "\"limited\";q=2;w=1", first.headers().firstValue("RateLimit-Policy").orElseThrow());
    assertEquals("\"limited\";r=1;t=1", first.headers().firstValue("RateLimit").orElseThrow());
    assertEquals(429, get("/limited/x?heavy", "Tenant", "a").statusCode());
    assertEquals(200, get("/limited/x", "Tenant", "a").statusCode());
    HttpResponse<String> refused = get("/limited/x", "Tenant", "a");
    assertEquals(429, refused.statusCode());
    assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
    assertFalse(refused.body().contains("\"a\""), "the key is nobody's business");
    assertEquals(200, get("/limited/x?heavy", "Tenant", "b").statusCode());
  }

  @Test
  void aHandlerKnowsItsDeadlineAndAPassedOneIs504() throws Exception {
    assertEquals("PT1S", get("/slow/time").body());
    HttpResponse<String> late = get("/slow/late");
    assertEquals(504, late.statusCode());
    assertEquals("deadline", JSON.std.mapFrom(late.body()).get("reason"));
    assertEquals(1, backstay.policy("slow").snapshot().integer("expired"));
  }

  @Test
  void aRefusalInsideIsAnsweredToo() throws Exception {
    HttpResponse<String> refused = get("/api/refused");
    assertEquals(503, refused.statusCode());
    assertEquals("7", refused.headers().firstValue("Retry-After").orElseThrow());
    assertEquals("upstream", JSON.std.mapFrom(refused.body()).get("policy"));
    assertEquals(1, backstay.policy("api").snapshot().integer("failures"));
  }

  @Test
  void anAsynchronousRequestKeepsItsPermitUntilItIsComplete() throws Exception {
    var pending =
        CLIENT.sendAsync(
            HttpRequest.newBuilder(server.getURI().resolve("/narrow/async")).build(),
            HttpResponse.BodyHandlers.ofString());
    while (backstay.policy("narrow").snapshot().integer("in_flight") == 0) {
      Thread.onSpinWait();
    }
    assertEquals(503, get("/narrow/x").statusCode());
    get("/release");
    assertEquals(200, pending.join().statusCode());
    while (backstay.policy("narrow").snapshot().integer("in_flight") != 0) {
      Thread.onSpinWait();
    }
    assertEquals(200, get("/narrow/x").statusCode());
  }

  @Test
  void metricsAreServed() throws Exception {
    HttpResponse<String> metrics = get("/metrics");
    assertEquals(
        "text/plain;version=0.0.4;charset=utf-8",
        metrics.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""));
    assertTrue(metrics.body().contains("circuit_breaker_state{service=\"api\"} 0"), metrics.body());
  }
}
