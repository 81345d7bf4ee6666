package dev.backstay.examples;

import dev.backstay.Backstay;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Puts this process and its breaker's state on every answer, so that the driver can tell processes
 * apart.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class NameTheWorker extends OncePerRequestFilter {
  private final Backstay runtime;

  NameTheWorker(Backstay runtime) {
    this.runtime = runtime;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var answer = new ContentCachingResponseWrapper(response);
    chain.doFilter(request, answer);
    answer.setHeader("X-Worker", Long.toString(ProcessHandle.current().pid()));
    answer.setHeader("X-Breaker-State", runtime.policy("payments").snapshot().state());
    answer.copyBodyToResponse();
  }
}
