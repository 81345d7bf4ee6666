package dev.backstay.conformance;

import static dev.backstay.conformance.Answer.map;

import dev.backstay.Policy;
import dev.backstay.WithFallback;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Guarded calls, on the calling thread or as futures. */
final class Calls {
  private Calls() {}

  /** What is guarded. */
  @FunctionalInterface
  interface Function {
    Object call() throws Exception;
  }

  static Object guarded(Policy policy, boolean asynchronous, Function function) throws Exception {
    return asynchronous
        ? policy.callAsync(future(function)).join()
        : policy.<Object, Exception>call(function::call);
  }

  static Map<String, Object> answer(
      Policy policy, Step args, boolean asynchronous, Function function) throws Throwable {
    try {
      return map("returned", returned(policy, args, asynchronous, function));
    } catch (Exception error) {
      Throwable thrown = unwrapped(error);
      if (Failing.isOwn(thrown)) {
        return map("raised", true);
      }
      throw thrown;
    }
  }

  private static Object returned(Policy policy, Step args, boolean asynchronous, Function function)
      throws Exception {
    if (!args.has("fallback")) {
      return guarded(policy, asynchronous, function);
    }
    WithFallback<Object> guard = policy.fallback(args.get("fallback"));
    if (args.flag("fallback_failures")) {
      guard = guard.on(Failing::isOwn);
    }
    return asynchronous
        ? guard.callAsync(future(function)).join()
        : guard.<Exception>call(function::call);
  }

  static Throwable unwrapped(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  static Supplier<CompletionStage<Object>> future(Function function) {
    return () -> {
      try {
        return CompletableFuture.completedFuture(function.call());
      } catch (Exception error) {
        return CompletableFuture.failedFuture(error);
      }
    };
  }
}
