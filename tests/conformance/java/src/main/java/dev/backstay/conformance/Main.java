package dev.backstay.conformance;

import dev.backstay.internal.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One vector a line in, one {@code {"id", "steps"}} a line out, at once. */
public final class Main {
  // Held here, since a logger that nobody holds forgets its level.
  private static final Logger LOGGER = Logger.getLogger("dev.backstay");

  private Main() {}

  /** With {@code --asynchronous} calls are futures. */
  public static void main(String[] arguments) throws IOException {
    LOGGER.setLevel(Level.OFF);
    boolean asynchronous = List.of(arguments).contains("--asynchronous");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.println(Vectors.run(Json.object(line), asynchronous));
    }
  }
}
