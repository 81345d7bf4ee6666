package dev.backstay.internal;

import dev.backstay.ClosedException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The completion queue of a runtime, and the one daemon thread that hands its records on. The
 * thread ends with the queue, which the runtime closes; no user's code runs on it.
 *
 * <p>What is in flight keeps its runtime from the collector, and nothing else here does.
 */
final class CompletionLoop {
  /** More may be in flight: those that find no place wait for one here, in their order. */
  static final int CAPACITY = 8192;

  private static final int BATCH = 64;
  private static final int TOKEN = 0;
  private static final int STATUS = 1;
  private static final int RESULT = 2;

  private final QueueHandle queue;
  private final Map<Long, Submitted<?>> inFlight = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Submitted<?>> withoutPlace = new ArrayDeque<>();
  private long lastToken;

  private CompletionLoop(QueueHandle queue) {
    this.queue = queue;
  }

  /** Begins to watch a queue of which nobody else drains anything. */
  static CompletionLoop start(QueueHandle queue) {
    CompletionLoop loop = new CompletionLoop(queue);
    Thread thread = new Thread(loop::run, "backstay-completions");
    thread.setDaemon(true);
    thread.start();
    return loop;
  }

  /**
   * Submits an operation, whose end is told by a task of the executor. Throws where the library
   * refuses it.
   */
  <T> Submitted<T> submit(Operation<T> operation, Executor executor) {
    Submitted<T> submitted = new Submitted<>(this, operation, executor);
    lock.lock();
    try {
      if (!withoutPlace.isEmpty() || !handOver(submitted)) {
        withoutPlace.add(submitted);
      }
    } finally {
      lock.unlock();
    }
    return submitted;
  }

  /** Ends what is in flight as closed, and then the thread. */
  void close() {
    queue.close();
  }

  /** Its caller has given it up; what that means is the library's decision. */
  void cancel(Submitted<?> submitted) {
    lock.lock();
    try {
      if (submitted.token != 0) {
        queue.cancel(submitted.token);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes what an operation came to. */
  <T> T take(int status, long result, Operation<T> operation) {
    if (status == Codes.STATUS_CLOSED) {
      throw new ClosedException(operation.label() + ": the runtime was closed");
    }
    if (status != Codes.STATUS_OK) {
      throw Failures.of(status, operation.label() + ": the store ended it without an answer");
    }
    try {
      return queue.take(result, operation);
    } finally {
      giveOutPlaces();
    }
  }

  /** Lets go of a result that nobody wants; 0 is none. */
  void drop(long result) {
    if (result != 0) {
      queue.drop(result);
      giveOutPlaces();
    }
  }

  /** Under the lock; false where the queue is full. */
  private boolean handOver(Submitted<?> submitted) {
    long token = ++lastToken;
    boolean accepted = false;
    // Its record may come before the submission has returned.
    inFlight.put(token, submitted);
    try {
      accepted = queue.submit(token, submitted.operation());
    } finally {
      if (!accepted) {
        inFlight.remove(token);
      }
    }
    if (accepted) {
      submitted.token = token;
      if (submitted.isGivenUp()) {
        queue.cancel(token);
      }
    }
    return accepted;
  }

  /** A place may have become free. */
  private void giveOutPlaces() {
    lock.lock();
    try {
      while (!withoutPlace.isEmpty() && moved(withoutPlace.element())) {
        withoutPlace.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean moved(Submitted<?> submitted) {
    try {
      return handOver(submitted);
    } catch (RuntimeException refused) {
      // Elsewhere, since this thread holds the lock.
      ForkJoinPool.commonPool().execute(() -> submitted.failed(refused));
      return true;
    }
  }

  private void run() {
    long[] records = new long[BATCH * Codes.RECORD_FIELDS];
    try {
      while (true) {
        queue.await(-1);
        handOut(records, queue.drain(records));
      }
    } catch (ClosedException over) {
      // The last record was handed out. What has no place yet is told the same by the library.
      giveOutPlaces();
    }
  }

  private void handOut(long[] records, int count) {
    for (int at = 0; at < count * Codes.RECORD_FIELDS; at += Codes.RECORD_FIELDS) {
      Submitted<?> submitted = inFlight.remove(records[at + TOKEN]);
      // None is a submission that the library accepted and then failed with.
      if (submitted != null) {
        submitted.arrived((int) records[at + STATUS], records[at + RESULT]);
      } else {
        drop(records[at + RESULT]);
      }
    }
    // Records without a result have left their places.
    giveOutPlaces();
  }
}
