package dev.backstay.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One request that waits, as configured, while another one of its key is in flight; on the caller's
 * own thread, and what that has in common with waiting on none.
 */
public final class Serving {
  private final HttpHandle http;
  private final ServeRequest request;
  private final InFlightWait wait;
  private boolean over;

  /** Begins one on the thread whose deadline holds. */
  public Serving(HttpHandle http, ServeRequest request) {
    this.http = http;
    this.request = request;
    wait = new InFlightWait(http.idempotency().runtime());
  }

  /** Decides what is done with it, but for another try. */
  public ServedParts serve() {
    ServedParts served = http.tryServe(thisTry());
    while (goesOn(served)) {
      if (!passTime(served)) {
        sleep(served.again());
      }
      served = http.tryServe(thisTry());
    }
    return served;
  }

  CompletableFuture<ServedParts> tryAsync(Executor executor) {
    return http.tryServeAsync(thisTry(), told -> told, executor);
  }

  /** Where the deadline comes before the next try, the last one is told that the wait is over. */
  private ServeRequest thisTry() {
    return request.withWaited(over ? Long.MAX_VALUE : request.waited() + wait.waited());
  }

  /** Whether to try again: after the pause, or at once where no time is left for it. */
  boolean goesOn(ServedParts served) {
    if (served.action() != Codes.SERVE_AGAIN) {
      return false;
    }
    over = !wait.goesOn(served.again());
    return true;
  }

  /** Whether the next try's time has come without any sleep. */
  boolean passTime(ServedParts served) {
    return over || http.idempotency().passTime(served.again());
  }

  private void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException(
          http.idempotency().label() + ": the thread was interrupted while it waited");
    }
  }
}
