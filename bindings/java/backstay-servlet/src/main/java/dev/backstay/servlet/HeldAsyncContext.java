package dev.backstay.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** A container's, which the exchange has the last word in. */
final class HeldAsyncContext implements AsyncContext {
  private final AsyncContext context;
  private final Exchange exchange;

  HeldAsyncContext(AsyncContext context, Exchange exchange) {
    this.context = context;
    this.exchange = exchange;
  }

  @Override
  public void complete() {
    exchange.complete(context);
  }

  @Override
  public void dispatch() {
    exchange.dispatched();
    context.dispatch();
  }

  @Override
  public void dispatch(String path) {
    exchange.dispatched();
    context.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext application, String path) {
    exchange.dispatched();
    context.dispatch(application, path);
  }

  @Override
  public ServletRequest getRequest() {
    return context.getRequest();
  }

  @Override
  public ServletResponse getResponse() {
    return context.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return context.hasOriginalRequestAndResponse();
  }

  @Override
  public void start(Runnable work) {
    context.start(work);
  }

  @Override
  public void addListener(AsyncListener listener) {
    context.addListener(listener);
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    context.addListener(listener, request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return context.createListener(type);
  }

  @Override
  public void setTimeout(long millis) {
    context.setTimeout(millis);
  }

  @Override
  public long getTimeout() {
    return context.getTimeout();
  }
}
