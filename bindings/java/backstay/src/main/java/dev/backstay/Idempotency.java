package dev.backstay;

import dev.backstay.internal.AsyncOnce;
import dev.backstay.internal.AsyncServing;
import dev.backstay.internal.ClaimRequest;
import dev.backstay.internal.HttpHandle;
import dev.backstay.internal.IdempotencyHandle;
import dev.backstay.internal.Once;
import dev.backstay.internal.ServeRequest;
import dev.backstay.internal.Serving;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/**
 * Idempotency keys, got by name from a runtime: an effect happens once a key, and every caller gets
 * the first answer. Any thread, platform or virtual, may use it.
 *
 * <p>The first caller that claims a key gets it with a lease, acts, and completes it with its
 * answer, which stands for the configured time. Who dies in between holds the key until the lease
 * runs out; so effects are at most one more than takeovers, and with {@code on_takeover: refuse} at
 * most one. Keys have 1 to 255 bytes of UTF-8.
 *
 * <p>{@link #once} does all of that around a function. While somebody else's call is in flight it
 * waits for as long as configured, and not beyond a {@link Deadline} in force; a thread that is
 * interrupted meanwhile, or while it waits for the store's answer to a claim, gets a {@code
 * CancellationException}, still interrupted. Nothing here pins a virtual thread.
 */
public final class Idempotency implements AutoCloseable {
  private static final OnceOptions DEFAULT = new OnceOptions();
  private static final ClaimOptions FIRST_TRY = new ClaimOptions();

  private volatile IdempotencyHandle handle;
  private volatile String keyHeader;

  Idempotency(IdempotencyHandle handle) {
    this.handle = handle;
  }

  /** Returns the name in the configuration. */
  public String name() {
    return handle.name();
  }

  /**
   * Calls a function once a key, and returns its result, or the one that it had before.
   *
   * <p>The result is stored as JSON. What the function throws goes on to the caller, and the key is
   * held until its lease runs out, or the failure is the answer, as configured by {@code
   * on_failure}.
   *
   * @throws InFlightException where somebody else's call has not ended
   * @throws FailedBeforeException where the call failed, and that is the answer
   * @throws BodyNotKeptException where the call was made, and its result was not kept
   * @throws AbandonedException where the call was begun and never ended, and may not be made again
   * @throws LostLeaseException where the call took longer than its lease, and the key is somebody
   *     else's by now
   */
  public <T, E extends Exception> T once(
      String key, Class<T> type, GuardedCall<? extends T, E> function) throws E {
    return once(key, type, DEFAULT, function);
  }

  /**
   * The same with options.
   *
   * @throws KeyMismatchException where the key was used with another fingerprint
   */
  public <T, E extends Exception> T once(
      String key, Class<T> type, OnceOptions options, GuardedCall<? extends T, E> function)
      throws E {
    Objects.requireNonNull(function, "function");
    return new Once<>(handle, key, type, options).call(function);
  }

  /**
   * Calls a function whose result comes later once a key. {@code function} is called on the calling
   * thread where nothing has to be waited for, neither a store that blocks nor somebody else's
   * call, else on the common pool. Cancelling the future cancels the stage under way, which then
   * has failed; a claim under way is given up.
   *
   * @return a future that what {@link #once} would throw completes exceptionally
   */
  public <T> CompletableFuture<T> onceAsync(
      String key, Class<T> type, Supplier<? extends CompletionStage<? extends T>> function) {
    return onceAsync(key, type, DEFAULT, function);
  }

  /** The same with options. */
  public <T> CompletableFuture<T> onceAsync(
      String key,
      Class<T> type,
      OnceOptions options,
      Supplier<? extends CompletionStage<? extends T>> function) {
    return onceAsync(key, type, options, function, ForkJoinPool.commonPool());
  }

