package dev.backstay.internal;

import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** What an idempotency of the library decides about requests of HTTP. */
public final class HttpHandle {
  private final IdempotencyHandle idempotency;

  /** Of that idempotency. */
  public HttpHandle(IdempotencyHandle idempotency) {
    this.idempotency = idempotency;
  }

  IdempotencyHandle idempotency() {
    return idempotency;
  }

  /** The name of the request header that holds the key. */
  public String keyHeader() {
    try {
      return Results.text(Flat.idempotency_key_header(idempotency.address()));
    } finally {
      Reference.reachabilityFence(idempotency);
    }
  }

  /** How many bytes of an answer's body are kept. */
  public long maximumBody() {
    try {
      return require(Flat.idempotency_maximum_body(idempotency.address()), "maximum_body");
    } finally {
      Reference.reachabilityFence(idempotency);
    }
  }

  /** How many bytes of a request's body are taken, 0 where it passes; null: there is no key. */
  public long wants(String method, String keyHeader) {
    try {
      byte[] key = ServeRequest.keyHeader(keyHeader);
      return require(
          Flat.idempotency_wants(idempotency.address(), Text.bytes(method), key), "wants");
    } finally {
      Reference.reachabilityFence(idempotency);
    }
  }

  private long require(long answer, String call) {
    if (answer < 0) {
      String status = Text.of(Results.bytes(Flat.status_name((int) answer)));
      throw Failures.of((int) answer, idempotency.label() + ": " + call + ": " + status);
    }
    return answer;
  }

  /** Says what happens while the store can't be used; -1: as configured. */
  public void setOnUnavailable(long mode, String reason) {
    try {
      Results.check(
          Flat.idempotency_set_on_unavailable(idempotency.address(), mode, Text.bytes(reason)));
    } finally {
      Reference.reachabilityFence(idempotency);
    }
  }

  /** Decides once what is done with a request. */
  public ServedParts tryServe(ServeRequest request) {
    return idempotency.blocks()
        ? StoreWait.cancellably(
            idempotency.runtime().completions(), new Deciding<>(request, told -> told))
        : serveNow(request);
  }

  /**
   * The same without waiting. Where the store doesn't block the future is done, else a task of the
   * executor ends it.
   *
   * @param made makes its value of what is to be done
   */
  public <T> CompletableFuture<T> tryServeAsync(
      ServeRequest request, Function<ServedParts, T> made, Executor executor) {
    try {
      return idempotency.blocks()
          ? idempotency.runtime().completions().submit(new Deciding<>(request, made), executor)
          : CompletableFuture.completedFuture(made.apply(serveNow(request)));
    } catch (RuntimeException error) {
      return CompletableFuture.failedFuture(error);
    }
  }

  private ServedParts serveNow(ServeRequest request) {
    try {
      return served(
          Flat.idempotency_serve(
              idempotency.address(),
              request.method(),
              request.target(),
              request.route(),
              request.keyHeader(),
              request.tenant(),
              request.principal(),
              request.credentials(),
              request.body(),
              request.declaredLength(),
              request.waited()));
    } finally {
      Reference.reachabilityFence(idempotency);
    }
  }

  private ServedParts served(long result) {
    try {
      Results.require(result);
      long claim = Flat.result_handle(result);
      return ServedParts.of(
          claim == 0 ? ClaimHandle.NONE : new ClaimHandle(claim, idempotency), result);
    } finally {
      Flat.result_free(result);
    }
  }

  /** A request that is submitted. */
  private final class Deciding<T> implements Operation<T> {
    private final ServeRequest request;
    private final Function<ServedParts, T> made;

    Deciding(ServeRequest request, Function<ServedParts, T> made) {
      this.request = request;
      this.made = made;
    }

    @Override
    public long submit(long queue, long token) {
      try {
        return Flat.idempotency_serve_submit(
            idempotency.address(),
            queue,
            token,
            request.method(),
            request.target(),
            request.route(),
            request.keyHeader(),
            request.tenant(),
            request.principal(),
            request.credentials(),
            request.body(),
            request.declaredLength(),
            request.waited());
      } finally {
        Reference.reachabilityFence(idempotency);
      }
    }

    @Override
    public T take(long queue, long result) {
      return made.apply(served(Flat.idempotency_serve_take(queue, result)));
    }

    @Override
    public String label() {
      return idempotency.label();
    }
  }
}
