package dev.backstay.junit;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.backstay.Backstay;
import dev.backstay.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a fresh runtime on the manual clock: nobody sleeps, and time moves by {@link
 * Backstay#advance} alone.
 *
 * <pre>{@code
 * @RegisterExtension
 * final BackstayExtension backstay = BackstayExtension.of(Path.of("backstay.json"));
 *
 * @Test
 * void saysSorryWhilePaymentsAreOpen() {
 *   backstay.openPolicy("payments");
 *   assertEquals("sorry", new Shop(backstay.runtime()).pay());
 * }
 * }</pre>
 *
 * <p>With {@code @ExtendWith(BackstayExtension.class)} the configuration is {@code
 * $BACKSTAY_CONFIG}, else {@code ./backstay.json}. Tests may also take a {@link Backstay} or {@link
 * RecordedEvents} as a parameter. The pause between two attempts, and a wait that ends with time
 * alone, move the clock by themselves.
 */
public final class BackstayExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private final Map<String, Object> document;
  private Backstay runtime;
  private RecordedEvents events;

  /** Takes the configuration that is found. */
  public BackstayExtension() {
    this(read(found()));
  }

  private BackstayExtension(Map<String, Object> document) {
    this.document = new LinkedHashMap<>(document);
    this.document.put("clock", "manual");
  }

  /** Takes a configuration file. */
  public static BackstayExtension of(Path file) {
    return new BackstayExtension(read(file));
  }

  /** Takes a configuration document. */
  public static BackstayExtension of(String json) {
    return new BackstayExtension(parse(json));
  }

  /** Returns the runtime of the test that runs. */
  public Backstay runtime() {
    if (runtime == null) {
      throw new IllegalStateException("no test runs, so there is no runtime");
    }
    return runtime;
  }

  /** Returns a policy of the runtime. */
  public Policy policy(String name) {
    return runtime().policy(name);
  }

  /** Returns what has happened in the runtime. */
  public RecordedEvents events() {
    runtime();
    return events;
  }

  /** Forces a policy open, so that it refuses every call, and returns it. */
  public Policy openPolicy(String name) {
    Policy policy = policy(name);
    policy.forceOpen("forced open by a test");
    return policy;
  }

  /** Forces a policy open for a time, which refusals name, and returns it. */
  public Policy openPolicy(String name, Duration retryAfter) {
    Policy policy = policy(name);
    policy.forceOpen("forced open by a test", retryAfter);
    return policy;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    runtime = Backstay.of(document);
    events = new RecordedEvents(runtime);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    runtime.close();
    runtime = null;
    events = null;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Backstay.class || type == RecordedEvents.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Backstay.class ? runtime() : events();
  }

  private static Path found() {
    String named = System.getenv("BACKSTAY_CONFIG");
    return Path.of(named == null || named.isEmpty() ? "backstay.json" : named);
  }

  private static Map<String, Object> read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException error) {
      throw new UncheckedIOException(file + " can't be read", error);
    }
  }

  private static Map<String, Object> parse(String json) {
    try {
      return JSON.std.mapFrom(json);
    } catch (IOException error) {
      throw new UncheckedIOException("the configuration is no JSON object", error);
    }
  }
}
