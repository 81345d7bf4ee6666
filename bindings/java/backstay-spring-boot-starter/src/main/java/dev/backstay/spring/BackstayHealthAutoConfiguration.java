package dev.backstay.spring;

import dev.backstay.Backstay;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The actuator's health contributor {@code backstay}. */
@AutoConfiguration(after = BackstayAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Backstay.class)
public class BackstayHealthAutoConfiguration {
  /** Tells the state of every policy. */
  @Bean
  @ConditionalOnMissingBean(name = "backstayHealthIndicator")
  @ConditionalOnEnabledHealthIndicator("backstay")
  public HealthIndicator backstayHealthIndicator(Backstay runtime) {
    return new BackstayHealthIndicator(runtime);
  }
}
