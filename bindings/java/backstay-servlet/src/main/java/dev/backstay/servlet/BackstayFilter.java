package dev.backstay.servlet;

import dev.backstay.Deadline;
import dev.backstay.DeadlineExceededException;
import dev.backstay.Permit;
import dev.backstay.Policy;
import dev.backstay.ProblemDetails;
import dev.backstay.Reason;
import dev.backstay.RejectedException;
import dev.backstay.internal.Rules;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;

/**
 * Guards requests by a policy. A refused one is answered with 503, 429 or 504, problem details and
 * Retry-After, and so is a request whose handler was refused by another policy.
 *
 * <p>What an answer says about our own health: 500 and above is a failure, 4xx is neutral, since
 * the request was at fault, all else is a success. A request is never handled twice: where the
 * policy would allow another attempt, it is given up. Asynchronous requests keep their permit until
 * they are complete.
 */
public final class BackstayFilter implements Filter {
  private final Policy policy;
  private final Function<HttpServletRequest, String> key;
  private final ToLongFunction<HttpServletRequest> cost;
  private final IntPredicate failure;
  private final Optional<RateLimitFields> fields;

  private BackstayFilter(Builder builder) {
    policy = builder.policy;
    key = builder.key;
    cost = builder.cost;
    failure = builder.failure;
    fields = builder.rateLimitFields ? RateLimitFields.of(policy) : Optional.empty();
  }

  /** Guards all requests by {@code policy}. */
  public BackstayFilter(Policy policy) {
    this(builder(policy));
  }

  /** Returns what makes a filter with options. */
  public static Builder builder(Policy policy) {
    return new Builder(policy);
  }

  /** Makes a filter with options. */
  public static final class Builder {
    private final Policy policy;
    private Function<HttpServletRequest, String> key;
    private ToLongFunction<HttpServletRequest> cost = request -> 1;
    private IntPredicate failure = status -> status >= 500;
    private boolean rateLimitFields = true;

    private Builder(Policy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
    }

    /** Guards each request by the policy's instance for this key: a tenant, a user, a host. */
    public Builder key(Function<HttpServletRequest, String> function) {
      key = function;
      return this;
    }

    /** Says what a request weighs for a rate limit. */
    public Builder cost(ToLongFunction<HttpServletRequest> function) {
      cost = function;
      return this;
    }

    /** Says which statuses are failures; by default 500 and above. */
    public Builder failure(IntPredicate statuses) {
      failure = statuses;
      return this;
    }

    /**
     * Whether answers tell about the rate limit by the fields RateLimit and RateLimit-Policy; by
     * default they do.
     */
    public Builder rateLimitFields(boolean told) {
      rateLimitFields = told;
      return this;
    }

    /** Returns the filter. */
    public BackstayFilter build() {
      return new BackstayFilter(this);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse answer) {
      guard(http, answer, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void guard(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Policy instance = key == null ? policy : policy.keyed(key.apply(request));
    long weight = cost.applyAsLong(request);
    Permit permit;
    try {
      permit = instance.costing(weight).enter();
    } catch (RejectedException refusal) {
      fields.ifPresent(known -> known.write(instance, weight, response));
      answer(refusal, request, response);
      return;
    }
    fields.ifPresent(known -> known.write(instance, weight, response));
    try (Deadline inForce = permit.deadline()) {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException error) {
      if (!handled(error, permit, request, response)) {
        throw error;
      }
      return;
    } catch (Throwable error) {
      permit.failure(error);
      throw error;
    }
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new AsyncReport(this, permit, response));
    } else {
      report(permit, response.getStatus());
    }
  }

  /** Turns a refusal and a passed deadline into an answer; false: what was thrown goes on. */
  private boolean handled(
      Exception error, Permit permit, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Throwable cause =
        error instanceof ServletException && error.getCause() != null ? error.getCause() : error;
    RejectedException refusal =
        cause instanceof RejectedException own ? own : passedDeadline(cause, permit);
    if (refusal == null || response.isCommitted()) {
      if (Rules.isTimeout(cause)) {
        permit.timeout();
      } else {
        permit.failure(cause);
      }
      return false;
    }
    if (refusal instanceof DeadlineExceededException) {
      permit.timeout();
    } else {
      report(permit, ProblemDetails.of(refusal).status());
    }
    answer(refusal, request, response);
    return true;
  }

  private RejectedException passedDeadline(Throwable error, Permit permit) {
    boolean passed = permit.timeLeft().filter(Duration.ZERO::equals).isPresent();
    if (!passed || !(Rules.isTimeout(error))) {
      return null;
    }
    String instance = policy.key().orElse(null);
    return new DeadlineExceededException(policy.name(), instance, Reason.DEADLINE, -1);
  }

  void report(Permit permit, int status) {
    if (failure.test(status)) {
      permit.failure("HTTP " + status);
    } else if (status >= 400 && status < 500) {
      permit.neutral();
    } else {
      permit.success();
    }
  }

  private static void answer(
      RejectedException refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemDetails problem = ProblemDetails.of(refusal);
    byte[] body = problem.body(request.getRequestURI()).getBytes(StandardCharsets.UTF_8);
    response.resetBuffer();
    response.setStatus(problem.status());
    response.setContentType(ProblemDetails.CONTENT_TYPE);
    response.setContentLength(body.length);
    problem
        .retryAfterSeconds()
        .ifPresent(wait -> response.setHeader("Retry-After", Long.toString(wait)));
    response.getOutputStream().write(body);
  }
}
