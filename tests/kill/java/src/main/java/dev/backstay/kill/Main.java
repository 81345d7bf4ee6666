package dev.backstay.kill;

import dev.backstay.Backstay;
import java.io.IOException;
import java.util.Map;

/** A worker of the kill loop, as tests/kill/README.md describes it. */
public final class Main {
  private static final int WRONG_OPTION = 2;
  private static final int BROKEN = 3;

  private Main() {}

  /** Ends with 0 once every key is settled. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    Options options;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException error) {
      System.err.println(error.getMessage());
      return WRONG_OPTION;
    }
    try {
      settle(options);
      return 0;
    } catch (IOException | InterruptedException | RuntimeException error) {
      System.err.println(error);
      return BROKEN;
    }
  }

  static void settle(Options options) throws IOException, InterruptedException {
    try (Killer killer = new Killer();
        Backstay runtime = Backstay.of(configuration(options));
        Ledger ledger = new Ledger(options.ledger())) {
      Countdown countdown = new Countdown(options.phase(), options.after());
      Worker worker = new Worker(runtime.idempotency("orders"), ledger, countdown, killer);
      new Rounds(options.keys(), options.seed()).run(worker);
    }
  }

  private static Map<String, Object> configuration(Options options) {
    Map<String, String> orders = Map.of("lease", options.leaseMillis() + "ms", "ttl", "1h");
    return Map.of(
        "stores", Map.of("main", options.store()), "idempotency", Map.of("orders", orders));
  }
}
