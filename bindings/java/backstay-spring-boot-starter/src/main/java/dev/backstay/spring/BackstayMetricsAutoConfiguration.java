package dev.backstay.spring;

import dev.backstay.Backstay;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The runtime's metrics in the application's Micrometer registries. */
@AutoConfiguration(after = BackstayAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(Backstay.class)
public class BackstayMetricsAutoConfiguration {
  /** Binds the metrics. */
  @Bean
  @ConditionalOnMissingBean(BackstayMeterBinder.class)
  public MeterBinder backstayMeterBinder(Backstay runtime) {
    return new BackstayMeterBinder(runtime);
  }
}
