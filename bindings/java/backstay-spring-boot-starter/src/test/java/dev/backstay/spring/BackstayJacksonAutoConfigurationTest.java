package dev.backstay.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstay.Backstay;
import dev.backstay.Idempotency;
import dev.backstay.JsonCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class BackstayJacksonAutoConfigurationTest {
  @TempDir Path directory;

  private ApplicationContextRunner context;

  @BeforeEach
  void configure() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("b.json"),
            "{\"stores\": {\"main\": \"memory:\"}, \"idempotency\": {\"orders\": {}}}");
    context =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    BackstayAutoConfiguration.class, BackstayJacksonAutoConfiguration.class))
            .withPropertyValues(
                "backstay.config=" + file, "spring.jackson.property-naming-strategy=SNAKE_CASE");
  }

  /** A result whose property has two words. */
  record Receipt(int orderNumber) {}

  /** The stored JSON of a receipt, which has been read again. */
  private static String stored(ApplicationContext made) {
    Idempotency orders = made.getBean(Backstay.class).idempotency("orders");
    Receipt receipt = new Receipt(7);
    assertThat(orders.<Receipt, RuntimeException>once("k", Receipt.class, () -> receipt))
        .isEqualTo(receipt);
    assertThat(orders.<Receipt, RuntimeException>once("k", Receipt.class, () -> null))
        .isEqualTo(receipt);
    return orders.claim("k").answer().orElseThrow().text();
  }

  @Test
  void resultsAreWrittenByTheApplicationsMapper() {
    context
        .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
        .run(made -> assertThat(stored(made)).isEqualTo("{\"order_number\":7}"));
  }

  @Test
  void anOwnCodecTakesItsPlace() {
    context
        .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
        .withUserConfiguration(Own.class)
        .run(made -> assertThat(stored(made)).isEqualTo("7"));
  }

  @Test
  void withoutAMapperTheLibrarysOwnWritesThem() {
    context.run(made -> assertThat(stored(made)).isEqualTo("{\"orderNumber\":7}"));
  }

  @Test
  void withoutJacksonThereIsNoCodec() {
    context
        .withClassLoader(new FilteredClassLoader(ObjectMapper.class))
        .run(
            made ->
                assertThat(made).hasSingleBean(Backstay.class).doesNotHaveBean(JsonCodec.class));
  }

  @Configuration(proxyBeanMethods = false)
  static class Own {
    @Bean
    JsonCodec numbers() {
      return new JsonCodec() {
        @Override
        public byte[] encode(Object value) {
          return Integer.toString(((Receipt) value).orderNumber()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] json, Type type) {
          return new Receipt(Integer.parseInt(new String(json, StandardCharsets.UTF_8)));
        }
      };
    }
  }
}
