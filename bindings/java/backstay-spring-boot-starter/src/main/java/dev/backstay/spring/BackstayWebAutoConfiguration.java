package dev.backstay.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;

/** What answers a request whose handler was refused. */
@AutoConfiguration(after = BackstayAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
public class BackstayWebAutoConfiguration {
  /** Answers with problem details. */
  @Bean
  @ConditionalOnMissingBean
  public RejectedExceptionAdvice rejectedExceptionAdvice() {
    return new RejectedExceptionAdvice();
  }
}
