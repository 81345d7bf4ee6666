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

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    List<String> lines = new ArrayList<>();
    System.out.println("| call | threads | ns | bytes | of ours |");
    System.out.println("|---|---|---|---|---|");
    for (int threads : new int[] {1, 2}) {
      Map<String, Row> rows = run(threads);
      rows.forEach(
          (name, row) -> {
            String kind = name.replaceAll("[A-Z].*", "");
            Row ours = rows.get(kind + "Backstay");
            double ratio = ours == null ? Double.NaN : row.nanos() / ours.nanos();
            System.out.println(line("| %s | %d | %.1f | %.0f | %.2f |", name, threads, row, ratio));
            if (ours != null) {
              lines.add(
                  line(
                      "{\"call\": \"%s\", \"threads\": %d, \"ns\": %.1f, \"bytes\": %.0f, \"of_ours\": %.2f}",
                      name, threads, row, ratio));
            }
          });
    }
    QueueBench.print();
    Files.writeString(directory.resolve("java.json"), "[" + String.join(",\n ", lines) + "]\n");
  }

  private static String line(String form, String name, int threads, Row row, double ratio) {
    return String.format(Locale.ROOT, form, name, threads, row.nanos(), row.bytes(), ratio);
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
