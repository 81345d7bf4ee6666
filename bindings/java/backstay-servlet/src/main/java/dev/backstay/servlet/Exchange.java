package dev.backstay.servlet;

import dev.backstay.BackstayException;
import dev.backstay.Claim;
import dev.backstay.HttpAnswer;
import dev.backstay.LostLeaseException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request that holds its key, from its handler's beginning until its answer is told, once, and
 * sent; over all of its dispatches.
 */
final class Exchange {
  private static final System.Logger LOGGER = System.getLogger("dev.backstay");
  private static final byte[] NOTHING = {};

  private final IdempotencyFilter filter;
  private final Claim claim;
  private final RequestBody body;
  private final Capture capture;
  private final boolean errorPages;
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile HeldResponse response;
  private volatile HeldAsyncContext asynchronous;
  private volatile boolean awaitsPage;

  Exchange(IdempotencyFilter filter, Claim claim, RequestBody body, long room, boolean errorPages) {
    this.filter = filter;
    this.claim = claim;
    this.body = body;
    this.errorPages = errorPages;
    capture = new Capture(room);
  }

  boolean isOf(IdempotencyFilter other) {
    return filter == other;
  }

  /**
   * A dispatch whose response nobody holds back yet: the first one, or that for an error's page.
   */
  void begin(HttpServletRequest request, HttpServletResponse given, FilterChain chain)
      throws IOException, ServletException {
    response = new HeldResponse(given, this, capture);
    handle(new HeldRequest(request, body, this, response), response, chain);
  }

  /** A later dispatch: of asynchronous work, or for an error's page. */
  void goOn(HttpServletRequest request, HttpServletResponse given, FilterChain chain)
      throws IOException, ServletException {
    DispatcherType type = request.getDispatcherType();
    boolean later = type == DispatcherType.ASYNC || type == DispatcherType.ERROR;
    if (!later || told.get()) {
      chain.doFilter(request, given);
      return;
    }
    awaitsPage = false;
    capture.unseen(false);
    if (isAround(given)) {
      handle(request, given, chain);
    } else {
      response.finishWriter();
      begin(request, given, chain);
    }
  }

  /** Whether it is our response, or somebody's wrapper of it. */
  private boolean isAround(HttpServletResponse given) {
    return given == response
        || (given instanceof ServletResponseWrapper wrapper && wrapper.isWrapperFor(response));
  }

  private void handle(HttpServletRequest request, HttpServletResponse given, FilterChain chain)
      throws IOException, ServletException {
    asynchronous = null;
    try {
      chain.doFilter(request, given);
    } catch (Throwable error) {
      fail(error);
      throw error;
    }
    if (asynchronous == null) {
      end(request.getDispatcherType());
    }
  }

  /** The handler's work is done: its answer is told, then sent. */
  private void end(DispatcherType type) throws IOException {
    response.finishWriter();
    if (response.refused() != null && errorPages && type != DispatcherType.ERROR) {
      awaitsPage = true;
      response.send();
    } else if (told.compareAndSet(false, true)) {
      tell();
      response.send();
    }
  }

  private void tell() {
    if (capture.disconnected()) {
      // Left to the lease, as the work of who was cancelled.
      return;
    }
    try {
      claim.respond(answer());
    } catch (BackstayException untold) {
      log(untold);
    }
  }

  private HttpAnswer answer() {
    if (capture.streams()) {
      return HttpAnswer.notKept(response.status(), response.fields());
    }
    byte[] bytes = response.refused() == null ? capture.bytes() : NOTHING;
    return new HttpAnswer(response.status(), response.fields(), bytes);
  }

  /** The effect has happened, so its answer is sent whatever comes of telling it. */
  private static void log(Throwable untold) {
    if (!(untold instanceof LostLeaseException)) {
      LOGGER.log(Level.WARNING, "an answer was sent and not stored: {0}", untold.getMessage());
    }
  }

  private void fail(Throwable thrown) {
    if (capture.disconnected() || !told.compareAndSet(false, true)) {
      return;
    }
    boolean wraps = thrown instanceof ServletException && thrown.getCause() != null;
    try {
      claim.fail(false, wraps ? thrown.getCause() : thrown);
    } catch (BackstayException untold) {
      thrown.addSuppressed(untold);
    }
  }

  /** The handler goes on when it likes. */
  AsyncContext started(AsyncContext context) {
    asynchronous = new HeldAsyncContext(context, this);
    context.addListener(new CompletionReport(this));
    return asynchronous;
  }

  AsyncContext watched(AsyncContext context) {
    HeldAsyncContext known = asynchronous;
    return known == null ? context : known;
  }

  void onThread(Runnable work) {
    asynchronous.start(work);
  }

  /** The container dispatches once more, unseen by the filter where it isn't mapped to ASYNC. */
  void dispatched() {
    capture.unseen(true);
  }

  /** The handler's asynchronous work is done. No thread waits for the store here. */
  void complete(AsyncContext context) {
    response.finishWriter();
    awaitsPage = response.refused() != null && errorPages;
    if (awaitsPage || capture.disconnected() || !told.compareAndSet(false, true)) {
      sendLast(context);
      return;
    }
    claim
        .respondAsync(answer())
        .whenComplete(
            (said, untold) -> {
              if (untold != null) {
                log(untold);
              }
              sendLast(context);
            });
  }

  private void sendLast(AsyncContext context) {
    try {
      response.send();
    } catch (IOException gone) {
      // The client has; whoever asks again gets the stored answer.
    } finally {
      context.complete();
    }
  }

  /** The container has ended it: where nobody told what came of it, its status is all there is. */
  void completed() {
    if (awaitsPage || capture.disconnected() || !told.compareAndSet(false, true)) {
      return;
    }
    claim
        .respondAsync(HttpAnswer.notKept(response.status(), response.fields()))
        .whenComplete(
            (said, untold) -> {
              if (untold != null) {
                log(untold);
              }
            });
  }
}
