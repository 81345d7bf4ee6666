package dev.backstay.kill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The keys that are not settled, in an order of chance that is another one each round. */
final class Rounds {
  private static final long PAUSE_MILLIS = 5;

  private final Random chance;
  private final List<String> open;

  Rounds(int keys, long seed) {
    chance = new Random(seed);
    open = new ArrayList<>(IntStream.range(0, keys).mapToObj(key -> "k" + key).toList());
  }

  /** Goes on until every key is settled. */
  void run(Worker worker) throws IOException, InterruptedException {
    while (!open.isEmpty()) {
      if (!round(worker) && !open.isEmpty()) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Returns whether it settled anything. */
  private boolean round(Worker worker) throws IOException, InterruptedException {
    Collections.shuffle(open, chance);
    List<String> left = new ArrayList<>();
    for (String key : open) {
      if (!worker.settle(key)) {
        left.add(key);
      }
    }
    boolean settled = left.size() < open.size();
    open.clear();
    open.addAll(left);
    return settled;
  }
}
