package dev.backstay.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstay.JacksonCodec;
import dev.backstay.JsonCodec;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Results under idempotency keys are written as the application writes its JSON. */
@AutoConfiguration(
    before = BackstayAutoConfiguration.class,
    afterName = "org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration")
@ConditionalOnClass(ObjectMapper.class)
public class BackstayJacksonAutoConfiguration {
  /** Takes the application's mapper. A codec of the application's own takes its place. */
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(ObjectMapper.class)
  public JsonCodec backstayJsonCodec(ObjectMapper mapper) {
    return new JacksonCodec(mapper);
  }
}
