package dev.backstay;

import dev.backstay.internal.ClaimHandle;
import dev.backstay.internal.Claimed;
import dev.backstay.internal.Durations;
import dev.backstay.internal.End;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/**
 * How a claim of an idempotency key ended, and the key where it is held: act, then end it by {@link
 * #complete}, {@link #fail} or {@link #release}. Any thread may use it.
 *
 * <p>The forms whose names end in {@code Async} never wait for the store. Their futures are
 * complete at once where the store doesn't block, else from the common pool; cancelling one takes
 * nothing back. The other forms wait for the store, without pinning a virtual thread, and to the
 * end: a thread that is interrupted meanwhile stays so.
 *
 * <p>Closed or forgotten without an end it holds the key until its lease runs out, since who
 * vanished may have acted.
 */
public final class Claim implements AutoCloseable {
  private final Claimed claimed;
  private volatile ClaimHandle handle;

  Claim(Claimed claimed) {
    this.claimed = claimed.withoutHandle();
    handle = claimed.handle();
  }

  /** Returns how the claim ended. */
  public ClaimStatus status() {
    return claimed.status();
  }

  /** Returns whether the key was the caller's when the claim ended: new, or taken over. */
  public boolean held() {
    return claimed.held();
  }

  /**
   * Returns a number greater than that of every claim before, for resources that refuse who comes
   * late; 0 where the key is not held.
   */
  public long fence() {
    return claimed.fence();
  }

  /** Returns how often the key changed hands because a lease had run out. */
  public long takeovers() {
    return claimed.takeovers();
  }

  /** Returns, in flight, how long it is until the other lease would run out. */
  public Optional<Duration> retryAfter() {
    return Durations.known(claimed.retryAfter());
  }

  /**
   * Returns, in flight and while the configured {@code wait} lasts, after how long to claim again,
   * with {@link ClaimOptions#waited} raised by it; empty once the wait is over.
   */
  public Optional<Duration> again() {
    return claimed.again() > 0 ? Durations.known(claimed.again()) : Optional.empty();
  }

  /** Returns what the holder said last of how far the work has come. */
  public Optional<String> recoveryPoint() {
    return Optional.of(claimed.recoveryPoint()).filter(point -> !point.isEmpty());
  }

  /**
   * Returns, where the key is not held, why there is no value, a stored failure's own words; empty
   * text else.
   */
  public String message() {
    return claimed.message();
  }

  /**
   * Returns the first caller's answer where there is one; without its body if that was not kept.
   */
  public Optional<Answer> answer() {
    return Optional.ofNullable(claimed.answer());
  }

  /**
   * Stores the answer and gives the key up.
   *
   * @throws LostLeaseException where the key is somebody else's, or the claim has ended
   */
  public void complete(Answer answer) {
    handle.say(End.complete(Objects.requireNonNull(answer, "answer")));
  }

  /**
   * Ends it with what a handler answered over HTTP, before that is sent. By its status and the
   * configuration the answer is stored, or the key is free, or left as a failure leaves it. Fields
   * that belong to one connection or one moment, and Set-Cookie, are not stored.
   *
   * @throws LostLeaseException where the key is somebody else's, or the claim has ended; send the
   *     answer all the same, since its effect has happened
   * @throws InvalidArgumentException for a field that would break the answer in two; the claim goes
   *     on
   */
  public void respond(HttpAnswer answer) {
    handle.say(End.respond(Objects.requireNonNull(answer, "answer")));
  }

  /** Says that the work failed, by what it threw; see {@link #fail(boolean, String, String)}. */
  public void fail(boolean retryable, Throwable error) {
    handle.say(End.fail(retryable, Objects.requireNonNull(error, "error")));
  }

  /**
   * Says that the work failed. Where that is retryable the next claim acts; otherwise as configured
   * the key stays held until its lease runs out, or the failure is the answer from now on.
   *
   * @param retryable whether nothing has happened, so that it may be tried again
   * @param type name of the error's kind, up to 255 bytes of UTF-8
   * @param message the error's words, up to 64 KiB of UTF-8
   * @throws LostLeaseException where the key is somebody else's, or the claim has ended
   */
  public void fail(boolean retryable, String type, String message) {
    handle.say(failure(retryable, type, message));
  }

