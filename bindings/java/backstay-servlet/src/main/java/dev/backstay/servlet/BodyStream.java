package dev.backstay.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Consumer;

/** A body that is all here. */
final class BodyStream extends ServletInputStream {
  private final ByteArrayInputStream bytes;
  private final Consumer<Runnable> threads;

  BodyStream(byte[] bytes, Consumer<Runnable> threads) {
    this.bytes = new ByteArrayInputStream(bytes);
    this.threads = threads;
  }

  @Override
  public int read() {
    return bytes.read();
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    return bytes.read(into, offset, length);
  }

  @Override
  public int available() {
    return bytes.available();
  }

  @Override
  public boolean isFinished() {
    return bytes.available() == 0;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setReadListener(ReadListener listener) {
    threads.accept(() -> tell(listener));
  }

  private void tell(ReadListener listener) {
    try {
      if (!isFinished()) {
        listener.onDataAvailable();
      }
      if (isFinished()) {
        listener.onAllDataRead();
      }
    } catch (IOException | RuntimeException error) {
      listener.onError(error);
    }
  }
}
