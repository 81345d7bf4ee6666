package dev.backstay.spring;

import dev.backstay.Backstay;
import dev.backstay.servlet.IdempotencyFilter;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;

/** What {@link Idempotent} does. */
@AutoConfiguration(after = BackstayAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnProperty(
    prefix = "backstay.idempotency",
    name = "enabled",
    havingValue = "true",
    matchIfMissing = true)
public class BackstayIdempotencyAutoConfiguration {
  /** Finds the annotations. */
  @Bean
  IdempotentHandlers idempotentHandlers(
      Backstay runtime, BackstayProperties properties, ObjectProvider<HandlerMapping> mappings) {
    return new IdempotentHandlers(runtime, properties.getIdempotency().getStandard(), mappings);
  }

  /** Registers the filter, which sees the pages of errors, too. */
  @Bean
  @ConditionalOnMissingBean(name = "idempotencyFilter")
  FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
      IdempotentHandlers handlers,
      BackstayProperties properties,
      ObjectProvider<IdempotencyFilterCustomizer> customizers) {
    IdempotencyFilter.Builder filter =
        IdempotencyFilter.choosing(handlers::of).route(IdempotentHandlers::route).errorPages(true);
    customizers.orderedStream().forEach(each -> each.customize(filter));
    FilterRegistrationBean<IdempotencyFilter> registration =
        new FilterRegistrationBean<>(filter.build());
    registration.setDispatcherTypes(
        DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
    registration.setOrder(properties.getIdempotency().getOrder());
    return registration;
  }
}
