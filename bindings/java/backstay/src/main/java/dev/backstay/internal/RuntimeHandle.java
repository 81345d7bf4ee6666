package dev.backstay.internal;

import dev.backstay.JsonCodec;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One reference to a runtime of the library. Closing is logical; the reference goes with this
 * object, so nothing that is used after a close touches freed memory.
 */
public final class RuntimeHandle {
  static final Cleaner CLEANER = Cleaner.create();

  private final long address;
  private final AtomicLong logged = new AtomicLong();
  private final ReentrantLock making = new ReentrantLock();
  private volatile JsonCodec codec;
  private volatile CompletionLoop completions;

  private RuntimeHandle(long address) {
    this.address = address;
    CLEANER.register(this, () -> Flat.runtime_release(address));
  }

  /** Opens a configuration file; null: the one that is found. */
  public static RuntimeHandle open(String path) {
    NativeLibrary.load();
    return begin(Flat.runtime_open(path == null ? null : Text.bytes(path)));
  }

  /** Makes a runtime of a document. */
  public static RuntimeHandle create(String json) {
    NativeLibrary.load();
    return begin(Flat.runtime_create(Text.bytes(json)));
  }

  /** Makes a runtime that lets everything pass; null: any name is a policy. */
  public static RuntimeHandle disabled(String json) {
    NativeLibrary.load();
    return begin(Flat.runtime_create_disabled(json == null ? null : Text.bytes(json)));
  }

  private static RuntimeHandle begin(long result) {
    RuntimeHandle made = new RuntimeHandle(Results.handle(result));
    made.announce();
    return made;
  }

  /** Returns the policy of that name. */
  public PolicyHandle policy(String name) {
    try {
      long policy = Results.handle(Flat.runtime_policy(address, Text.bytes(name)));
      return PolicyHandle.of(policy, this, name, null);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns the idempotency of that name. */
  public IdempotencyHandle idempotency(String name) {
    try {
      long idempotency = Results.handle(Flat.runtime_idempotency(address, Text.bytes(name)));
      return new IdempotencyHandle(idempotency, this, name);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Says how results become JSON. */
  public void codec(JsonCodec given) {
    codec = given;
  }

  JsonCodec codec() {
    JsonCodec given = codec;
    return given == null ? Codecs.standard() : given;
  }

  /** Returns the policies' names, as JSON. */
  public String policies() {
    try {
      return Results.text(Flat.runtime_policies(address));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns what the runtime is, as JSON. */
  public String info() {
    try {
      return Results.text(Flat.runtime_info(address));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns Prometheus text. */
  public String metrics(String process) {
    try {
      return Results.text(
          Flat.runtime_metrics(address, process == null ? null : Text.bytes(process)));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns the events after a cursor, as JSON. */
  public String events(long since) {
    try {
      return Results.text(Flat.runtime_events(address, since));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Moves the manual clock. */
  public void advance(long nanos) {
    try {
      Results.check(Flat.runtime_advance(address, nanos));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Reads the clock. */
  public long now() {
    try {
      return Results.numbers(Flat.runtime_now(address), 1)[0];
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Makes a completion queue. */
  public QueueHandle queue(long capacity) {
    try {
      return new QueueHandle(Results.handle(Flat.queue_create(address, capacity)));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * What carries the answers of this runtime's stores; made at the first use. It goes with the
   * runtime, be that closed or forgotten.
   */
  CompletionLoop completions() {
    CompletionLoop known = completions;
    if (known != null) {
      return known;
    }
    making.lock();
    try {
      if (completions == null) {
        CompletionLoop made = CompletionLoop.start(queue(CompletionLoop.CAPACITY));
        CLEANER.register(this, made::close);
        completions = made;
      }
      return completions;
    } finally {
      making.unlock();
    }
  }

  /** Closes the runtime, and lets all who wait for it come back. */
  public void close() {
    announce();
    try {
      Results.check(Flat.runtime_close(address));
    } finally {
      Reference.reachabilityFence(this);
    }
    Lots.wakeRuntime(this);
  }

  /** How many events have been logged. */
  long logged() {
    return logged.get();
  }

  boolean claim(long since, long next) {
    return logged.compareAndSet(since, next);
  }

  /** Logs what is new. */
  void announce() {
    EventLog.announce(this);
  }
}
