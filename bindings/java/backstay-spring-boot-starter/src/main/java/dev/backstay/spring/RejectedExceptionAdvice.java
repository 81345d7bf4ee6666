package dev.backstay.spring;

import dev.backstay.ProblemDetails;
import dev.backstay.RejectedException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers a refusal that a controller lets through: 503, 429 or 504, problem details and
 * Retry-After.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class RejectedExceptionAdvice {
  /** Answers one. */
  @ExceptionHandler
  public ResponseEntity<String> refused(RejectedException refusal, HttpServletRequest request) {
    ProblemDetails problem = ProblemDetails.of(refusal);
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(problem.status())
            .contentType(MediaType.parseMediaType(ProblemDetails.CONTENT_TYPE));
    problem
        .retryAfterSeconds()
        .ifPresent(wait -> answer.header("Retry-After", Long.toString(wait)));
    return answer.body(problem.body(request.getRequestURI()));
  }
}
