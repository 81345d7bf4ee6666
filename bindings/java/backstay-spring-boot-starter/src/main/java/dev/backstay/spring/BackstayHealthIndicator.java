package dev.backstay.spring;

import dev.backstay.Backstay;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * Tells the state of every policy. The status is up as long as the runtime is: an open breaker says
 * that another service is ill, and no restart of this one would help.
 */
final class BackstayHealthIndicator extends AbstractHealthIndicator {
  private final Backstay runtime;

  BackstayHealthIndicator(Backstay runtime) {
    super("the runtime does not answer");
    this.runtime = runtime;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.up().withDetail("disabled", runtime.info().disabled());
    for (String name : runtime.policies()) {
      String state = runtime.policy(name).snapshot().state();
      builder.withDetail(name, state.isEmpty() ? "stateless" : state);
    }
  }
}
