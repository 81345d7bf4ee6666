package dev.backstay;

import dev.backstay.internal.Completions;
import dev.backstay.internal.DeadlineScope;
import dev.backstay.internal.Documents;
import dev.backstay.internal.Durations;
import dev.backstay.internal.Json;
import dev.backstay.internal.Rules;
import dev.backstay.internal.RuntimeHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A runtime: what one configuration describes, with its clock, policies, idempotency keys, metrics
 * and events.
 *
 * <p>There is no global state: two runtimes share nothing. Any thread may use one. Each transition
 * is one line on the {@code System.Logger} named {@code dev.backstay}.
 */
public final class Backstay implements AutoCloseable {
  /** A disabled runtime takes any name; so many are kept at hand. */
  private static final int REMEMBERED = 4096;

  static {
    Completions.handlesBy(runtime -> runtime.handle);
  }

  private final RuntimeHandle handle;
  private final Map<String, Policy> policies = new ConcurrentHashMap<>();
  private final Map<String, Idempotency> idempotencies = new ConcurrentHashMap<>();

  private Backstay(RuntimeHandle handle) {
    this.handle = handle;
  }

  /**
   * Opens the configuration that is found: {@code $BACKSTAY_CONFIG}, else {@code ./backstay.json}.
   */
  public static Backstay open() {
    return new Backstay(RuntimeHandle.open(null));
  }

  /**
   * Opens a configuration file.
   *
   * @throws ConfigException with all errors of the document
   * @throws IoException for a file that can't be read
   */
  public static Backstay open(Path path) {
    String text = path.toString();
    return new Backstay(RuntimeHandle.open(text.isEmpty() ? "." : text));
  }

  /**
   * Makes a runtime of a configuration document.
   *
   * @throws ConfigException with all errors of the document
   */
  public static Backstay of(String json) {
    return new Backstay(RuntimeHandle.create(Objects.requireNonNull(json, "json")));
  }

  /** Makes a runtime of a configuration document: maps, lists, text, numbers, booleans. */
  public static Backstay of(Map<String, ?> document) {
    return of(Json.text(document));
  }

  /**
   * Makes a runtime whose policies let every call pass; any name is a policy. For tests, and for
   * the night when the guard itself is suspected.
   */
  public static Backstay disabled() {
    return new Backstay(RuntimeHandle.disabled(null));
  }

  /** Makes a runtime whose policies, those of the document, let every call pass. */
  public static Backstay disabled(String json) {
    return new Backstay(RuntimeHandle.disabled(Objects.requireNonNull(json, "json")));
  }

  /** Returns what is wrong with a configuration document. */
  public static ConfigReport check(String json) {
    return ConfigReport.of(Documents.check(Objects.requireNonNull(json, "json")));
  }

  /** Returns the JSON Schema of the configuration. */
  public static String schema() {
    return Documents.schema();
  }

  /** Returns the version of the native library, such as {@code 0.1.0}. */
  public static String version() {
    return Documents.version();
  }

  /**
   * Returns the policy of that name; the same name gives the same policy.
   *
   * @throws NotFoundException with near matches
   */
  public Policy policy(String name) {
    Policy known = policies.get(Objects.requireNonNull(name, "name"));
    if (known != null && !known.isClosed()) {
      return known;
    }
    Policy made = new Policy(handle.policy(name), Rules.DEFAULT);
    if (policies.size() >= REMEMBERED) {
      policies.clear();
    }
    return policies.merge(name, made, (old, mine) -> old.isClosed() ? mine : old);
  }

  /**
   * Returns the idempotency of that name; the same name gives the same one.
   *
   * @throws NotFoundException with near matches
   */
  public Idempotency idempotency(String name) {
    Idempotency known = idempotencies.get(Objects.requireNonNull(name, "name"));
    if (known != null && !known.isClosed()) {
      return known;
    }
    Idempotency made = new Idempotency(handle.idempotency(name));
    return idempotencies.merge(name, made, (old, mine) -> old.isClosed() ? mine : old);
  }

  /**
   * Says how results of {@link Idempotency#once} become JSON from now on, in place of {@link
   * JacksonCodec}.
   */
  public void setJsonCodec(JsonCodec codec) {
    handle.codec(Objects.requireNonNull(codec, "codec"));
  }

  /** Returns the names of the configured policies, in the order of the document. */
  public List<String> policies() {
    return Json.list(handle.policies()).stream().map(String.class::cast).toList();
  }

  /** Returns all metrics in the Prometheus text format. Reading consumes nothing. */
  public String metrics() {
    return handle.metrics(null);
  }

  /**
   * Returns all metrics with the label {@code process} on every sample, for several processes that
   * serve one port.
   */
  public String metrics(String process) {
    return handle.metrics(Objects.requireNonNull(process, "process"));
  }

  /**
   * Returns the events after a cursor, 0 for the oldest kept. Readers don't steal from each other.
   */
  public EventPage events(long since) {
    return EventPage.of(handle.events(since));
  }

  /** Returns what this runtime is. */
  public RuntimeInfo info() {
    return RuntimeInfo.of(handle.info());
  }

  /**
   * Moves the manual clock forward.
   *
   * @throws UnsupportedException where the clock is not manual
   */
  public void advance(Duration by) {
    handle.advance(Durations.nanos(by));
  }

  /** Returns the time on the runtime's clock, since its epoch. */
  public Duration now() {
    return Duration.ofNanos(handle.now());
  }

  /**
   * Puts a deadline in force for the guarded calls of this thread, until it is closed; an earlier
   * one that is in force stays.
   */
  public Deadline deadline(Duration limit) {
    long nanos = Durations.nanos(limit);
    if (nanos < 0) {
      throw new InvalidArgumentException("limit: " + limit + " is negative; allowed: 0 or more");
    }
    long due = handle.now() + nanos;
    return new Deadline(new DeadlineScope(handle, due < 0 ? Long.MAX_VALUE : due));
  }

  /**
   * Closes the runtime: from now on it and its policies throw ClosedException, also to those who
   * wait for their turn or for a store just now. Closing twice is fine.
   */
  @Override
  public void close() {
    policies.clear();
    idempotencies.clear();
    handle.close();
  }
}
