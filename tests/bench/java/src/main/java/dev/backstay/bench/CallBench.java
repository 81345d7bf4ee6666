package dev.backstay.bench;

import dev.backstay.Backstay;
import dev.backstay.GuardedCall;
import dev.backstay.Policy;
import dev.backstay.RejectedException;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.function.CheckedSupplier;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One guarded call of an empty function by a breaker that all threads share. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class CallBench {
  private static final String CONFIGURATION =
      """
      {"policies": {
        "consecutive": {"circuit_breaker": {"consecutive_failures": 5}},
        "window": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20}}},
        "open": {"circuit_breaker": {"consecutive_failures": 5}}}}
      """;

  private final Supplier<String> empty = () -> "result";
  private final GuardedCall<String, RuntimeException> call = () -> "result";
  private final CheckedSupplier<String> checked = () -> "result";

  private Backstay runtime;
  private Policy consecutive;
  private Policy window;
  private Policy open;
  private CircuitBreaker countBased;
  private CircuitBreaker timeBased;
  private CircuitBreaker opened;
  private CircuitBreaker openedWithoutTrace;
  private dev.failsafe.CircuitBreaker<String> failsafe;
  private FailsafeExecutor<String> executor;
  private FailsafeExecutor<String> timeExecutor;

  /** Makes all candidates. */
  @Setup
  public void setUp() {
    Logger.getLogger("dev.backstay").setLevel(Level.OFF);
    runtime = Backstay.of(CONFIGURATION);
    consecutive = runtime.policy("consecutive");
    window = runtime.policy("window");
    open = runtime.policy("open");
    open.forceOpen("bench");
    countBased = CircuitBreaker.of("c", sliding(SlidingWindowType.COUNT_BASED, 100).build());
    timeBased = CircuitBreaker.of("t", sliding(SlidingWindowType.TIME_BASED, 10).build());
    opened = CircuitBreaker.of("o", sliding(SlidingWindowType.COUNT_BASED, 100).build());
    opened.transitionToForcedOpenState();
    openedWithoutTrace =
        CircuitBreaker.of(
            "w",
            sliding(SlidingWindowType.COUNT_BASED, 100).writableStackTraceEnabled(false).build());
    openedWithoutTrace.transitionToForcedOpenState();
    failsafe = dev.failsafe.CircuitBreaker.<String>builder().withFailureThreshold(5).build();
    executor = Failsafe.with(failsafe);
    timeExecutor =
        Failsafe.with(
            dev.failsafe.CircuitBreaker.<String>builder()
                .withFailureRateThreshold(50, 20, Duration.ofSeconds(10))
                .build());
  }

  private static CircuitBreakerConfig.Builder sliding(SlidingWindowType type, int size) {
    return CircuitBreakerConfig.custom().slidingWindowType(type).slidingWindowSize(size);
  }

  /** Closes the runtime. */
  @TearDown
  public void tearDown() {
    runtime.close();
  }

  /** The floor. */
  @Benchmark
  public String floor() {
    return empty.get();
  }

  @Benchmark
  public String consecutiveBackstay() {
    return consecutive.call(call);
  }

  @Benchmark
  public String consecutiveResilience4j() {
    return countBased.executeSupplier(empty);
  }

  @Benchmark
  public String consecutiveFailsafe() {
    return executor.get(checked);
  }

  /** Failsafe by hand. */
  @Benchmark
  public String consecutiveFailsafePermits() {
    failsafe.acquirePermit();
    String result = empty.get();
    failsafe.recordSuccess();
    return result;
  }

  @Benchmark
  public String windowBackstay() {
    return window.call(call);
  }

  @Benchmark
  public String windowResilience4j() {
    return timeBased.executeSupplier(empty);
  }

  @Benchmark
  public String windowFailsafe() {
    return timeExecutor.get(checked);
  }

  @Benchmark
  public Object openBackstay() {
    try {
      return open.call(call);
    } catch (RejectedException refused) {
      return refused;
    }
  }

  @Benchmark
  public Object openResilience4j() {
    try {
      return opened.executeSupplier(empty);
    } catch (CallNotPermittedException refused) {
      return refused;
    }
  }

  @Benchmark
  public Object openResilience4jWithoutTrace() {
    try {
      return openedWithoutTrace.executeSupplier(empty);
    } catch (CallNotPermittedException refused) {
      return refused;
    }
  }

  @Benchmark
  public Object openFailsafe() {
    try {
      failsafe.open();
      return executor.get(checked);
    } catch (CircuitBreakerOpenException refused) {
      return refused;
    }
  }
}
