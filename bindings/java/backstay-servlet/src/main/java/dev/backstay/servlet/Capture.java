package dev.backstay.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * What a handler answers, held back until the answer is stored. One that is flushed and goes on, or
 * has no room here, is streamed: passed on as it comes.
 */
final class Capture {
  private static final String EVENTS = "text/event-stream";

  private final long room;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean flushed;
  private boolean unseen;
  private boolean streams;
  private boolean disconnected;

  Capture(long room) {
    this.room = room;
  }

  /** Whether it was passed on, so that it is not all here. */
  boolean streams() {
    return streams;
  }

  /** Whether the client has gone while it was passed on. */
  boolean disconnected() {
    return disconnected;
  }

  byte[] bytes() {
    return held.toByteArray();
  }

  void clear() {
    held.reset();
    flushed = false;
  }

  /** Whether nobody will say when what is written from now on has ended. */
  void unseen(boolean so) {
    unseen = so;
  }

  void write(HttpServletResponse to, byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    if (flushed || unseen || held.size() + (long) length > room) {
      stream(to);
    }
    if (streams) {
      pass(() -> to.getOutputStream().write(bytes, offset, length));
    } else {
      held.write(bytes, offset, length);
    }
  }

  /** Frameworks flush at the end of every answer: only what comes behind it tells a stream. */
  void flush(HttpServletResponse to) throws IOException {
    String type = to.getContentType();
    if (type != null && type.startsWith(EVENTS)) {
      stream(to);
    }
    if (streams) {
      pass(to::flushBuffer);
    }
    flushed = true;
  }

  private void stream(HttpServletResponse to) throws IOException {
    if (!streams) {
      streams = true;
      send(to);
    }
  }

  /** Sends what is held. */
  void send(HttpServletResponse to) throws IOException {
    if (held.size() > 0) {
      pass(() -> held.writeTo(to.getOutputStream()));
      held.reset();
    }
  }

  private interface Act {
    void run() throws IOException;
  }

  private void pass(Act act) throws IOException {
    try {
      act.run();
    } catch (IOException gone) {
      disconnected = true;
      throw gone;
    }
  }
}
