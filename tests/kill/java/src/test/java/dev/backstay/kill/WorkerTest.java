package dev.backstay.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {
  private static final int KEYS = 20;

  @TempDir Path folder;

  @Test
  void everyKeyIsActedOnOnce() throws Exception {
    Path ledger = folder.resolve("ledger");
    String store = "sqlite:" + folder.resolve("keys.db");
    for (int seed = 0; seed < 2; seed++) {
      Main.settle(new Options(store, ledger, KEYS, 30_000, seed, Phase.NONE, 1));
    }
    List<String> lines = Files.readAllLines(ledger);
    assertEquals(KEYS, lines.size());
    assertEquals(KEYS, parts(lines, 0).size());
    assertEquals(KEYS, parts(lines, 1).size());
  }

  private static Set<String> parts(List<String> lines, int column) {
    return lines.stream().map(line -> line.split("\t")[column]).collect(Collectors.toSet());
  }
}
