package dev.backstay.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Properties, in applications that are started one after the other. */
class StandardIdempotencyTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String key = UUID.randomUUID().toString();

  @TempDir Path folder;

  private String post(String path, String... properties) throws Exception {
    SpringApplication application = new SpringApplication(Bookings.class);
    String[] arguments = new String[properties.length + 2];
    arguments[0] = "--server.port=0";
    arguments[1] = "--server.address=127.0.0.1";
    System.arraycopy(properties, 0, arguments, 2, properties.length);
    try (ConfigurableApplicationContext context = application.run(arguments)) {
      int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("Idempotency-Key", key)
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<String> first = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      HttpResponse<String> again = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return first.body() + ", " + again.body();
    }
  }

  @Test
  void controllersWithoutAnAnnotationMayHaveOne() throws Exception {
    String config = "--backstay.config=classpath:bookings.json";
    assertEquals("1, 1", post("/mails", config, "--backstay.idempotency.standard=mails"));
    assertEquals("1, 2", post("/free", config, "--backstay.idempotency.standard=mails"));
    assertEquals("1 7, 2 7", post("/rooms/7", config, "--backstay.idempotency.enabled=false"));
  }

  @Test
  void aNameThatIsNotConfiguredFailsTheStart() {
    Exception failed =
        assertThrows(
            Exception.class,
            () ->
                post(
                    "/mails",
                    "--backstay.config=classpath:bookings.json",
                    "--backstay.idempotency.standard=mials"));
    assertTrue(failed.getMessage().contains("mials"), failed.getMessage());
  }

  @Test
  void anApplicationThatIsStartedAnewReplays() throws Exception {
    Path config =
        java.nio.file.Files.writeString(
            folder.resolve("b.json"),
            """
            {"stores": {"main": "sqlite:%s"}, "idempotency": {"orders": {}, "strict": {}}}
            """
                .formatted(folder.resolve("keys.db")));
    assertEquals("callable 1, callable 1", post("/later/callable", "--backstay.config=" + config));
    assertEquals("callable 1, callable 1", post("/later/callable", "--backstay.config=" + config));
    assertEquals("future 1, future 1", post("/later/future", "--backstay.config=" + config));
  }
}
