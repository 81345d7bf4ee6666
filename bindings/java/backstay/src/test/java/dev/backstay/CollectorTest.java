package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.backstay.internal.PolicyHandle;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the collector does with what is forgotten, and what a call leaves for it. */
class CollectorTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static void collect() throws InterruptedException {
    System.gc();
    Thread.sleep(1);
  }

  @Test
  void aForgottenPermitIsCancelled() throws Exception {
    try (Backstay runtime = Runtimes.system("{'bulkhead': 1}")) {
      Policy policy = runtime.policy("p");
      policy.enter();
      while (policy.snapshot().integer("in_flight") != 0) {
        collect();
      }
      assertEquals("free", policy.call(() -> "free"));
    }
  }

  @Test
  void forgottenPoliciesAreReleased() throws Exception {
    long before = PolicyHandle.alive();
    try (Backstay runtime = Runtimes.system("{'circuit_breaker': 'standard'}")) {
      for (int key = 0; key < 1000; key++) {
        runtime.policy("p").keyed("k" + key).run(() -> {});
      }
    }
    while (PolicyHandle.alive() > before) {
      collect();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'circuit_breaker': {'consecutive_failures': 5}}",
        "{'circuit_breaker': {'failure_rate': {'threshold': 0.5, 'window': '10s', 'minimum_calls': 20}}}",
        "{'timeout': '10s', 'retry': {'attempts': 3}, 'circuit_breaker': 'standard', 'bulkhead': 4}"
      })
  void aHealthyCallAllocatesNothing(String patterns) {
    try (Backstay runtime = Runtimes.system(patterns)) {
      Policy policy = runtime.policy("p");
      GuardedCall<String, RuntimeException> call = () -> "result";
      for (int warm = 0; warm < 20_000; warm++) {
        policy.call(call);
      }
      int calls = 10_000;
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < calls; i++) {
        policy.call(call);
      }
      long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      // The measurement itself costs some bytes in all.
      assertEquals(0, (after - before) / calls);
    }
  }
}
