package dev.backstay.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer that is held back until it is stored, see {@link Capture}. */
final class HeldResponse extends HttpServletResponseWrapper {
  private final HttpServletResponse response;
  private final Exchange exchange;
  private final Capture capture;
  private PrintWriter writer;
  private Stream stream;
  private Refused refused;

  HeldResponse(HttpServletResponse response, Exchange exchange, Capture capture) {
    super(response);
    this.response = response;
    this.exchange = exchange;
    this.capture = capture;
  }

  /** An answer that the container is to make a page for; without words of its own where null. */
  record Refused(int status, String message) {}

  /** What sendError said, null where it was not called. */
  Refused refused() {
    return refused;
  }

  int status() {
    return refused == null ? getStatus() : refused.status();
  }

  /** All fields, but for those of a page that the container is to make. */
  Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    getHeaderNames().forEach(name -> fields.put(name, new ArrayList<>(getHeaders(name))));
    fields.keySet().removeIf("Content-Type"::equalsIgnoreCase);
    if (refused == null && getContentType() != null) {
      fields.put("Content-Type", List.of(getContentType()));
    }
    return fields;
  }

  /** Brings what a writer still has where everything else is. */
  void finishWriter() {
    if (writer != null) {
      writer.flush();
    }
  }

  /** Sends what is held to the client. */
  void send() throws IOException {
    if (refused != null) {
      passRefusal();
    } else {
      capture.send(response);
    }
  }

  /** Lets the container make the page of an error. */
  void passRefusal() throws IOException {
    if (refused.message() == null) {
      response.sendError(refused.status());
    } else {
      response.sendError(refused.status(), refused.message());
    }
  }

  @Override
  public ServletOutputStream getOutputStream() {
    if (writer != null) {
      throw new IllegalStateException("the body is written by getWriter");
    }
    if (stream == null) {
      stream = new Stream();
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (writer == null) {
      if (stream != null) {
        throw new IllegalStateException("the body is written by getOutputStream");
      }
      String charset = getCharacterEncoding();
      // From now on the content type names it, as a container's own writer has it.
      super.setCharacterEncoding(charset);
      writer = new PrintWriter(new OutputStreamWriter(new Stream(), charset));
    }
    return writer;
  }

  @Override
  public void setCharacterEncoding(String charset) {
    if (writer == null) {
      super.setCharacterEncoding(charset);
    }
  }

  @Override
  public void flushBuffer() throws IOException {
    if (writer != null) {
      writer.flush();
    } else {
      capture.flush(response);
    }
  }

  @Override
  public boolean isCommitted() {
    return refused != null || super.isCommitted();
  }

  @Override
  public void reset() {
    super.reset();
    capture.clear();
    writer = null;
    stream = null;
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    capture.clear();
  }

  @Override
  public void sendError(int status) {
    sendError(status, null);
  }

  @Override
  public void sendError(int status, String message) {
    requireUncommitted();
    resetBuffer();
    refused = new Refused(status, message);
  }

  @Override
  public void sendRedirect(String location) {
    sendRedirect(location, SC_FOUND, true);
  }

  /** Of servlets 6.1. */
  public void sendRedirect(String location, int status) {
    sendRedirect(location, status, true);
  }

  /** Of servlets 6.1. */
  public void sendRedirect(String location, boolean clear) {
    sendRedirect(location, SC_FOUND, clear);
  }

  /** Of servlets 6.1; a container's own would send the answer before it is stored. */
  public void sendRedirect(String location, int status, boolean clear) {
    requireUncommitted();
    if (clear) {
      resetBuffer();
    }
    setStatus(status);
    setHeader("Location", location);
  }

  private void requireUncommitted() {
    if (isCommitted()) {
      throw new IllegalStateException("the answer is on its way");
    }
  }

  /** Where the handler writes. */
  private final class Stream extends ServletOutputStream {
    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      // Behind an error there is no answer of the handler's own.
      if (refused == null) {
        capture.write(response, bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      if (refused == null) {
        capture.flush(response);
      }
    }

    /** The exchange ends the answer. */
    @Override
    public void close() {}

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      exchange.onThread(
          () -> {
            try {
              listener.onWritePossible();
            } catch (IOException | RuntimeException error) {
              listener.onError(error);
            }
          });
    }
  }
}
