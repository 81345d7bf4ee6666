package dev.backstay.conformance;

import static dev.backstay.conformance.Answer.ABSENT;
import static dev.backstay.conformance.Answer.DONE;
import static dev.backstay.conformance.Answer.map;

import dev.backstay.Backstay;
import dev.backstay.InvalidArgumentException;
import dev.backstay.Status;
import dev.backstay.internal.Completions;
import dev.backstay.internal.QueueHandle;
import dev.backstay.internal.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The completion queues of a vector, and what was drained of them. */
final class Queues {
  private static final int FIELDS = 4;
  private static final long AT_ONCE = 0;
  private static final long HELD = 1;

  private final Backstay runtime;
  private final Map<String, QueueHandle> queues = new HashMap<>();
  private final Map<String, Map<Long, Long>> results = new HashMap<>();

  Queues(Backstay runtime) {
    this.runtime = runtime;
  }

  void close() {
    queues.clear();
  }

  Map<String, Object> make(String call, Step args, String name) {
    if (call.equals("queue")) {
      queues.put(name, Completions.queue(runtime, args.number("capacity", 0)));
      results.put(name, new HashMap<>());
      return DONE;
    }
    QueueHandle queue = queues.get(args.text("queue", "queue"));
    Map<Long, Long> drained = results.get(args.text("queue", "queue"));
    long token = args.number("token", 0);
    return switch (call) {
      case "submit" -> submit(queue, token, args);
      case "complete" -> map("completed", queue.complete(token));
      case "cancel" -> map("cancelled", queue.cancel(token));
      case "drain" -> drain(queue, drained, (int) args.number("most", 64));
      case "take" ->
          drained.containsKey(token)
              ? map("data", Text.of(queue.take(drained.get(token))))
              : ABSENT;
      case "drop_result" -> dropResult(queue, drained, token);
      case "readable" -> map("readable", queue.readable());
      case "close_queue" -> closed(queue);
      default -> throw new IllegalArgumentException("no call " + call);
    };
  }

  private static Map<String, Object> submit(QueueHandle queue, long token, Step args) {
    byte[] data = Text.bytes(args.text("data"));
    boolean accepted = queue.submit(token, data, args.flag("held") ? HELD : AT_ONCE);
    return map(accepted ? "accepted" : "full", true);
  }

  private static Map<String, Object> drain(QueueHandle queue, Map<Long, Long> drained, int most) {
    long[] records = new long[most * FIELDS];
    int count = queue.drain(records);
    List<Map<String, Object>> answer = new ArrayList<>();
    for (int at = 0; at < count * FIELDS; at += FIELDS) {
      long token = records[at];
      long status = records[at + 1];
      letGo(queue, drained.remove(token));
      if (records[at + 2] != 0) {
        drained.put(token, records[at + 2]);
      }
      answer.add(map("token", token, "status", label(status), "length", records[at + 3]));
    }
    return map("records", answer);
  }

  /** The result of an earlier operation under the same token, used up or not. */
  private static void letGo(QueueHandle queue, Long result) {
    try {
      if (result != null) {
        queue.drop(result);
      }
    } catch (InvalidArgumentException usedUp) {
      // It was taken or dropped before.
    }
  }

  private static String label(long status) {
    return Arrays.stream(Status.values())
        .filter(known -> known.value() == status)
        .findFirst()
        .orElseThrow()
        .label();
  }

  private static Map<String, Object> dropResult(
      QueueHandle queue, Map<Long, Long> drained, long token) {
    if (!drained.containsKey(token)) {
      return ABSENT;
    }
    queue.drop(drained.get(token));
    return DONE;
  }

  private static Map<String, Object> closed(QueueHandle queue) {
    queue.close();
    return DONE;
  }
}
