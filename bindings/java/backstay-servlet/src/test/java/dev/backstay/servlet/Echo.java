package dev.backstay.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads and writes without blocking. */
final class Echo implements ReadListener, WriteListener {
  private final AsyncContext context;
  private final ServletInputStream in;
  private final ServletOutputStream out;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  Echo(AsyncContext context, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    this.context = context;
    in = request.getInputStream();
    out = response.getOutputStream();
  }

  void begin() {
    in.setReadListener(this);
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (in.isReady() && !in.isFinished()) {
      read.write(in.read());
    }
  }

  @Override
  public void onAllDataRead() {
    out.setWriteListener(this);
  }

  @Override
  public void onWritePossible() throws IOException {
    if (out.isReady()) {
      out.write(read.toByteArray());
      context.complete();
    }
  }

  @Override
  public void onError(Throwable error) {
    context.complete();
  }
}
