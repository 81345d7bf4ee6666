package dev.backstay.examples;

import dev.backstay.Backstay;
import dev.backstay.servlet.BackstayFilter;
import dev.backstay.servlet.MetricsServlet;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * A Spring Boot service that takes payments and tells prices through an upstream, every upstream
 * call behind a policy: BACKSTAY_CONFIG=../backstay.json UPSTREAM_URL=http://127.0.0.1:9000 java
 * -jar spring-service.jar --server.port=8000
 */
@SpringBootApplication
public class CheckoutApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(CheckoutApplication.class, arguments);
  }

  /** Who asks for prices too often gets 429 and the RateLimit fields. */
  @Bean
  FilterRegistrationBean<BackstayFilter> prices(Backstay runtime) {
    var filter =
        BackstayFilter.builder(runtime.policy("prices"))
            .key(request -> request.getHeader("X-Customer"))
            .build();
    var registration = new FilterRegistrationBean<>(filter);
    registration.addUrlPatterns("/price");
    return registration;
  }

  @Bean
  ServletRegistrationBean<MetricsServlet> metrics(Backstay runtime) {
    return new ServletRegistrationBean<>(new MetricsServlet(runtime), "/metrics");
  }
}
