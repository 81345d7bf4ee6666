package dev.backstay.servlet;

import dev.backstay.Permit;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/** Reports an asynchronous request when it is complete. */
final class AsyncReport implements AsyncListener {
  private final BackstayFilter filter;
  private final Permit permit;
  private final HttpServletResponse response;

  AsyncReport(BackstayFilter filter, Permit permit, HttpServletResponse response) {
    this.filter = filter;
    this.permit = permit;
    this.response = response;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    filter.report(permit, response.getStatus());
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    permit.timeout();
  }

  @Override
  public void onError(AsyncEvent event) {
    if (event.getThrowable() == null) {
      permit.failure();
    } else {
      permit.failure(event.getThrowable());
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
