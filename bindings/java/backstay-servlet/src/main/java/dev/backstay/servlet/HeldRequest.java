package dev.backstay.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/** A request whose body was read, and is there again; asynchronous work of it is watched. */
final class HeldRequest extends HttpServletRequestWrapper {
  private final RequestBody body;
  private final Exchange exchange;
  private final ServletResponse response;
  private BodyStream stream;
  private BufferedReader reader;
  private Map<String, String[]> parameters;

  /** Of a request that passes. */
  HeldRequest(HttpServletRequest request, RequestBody body) {
    this(request, body, null, null);
  }

  /** Of a request that holds its key, and is answered by {@code response}. */
  HeldRequest(
      HttpServletRequest request, RequestBody body, Exchange exchange, ServletResponse response) {
    super(request);
    this.body = body;
    this.exchange = exchange;
    this.response = response;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body.bytes() == null) {
      return super.getInputStream();
    }
    if (reader != null) {
      throw new IllegalStateException("the body is read by getReader");
    }
    return stream();
  }

  @Override
  public BufferedReader getReader() throws IOException {
    if (body.bytes() == null) {
      return super.getReader();
    }
    if (reader == null) {
      if (stream != null) {
        throw new IllegalStateException("the body is read by getInputStream");
      }
      // What a container takes where the request doesn't say.
      Charset charset = charset(StandardCharsets.ISO_8859_1);
      reader = new BufferedReader(new InputStreamReader(stream(), charset));
    }
    return reader;
  }

  private BodyStream stream() {
    if (stream == null) {
      stream = new BodyStream(body.bytes(), work -> getAsyncContext().start(work));
    }
    return stream;
  }

  private Charset charset(Charset otherwise) {
    String name = getCharacterEncoding();
    return name == null ? otherwise : Charset.forName(name);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    if (body.bytes() == null || !RequestBody.isForm(this)) {
      return super.getParameterMap();
    }
    if (parameters == null) {
      String form = new String(body.bytes(), StandardCharsets.ISO_8859_1);
      parameters = FormFields.added(super.getParameterMap(), form, charset(StandardCharsets.UTF_8));
    }
    return parameters;
  }

  @Override
  public String getParameter(String name) {
    String[] values = getParameterMap().get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String[] getParameterValues(String name) {
    return getParameterMap().get(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  @Override
  public AsyncContext startAsync() {
    return exchange == null ? super.startAsync() : startAsync(this, response);
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
    AsyncContext started = super.startAsync(request, answer);
    return exchange == null ? started : exchange.started(started);
  }

  @Override
  public AsyncContext getAsyncContext() {
    AsyncContext context = super.getAsyncContext();
    return exchange == null ? context : exchange.watched(context);
  }
}
