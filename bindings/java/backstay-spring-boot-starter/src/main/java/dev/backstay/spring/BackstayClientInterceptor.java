package dev.backstay.spring;

import dev.backstay.CallJudge;
import dev.backstay.Outcome;
import dev.backstay.Policy;
import dev.backstay.Report;
import dev.backstay.RetriesExhaustedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Guards the calls of a RestClient or RestTemplate: {@code
 * RestClient.builder().requestInterceptor(new BackstayClientInterceptor(policy))}.
 *
 * <p>Statuses of 500 and above are failures; 429 is neutral, since it says nothing about the
 * upstream's health; every other answer is a success. A Retry-After of 429 and 503 is passed on.
 * Requests are repeated where their method is idempotent or they carry an Idempotency-Key. When
 * retries are given up, the caller gets the last answer, or the last error.
 */
public final class BackstayClientInterceptor implements ClientHttpRequestInterceptor {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.PUT,
          HttpMethod.DELETE);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final Policy policy;
  private final Function<HttpRequest, String> key;
  private final IntPredicate failure;

  /** Guards all requests by {@code policy}; 500 and above are failures. */
  public BackstayClientInterceptor(Policy policy) {
    this(policy, null, status -> status >= 500);
  }

  private BackstayClientInterceptor(
      Policy policy, Function<HttpRequest, String> key, IntPredicate failure) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.key = key;
    this.failure = failure;
  }

  /** Returns the same with an instance of the policy for each key, such as the request's host. */
  public BackstayClientInterceptor keyedBy(Function<HttpRequest, String> function) {
    return new BackstayClientInterceptor(policy, function, failure);
  }

  /** Returns the same with other statuses as failures. */
  public BackstayClientInterceptor failingOn(IntPredicate statuses) {
    return new BackstayClientInterceptor(policy, key, statuses);
  }

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    Policy instance = key == null ? policy : policy.keyed(key.apply(request));
    Exchange exchange = new Exchange(request, body, execution);
    try {
      return instance.judging(exchange).call(exchange::attempt);
    } catch (RetriesExhaustedException givenUp) {
      if (givenUp.result().orElse(null) instanceof ClientHttpResponse response) {
        return response;
      }
      if (givenUp.getCause() instanceof IOException last) {
        last.addSuppressed(givenUp);
        throw last;
      }
      throw givenUp;
    }
  }

  /** The attempts of one request. */
  private final class Exchange implements CallJudge {
    private final HttpRequest request;
    private final byte[] body;
    private final ClientHttpRequestExecution execution;
    private final boolean repeatable;
    private ClientHttpResponse last;

    Exchange(HttpRequest request, byte[] body, ClientHttpRequestExecution execution) {
      this.request = request;
      this.body = body;
      this.execution = execution;
      repeatable =
          IDEMPOTENT.contains(request.getMethod())
              || request.getHeaders().containsKey("Idempotency-Key");
    }

    ClientHttpResponse attempt() throws IOException {
      if (last != null) {
        last.close();
      }
      last = execution.execute(request, body);
      return last;
    }

    @Override
    public Report judge(Object result, Throwable error) {
      if (result instanceof ClientHttpResponse response) {
        return judged(response);
      }
      return repeatable || !(error instanceof IOException) ? null : Report.of(Outcome.PERMANENT);
    }

    private Report judged(ClientHttpResponse response) {
      int status = statusOf(response);
      boolean failed = failure.test(status);
      Outcome outcome = status == TOO_MANY_REQUESTS ? Outcome.NEUTRAL : Outcome.SUCCESS;
      if (failed) {
        outcome = repeatable ? Outcome.FAILURE : Outcome.PERMANENT;
      }
      String header = response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
      Report report = Report.of(outcome).withCause("HTTP " + status);
      return header != null && (status == TOO_MANY_REQUESTS || status == UNAVAILABLE)
          ? report.withRetryAfter(policy.retryAfter(header).orElse(null))
          : report;
    }

    private static int statusOf(ClientHttpResponse response) {
      try {
        return response.getStatusCode().value();
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }
}
