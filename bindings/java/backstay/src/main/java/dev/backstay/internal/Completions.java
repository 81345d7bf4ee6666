package dev.backstay.internal;

import dev.backstay.Backstay;
import java.util.function.Function;

/**
 * Completion queues of a runtime to be drained by hand, for the conformance vectors and the
 * benches; what users submit goes through the {@link CompletionLoop} of their runtime.
 */
public final class Completions {
  private static volatile Function<Backstay, RuntimeHandle> handles;

  private Completions() {}

  /** Tells how a runtime's handle is got; by Backstay itself. */
  public static void handlesBy(Function<Backstay, RuntimeHandle> function) {
    handles = function;
  }

  /** Makes a queue with so many places. */
  public static QueueHandle queue(Backstay runtime, long capacity) {
    return handles.apply(runtime).queue(capacity);
  }
}
