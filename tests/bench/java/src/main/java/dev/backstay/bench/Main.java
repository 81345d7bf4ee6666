package dev.backstay.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benches at one and at two threads, prints a table and writes {@code java.json} into the
 * directory that is the first argument: nanoseconds and bytes a call, and each peer's time as a
 * multiple of ours.
 */
public final class Main {
  private Main() {}

  private record Row(double nanos, double bytes) {}

  /** What the benches are about, by how the names of their methods begin. */
  private static final Map<String, String> KINDS =
      Map.of("consecutive", "consecutive rule", "window", "time window", "open", "open, refused");

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    List<String> lines = new ArrayList<>();
    Map<String, Row> alone = run(1);
    Map<String, Row> both = run(2);
    for (String kind : List.of("consecutive", "window", "open")) {
      lines.addAll(show(kind, 1, alone));
      lines.addAll(show(kind, 2, both));
    }
    System.out.println("\n| two threads on one breaker | throughput of two / of one |\n|---|---:|");
    for (String name : List.of("consecutiveBackstay", "windowBackstay")) {
      double gain = 2 * alone.get(name).nanos() / both.get(name).nanos();
      System.out.printf(Locale.ROOT, "| %s | %.2f |%n", KINDS.get(kindOf(name)), gain);
    }
    QueueBench.print();
    Files.writeString(directory.resolve("java.json"), "[" + String.join(",\n ", lines) + "]\n");
  }

  /** Prints a table with our figure as the unit, and returns it as JSON objects. */
  private static List<String> show(String kind, int threads, Map<String, Row> rows) {
    double unit = rows.get(kind + "Backstay").nanos();
    List<String> lines = new ArrayList<>();
    System.out.printf(
        "%n| %s, threads: %d | ns | bytes a call | times ours |%n|---|---:|---:|---:|%n",
        KINDS.get(kind), threads);
    rows.forEach(
        (name, row) -> {
          if (kindOf(name).equals(kind)) {
            double times = row.nanos() / unit;
            String form =
                "{\"call\": \"%s\", \"threads\": %d, \"ns\": %.1f, \"bytes\": %.0f, \"times_ours\": %.2f}";
            System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.0f | %.1f |%n",
                label(name),
                row.nanos(),
                row.bytes(),
                times);
            lines.add(
                String.format(Locale.ROOT, form, name, threads, row.nanos(), row.bytes(), times));
          }
        });
    return lines;
  }

  private static String kindOf(String name) {
    return name.replaceAll("[A-Z].*", "");
  }

  /** A method such as openResilience4jWithoutTrace as words: Resilience4j without trace. */
  private static String label(String name) {
    String words = name.substring(kindOf(name).length()).replaceAll("(?<=.)(?=[A-Z])", " ");
    return words.isEmpty() ? name : words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
  }

  private static Map<String, Row> run(int threads) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(CallBench.class.getSimpleName())
                    .threads(threads)
                    .forks(2)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.milliseconds(500))
                    .addProfiler("gc")
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    Map<String, Row> rows = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
      if (bytes == null) {
        bytes = result.getSecondaryResults().get("·gc.alloc.rate.norm");
      }
      rows.put(name, new Row(result.getPrimaryResult().getScore(), bytes.getScore()));
    }
    return rows;
  }
}