  /** The same with an executor in place of the common pool. */
  public <T> CompletableFuture<T> onceAsync(
      String key,
      Class<T> type,
      OnceOptions options,
      Supplier<? extends CompletionStage<? extends T>> function,
      Executor executor) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(executor, "executor");
    return AsyncOnce.start(handle, key, type, options, function, executor);
  }

  /** Claims a key for any request. */
  public Claim claim(String key) {
    return claim(key, "");
  }

  /**
   * Claims a key. Where both claims of a key gave a fingerprint of their request (up to 255 bytes,
   * empty for none), the fingerprints must agree. How it ended is said by {@link Claim#status}.
   *
   * @throws StoreUnavailableException where the store can't be reached
   * @throws CorruptRecordException where the store holds what is no record of this library
   */
  public Claim claim(String key, String fingerprint) {
    return claim(key, fingerprint, FIRST_TRY);
  }

  /** The same with options. */
  public Claim claim(String key, String fingerprint, ClaimOptions options) {
    return new Claim(handle.claim(ClaimRequest.of(key, fingerprint, options)));
  }

  /** Claims a key for any request, without waiting for the store. */
  public CompletableFuture<Claim> claimAsync(String key) {
    return claimAsync(key, "");
  }

  /**
   * Claims a key as {@link #claim(String, String)} does, without waiting for the store. The future
   * is complete at once where the store doesn't block, else from the common pool. Cancelling it
   * gives up a claim that is under way, and a key that was got by it meanwhile is given back.
   *
   * @return a future that what {@code claim} would throw completes exceptionally
   */
  public CompletableFuture<Claim> claimAsync(String key, String fingerprint) {
    return claimAsync(key, fingerprint, FIRST_TRY);
  }

  /** The same with options. */
  public CompletableFuture<Claim> claimAsync(String key, String fingerprint, ClaimOptions options) {
    ClaimRequest request = ClaimRequest.of(key, fingerprint, options);
    return handle.claimAsync(request, Claim::new, ForkJoinPool.commonPool());
  }

  /** Returns the name of the request header that holds the key, as configured. */
  public String keyHeader() {
    String known = handle.isClosed() ? null : keyHeader;
    if (known == null) {
      known = http().keyHeader();
      keyHeader = known;
    }
    return known;
  }

  /**
   * Returns how many bytes of an answer's body are kept, as configured. Who buffers it needs no
   * more, and says that a longer one is not kept.
   */
  public long maximumBody() {
    return http().maximumBody();
  }

  /**
   * Returns how many bytes of a request's body are taken: read up to one more, then {@link #serve}.
   * 0: the request passes, and there is nothing else to do. Cheap: for every request.
   *
   * @param keyHeader the value of the header that {@link #keyHeader()} names, null where it is
   *     absent
   */
  public long wants(String method, String keyHeader) {
    return http().wants(Objects.requireNonNull(method, "method"), keyHeader);
  }

  /**
   * Decides what is done with a request of HTTP, and claims its key. For adapters of web
   * frameworks; servlets and Spring have theirs. While another request of the key is in flight it
   * waits for as long as configured, as {@link #once} does. What the store can't do is a reply,
   * too.
   *
   * @throws InvalidArgumentException for a text of more than 1 MiB
   */
  public Served serve(IncomingRequest request) {
    return new Served(new Serving(http(), ServeRequest.of(request)).serve());
  }

  /** The same without waiting: the action may be AGAIN. */
  public Served tryServe(IncomingRequest request) {
    return new Served(http().tryServe(ServeRequest.of(request)));
  }

  /**
   * Decides as {@link #serve} does, and holds no thread while it waits. The future is complete at
   * once where nothing has to be waited for, else from the common pool. Cancelling it gives up, and
   * a key that was got by it meanwhile is given back.
   *
   * @return a future that what {@code serve} would throw completes exceptionally
   */
  public CompletableFuture<Served> serveAsync(IncomingRequest request) {
    return AsyncServing.start(
        http(), ServeRequest.of(request), Served::new, ForkJoinPool.commonPool());
  }

  /** Decides as {@link #tryServe} does, without waiting for the store. */
  public CompletableFuture<Served> tryServeAsync(IncomingRequest request) {
    return http().tryServeAsync(ServeRequest.of(request), Served::new, ForkJoinPool.commonPool());
  }

  /**
   * Says what happens while the store can't be used, until told otherwise; for the night when it is
   * gone.
   *
   * @param reason 1 to 128 bytes of UTF-8, recorded in an event
   */
  public void setOnUnavailable(OnUnavailable mode, String reason) {
    http().setOnUnavailable(mode.mode(), Objects.requireNonNull(reason, "reason"));
  }

  private HttpHandle http() {
    return new HttpHandle(handle);
  }

  /**
   * Lets go of this object: each later use of it throws ClosedException. Claims and calls under way
   * go on. Nobody has to: the garbage collector does it, too.
   */
  @Override
  public void close() {
    handle = handle.closed();
  }

  boolean isClosed() {
    return handle.isClosed();
  }

  @Override
  public String toString() {
    return "Idempotency " + name();
  }
}
