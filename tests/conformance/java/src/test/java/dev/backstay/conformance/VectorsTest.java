package dev.backstay.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.backstay.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One test a vector and form; what was observed is judged by compare.py, as for every language. */
class VectorsTest {
  private static final Path VECTORS = Path.of(System.getProperty("conformance.vectors"));
  private static final Path OBSERVED = Path.of(System.getProperty("conformance.observed"));

  private static Writer synchronous;
  private static Writer asynchronous;

  @BeforeAll
  static void open() throws IOException {
    Files.createDirectories(OBSERVED);
    synchronous = Files.newBufferedWriter(OBSERVED.resolve("java.jsonl"));
    asynchronous = Files.newBufferedWriter(OBSERVED.resolve("java-async.jsonl"));
  }

  @AfterAll
  static void close() throws IOException {
    synchronous.close();
    asynchronous.close();
  }

  @TestFactory
  Stream<DynamicTest> calls() throws IOException {
    return vectors().map(vector -> test(vector, false, synchronous));
  }

  @TestFactory
  Stream<DynamicTest> futures() throws IOException {
    return vectors().map(vector -> test(vector, true, asynchronous));
  }

  private static DynamicTest test(Map<String, Object> vector, boolean futures, Writer to) {
    return dynamicTest(
        String.valueOf(vector.get("id")),
        () -> {
          List<Map<String, Object>> observed = Vectors.observe(vector, futures);
          to.write(Json.text(Answer.map("id", vector.get("id"), "steps", observed)) + "\n");
          assertTrue(
              observed.stream().noneMatch(answer -> answer.containsKey("interpreter")),
              () -> observed.toString());
        });
  }

  private static Stream<Map<String, Object>> vectors() throws IOException {
    // Those that must fail are run, too: a judge that takes them for good is blind.
    Path wrong = VECTORS.resolveSibling("wrong");
    try (Stream<Path> files = Stream.concat(Files.walk(VECTORS), Files.walk(wrong))) {
      List<Path> documents =
          files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      return documents.stream().flatMap(file -> Json.objects(read(file), "vectors").stream());
    }
  }

  private static Map<String, Object> read(Path file) {
    try {
      return Json.object(Files.readString(file));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
