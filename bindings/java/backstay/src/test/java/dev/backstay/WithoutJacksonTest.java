package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A service that has no Jackson databind, in a JVM of its own. */
class WithoutJacksonTest {
  /** What another JVM runs. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try (Backstay runtime = Runtimes.manualOrders("{}")) {
        Idempotency orders = runtime.idempotency("orders");
        for (int round = 0; round < 2; round++) {
          try {
            orders.once("k", String.class, () -> "called");
          } catch (UnsupportedException missing) {
            System.out.println(missing.getMessage());
          }
        }
        System.out.println(orders.claim("k").status());
        OnceOptions quoted = new OnceOptions().withCodec(new Quotes());
        orders.once("own", String.class, quoted, () -> "first");
        System.out.println(orders.once("own", String.class, quoted, () -> "second"));
      }
    }
  }

  /** A codec without Jackson. */
  private static final class Quotes implements JsonCodec {
    @Override
    public byte[] encode(Object value) {
      return ('"' + value.toString() + '"').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object decode(byte[] json, Type type) {
      return new String(json, StandardCharsets.UTF_8).replace("\"", "");
    }
  }

  @Test
  void whatIsMissingIsNamedBeforeAnythingHappens() throws Exception {
    String classes =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(place -> !place.contains("jackson-databind"))
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classes, Program.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    String[] lines = said.split("\n");
    assertTrue(lines[0].contains("com.fasterxml.jackson.core:jackson-databind"), said);
    assertEquals(lines[0], lines[1]);
    assertEquals(List.of("ok", "first"), List.of(lines).subList(2, 4), said);
  }
}
