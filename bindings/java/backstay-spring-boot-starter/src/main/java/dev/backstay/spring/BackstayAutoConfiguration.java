package dev.backstay.spring;

import dev.backstay.Backstay;
import dev.backstay.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ResourceUtils;

/** The runtime of {@code backstay.config}, and what {@link Guarded} does. */
@AutoConfiguration
@EnableConfigurationProperties(BackstayProperties.class)
public class BackstayAutoConfiguration {
  /**
   * Opens the configuration; a codec that is a bean writes results as JSON. A bean of the
   * application's own takes its place.
   */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  public Backstay backstay(
      BackstayProperties properties, ResourceLoader resources, ObjectProvider<JsonCodec> codec)
      throws IOException {
    Backstay runtime = open(properties, resources);
    codec.ifAvailable(runtime::setJsonCodec);
    return runtime;
  }

  private static Backstay open(BackstayProperties properties, ResourceLoader resources)
      throws IOException {
    String config = properties.getConfig();
    if (config == null || config.isBlank()) {
      return properties.isEnabled() ? Backstay.open() : Backstay.disabled();
    }
    if (ResourceUtils.isUrl(config)) {
      String json = resources.getResource(config).getContentAsString(StandardCharsets.UTF_8);
      return properties.isEnabled() ? Backstay.of(json) : Backstay.disabled(json);
    }
    Path file = Path.of(config);
    return properties.isEnabled() ? Backstay.open(file) : Backstay.disabled(Files.readString(file));
  }

  /** Puts guards around annotated methods. */
  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static GuardedBeanPostProcessor guardedBeanPostProcessor(ObjectProvider<Backstay> runtime) {
    return new GuardedBeanPostProcessor(runtime);
  }
}
