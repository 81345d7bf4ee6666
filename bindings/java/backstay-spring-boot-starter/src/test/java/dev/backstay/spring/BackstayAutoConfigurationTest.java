package dev.backstay.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstay.Backstay;
import dev.backstay.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class BackstayAutoConfigurationTest {
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(BackstayAutoConfiguration.class));

  @Test
  void aPathIsOpened(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("b.json"), "{\"policies\": {\"p\": {\"timeout\": \"1s\"}}}");
    context
        .withPropertyValues("backstay.config=" + file)
        .run(made -> assertThat(made.getBean(Backstay.class).policies()).containsExactly("p"));
  }

  @Test
  void guardsCanBeSwitchedOff() {
    context
        .withPropertyValues("backstay.config=classpath:shop.json", "backstay.enabled=false")
        .run(made -> assertThat(made.getBean(Backstay.class).info().disabled()).isTrue());
  }

  @Test
  void aWrongConfigurationFailsTheStartInTheLibrarysWords(@TempDir Path directory)
      throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("b.json"), "{\"policies\": {\"p\": {\"timeuot\": \"1s\"}}}");
    context
        .withPropertyValues("backstay.config=" + file)
        .run(
            made ->
                assertThat(made.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("policies.p.timeuot"));
  }

  @Test
  void anOwnRuntimeTakesItsPlace() {
    context
        .withUserConfiguration(Own.class)
        .run(made -> assertThat(made.getBean(Backstay.class).policies()).containsExactly("own"));
  }

  @Configuration(proxyBeanMethods = false)
  static class Own {
    @Bean
    Backstay backstay() {
      return Backstay.of("{\"policies\": {\"own\": {\"timeout\": \"1s\"}}}");
    }
  }
}