  /**
   * Gives the key up as if it had never been claimed.
   *
   * @throws LostLeaseException where the key is somebody else's, or the claim has ended
   */
  public void release() {
    handle.say(End.release());
  }

  /**
   * Begins the lease anew.
   *
   * @throws LostLeaseException where the key is somebody else's, or the claim has ended
   */
  public void heartbeat() {
    handle.say(End.heartbeat());
  }

  /**
   * Says how far the work has come (1 to 4,096 bytes of UTF-8), for whoever takes the key over;
   * begins the lease anew.
   *
   * @throws LostLeaseException where the key is somebody else's, or the claim has ended
   */
  public void setRecoveryPoint(String point) {
    handle.say(End.recoveryPoint(Objects.requireNonNull(point, "point")));
  }

  /**
   * Stores the answer and gives the key up, without waiting for the store.
   *
   * @return a future that what {@link #complete} would throw completes exceptionally
   */
  public CompletableFuture<Void> completeAsync(Answer answer) {
    return later(End.complete(Objects.requireNonNull(answer, "answer")));
  }

  /**
   * Ends it with what a handler answered over HTTP, without waiting for the store.
   *
   * @return a future that what {@link #respond} would throw completes exceptionally
   */
  public CompletableFuture<Void> respondAsync(HttpAnswer answer) {
    return later(End.respond(Objects.requireNonNull(answer, "answer")));
  }

  /**
   * Says that the work failed, by what it threw, without waiting for the store; see {@link
   * #failAsync(boolean, String, String)}.
   */
  public CompletableFuture<Void> failAsync(boolean retryable, Throwable error) {
    return later(End.fail(retryable, Objects.requireNonNull(error, "error")));
  }

  /**
   * Says that the work failed, without waiting for the store.
   *
   * @param retryable whether nothing has happened, so that it may be tried again
   * @param type name of the error's kind, up to 255 bytes of UTF-8
   * @param message the error's words, up to 64 KiB of UTF-8
   * @return a future that what {@link #fail(boolean, String, String)} would throw completes
   *     exceptionally
   */
  public CompletableFuture<Void> failAsync(boolean retryable, String type, String message) {
    return later(failure(retryable, type, message));
  }

  /**
   * Gives the key up as if it had never been claimed, without waiting for the store.
   *
   * @return a future that what {@link #release} would throw completes exceptionally
   */
  public CompletableFuture<Void> releaseAsync() {
    return later(End.release());
  }

  /**
   * Begins the lease anew, without waiting for the store.
   *
   * @return a future that what {@link #heartbeat} would throw completes exceptionally
   */
  public CompletableFuture<Void> heartbeatAsync() {
    return later(End.heartbeat());
  }

  /**
   * Says how far the work has come (1 to 4,096 bytes of UTF-8) and begins the lease anew, without
   * waiting for the store.
   *
   * @return a future that what {@link #setRecoveryPoint} would throw completes exceptionally
   */
  public CompletableFuture<Void> setRecoveryPointAsync(String point) {
    return later(End.recoveryPoint(Objects.requireNonNull(point, "point")));
  }

  private CompletableFuture<Void> later(End end) {
    return handle.sayAsync(end, ForkJoinPool.commonPool());
  }

  private static End failure(boolean retryable, String type, String message) {
    return End.fail(
        retryable,
        Objects.requireNonNull(type, "type"),
        Objects.requireNonNull(message, "message"));
  }

  /**
   * Lets go of this object: each later attempt to end the claim throws ClosedException. The key is
   * not given up. Nobody has to close it: the garbage collector does it, too.
   */
  @Override
  public void close() {
    handle = ClaimHandle.CLOSED;
  }

  @Override
  public String toString() {
    return "Claim " + status();
  }
}
