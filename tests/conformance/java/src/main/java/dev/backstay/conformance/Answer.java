package dev.backstay.conformance;

import dev.backstay.BackstayException;
import dev.backstay.RejectedException;
import dev.backstay.RetriesExhaustedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a step observes, in the words of the format. */
final class Answer {
  static final Map<String, Object> DONE = Map.of("done", true);
  static final Map<String, Object> ABSENT = Map.of("absent", true);

  private Answer() {}

  /** A step that answers, or throws. */
  @FunctionalInterface
  interface Act {
    Map<String, Object> answer() throws Throwable;
  }

  /** What a call came to: its value, a rejection or an error. */
  static Map<String, Object> of(Act act) {
    try {
      return act.answer();
    } catch (RetriesExhaustedException givenUp) {
      return map(
          "exhausted", givenUp.reason().label(),
          "attempts", givenUp.attempts(),
          "elapsed_ns", givenUp.elapsed().toNanos());
    } catch (RejectedException refusal) {
      return map(
          "rejected", refusal.reason().label(), "retry_after_ns", nanos(refusal.retryAfter()));
    } catch (BackstayException error) {
      return map("error", statusOf(error), "message", error.getMessage());
    } catch (Throwable error) {
      return map("interpreter", String.valueOf(error));
    }
  }

  /**
   * The catalogue's name of the status behind an exception: InvalidArgumentException is
   * invalid_argument.
   */
  private static String statusOf(BackstayException error) {
    String name = error.getClass().getSimpleName().replaceAll("Exception$", "");
    String snake = name.replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    return switch (snake) {
      case "config" -> "invalid_config";
      case "key_mismatch" -> "mismatch";
      case "corrupt_record" -> "corrupt";
      default -> snake;
    };
  }

  static Long nanos(Optional<Duration> duration) {
    return duration.map(Duration::toNanos).orElse(null);
  }

  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      made.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return made;
  }
}
