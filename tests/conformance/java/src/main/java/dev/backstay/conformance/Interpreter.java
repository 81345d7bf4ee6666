package dev.backstay.conformance;

import static dev.backstay.conformance.Answer.ABSENT;
import static dev.backstay.conformance.Answer.DONE;
import static dev.backstay.conformance.Answer.map;

import dev.backstay.Backstay;
import dev.backstay.Deadline;
import dev.backstay.Permit;
import dev.backstay.Policy;
import dev.backstay.internal.Json;
import dev.backstay.internal.PolicyHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One runtime and what a vector's steps named. */
final class Interpreter {
  private final Backstay runtime;
  private final boolean asynchronous;
  private final Set<String> attempts;
  private final Map<String, Policy> policies = new HashMap<>();
  private final Map<String, Permit> permits = new HashMap<>();
  private final Set<String> reported = new HashSet<>();
  private final Map<String, HeldCall> held = new HashMap<>();
  private final Queues queues;
  private final Claims claims;
  private long now;

  /**
   * Makes the runtime that a vector is given.
   *
   * @param attempts names of permits whose attempts end one by one
   */
  Interpreter(Step given, boolean asynchronous, Set<String> attempts) throws IOException {
    this.asynchronous = asynchronous;
    this.attempts = attempts;
    String text = given.has("text") ? given.text("text") : Json.text(config(given));
    if (given.flag("disabled")) {
      runtime = Backstay.disabled(text);
    } else {
      runtime = given.has("text") ? fromFile(text) : Backstay.of(text);
    }
    queues = new Queues(runtime);
    claims = new Claims(runtime, asynchronous);
  }

  private static Map<String, Object> config(Step given) {
    return Step.of(given.get("config")).members();
  }

  private static Backstay fromFile(String text) throws IOException {
    Path file = Files.createTempFile("vector", ".json");
    try {
      Files.writeString(file, text);
      return Backstay.open(file);
    } finally {
      Files.delete(file);
    }
  }

  void finish() {
    held.values().forEach(HeldCall::cancel);
    permits.values().forEach(Permit::close);
    queues.close();
    runtime.close();
  }

  Map<String, Object> step(Step step) {
    Step args = step.args();
    String name = step.text("as");
    if (step.number("at_ns", 0) > now) {
      Map<String, Object> moved = Answer.of(() -> moveTo(step.number("at_ns", 0)));
      if (!moved.isEmpty()) {
        return moved;
      }
    }
    Map<String, Object> last = Map.of();
    for (long i = 0; i < step.number("times", 1); i++) {
      last = Answer.of(() -> unwrapped(() -> make(step.text("call"), args, name)));
    }
    return last;
  }

  /** Futures wrap what was thrown. */
  private static Map<String, Object> unwrapped(Answer.Act act) throws Throwable {
    try {
      return act.answer();
    } catch (CompletionException wrapped) {
      throw wrapped.getCause();
    }
  }

  private Map<String, Object> moveTo(long at) {
    now = clock(); // a pause may have moved it
    if (at > now) {
      runtime.advance(Duration.ofNanos(at - now));
      now = at;
    }
    return Map.of();
  }

  private long clock() {
    return runtime.now().toNanos();
  }

  private Map<String, Object> make(String call, Step args, String name) throws Throwable {
    return switch (call) {
      case "create" -> DONE;
      case "enter" -> enter(args, name);
      case "come_back" -> comeBack(args);
      case "leave" -> leave(args);
      case "end_attempt" -> endAttempt(args);
      case "deadline" -> deadline(args);
      case "drop" -> drop(args);
      case "call" -> call(args);
      case "policy" -> policyNamed(runtime.policy(args.text("name")), name);
      case "keyed" -> policyNamed(policy(args).keyed(args.text("key")), name);
      case "policies" -> map("names", runtime.policies());
      case "drop_policy" -> dropPolicy(args);
      case "events" -> Looks.events(runtime, args.number("since", 0));
      case "metrics" -> Looks.samples(metrics(args));
      case "check" -> Looks.check(Json.any(args.get("document")));
      case "advance" -> advance(args);
      case "now" -> map("now_ns", clock());
      case "close" -> done(runtime::close);
      default -> ofPolicyOrPermit(call, args, name);
    };
  }

  private Map<String, Object> ofPolicyOrPermit(String call, Step args, String name) {
    return switch (call) {
      case "success" -> report(args, Permit::success);
      case "failure" -> report(args, permit -> failure(permit, args));
      case "timeout" -> report(args, Permit::timeout);
      case "permanent" -> report(args, permit -> permit.permanent(args.text("cause", null)));
      case "cancelled" -> report(args, Permit::cancelled);
      case "neutral" -> report(args, Permit::neutral);
      case "snapshot" -> Looks.snapshot(policy(args));
      case "rate_limit" -> Looks.rateLimit(policy(args), args.number("cost", 1));
      case "retry_after" ->
          map("wait_ns", Answer.nanos(policy(args).retryAfter(args.text("header"))));
      case "force_open" -> forceOpen(args);
      case "force_closed" -> control(args, Policy::forceClosed);
      case "disable" -> control(args, Policy::disable);
      case "metrics_only" -> control(args, Policy::metricsOnly);
      case "reset" -> control(args, Policy::reset);
      case "reset_rate_limit" -> control(args, Policy::resetRateLimit);
      case "set_limit" ->
          control(args, (policy, reason) -> policy.setLimit(args.number("limit", 0), reason));
      default -> ofClaimOrQueue(call, args, name);
    };
  }

  private Map<String, Object> ofClaimOrQueue(String call, Step args, String name) {
    return switch (call) {
      case "claim" -> claims.claim(args, name);
      case "once" -> claims.once(args);
      case "wants", "serve", "set_on_unavailable" -> claims.ofRequest(call, args, name);
      case "complete_claim",
          "respond",
          "fail_claim",
          "release_claim",
          "heartbeat",
          "set_recovery_point",
          "drop_claim" ->
          claims.make(call, args);
      default -> queues.make(call, args, name);
    };
  }

  private Policy policy(Step args) {
    return policies.computeIfAbsent(args.text("policy", "payments"), runtime::policy);
  }

  private Policy guard(Step args) {
    Policy policy = policy(args);
    if (args.has("cost")) {
      policy = policy.costing(args.number("cost", 1));
    }
    if (args.has("deadline_ns")) {
      long left = Math.max(args.number("deadline_ns", 0) - clock(), 0);
      policy = policy.withDeadline(Duration.ofNanos(left));
    }
    return policy;
  }

  private Map<String, Object> enter(Step args, String name) throws Throwable {
    Policy policy = guard(args);
    boolean oneByOne = attempts.contains(name);
    HeldCall call = new HeldCall(in -> oneByOne ? attemptByAttempt(policy, in) : entered(policy));
    if (!name.isEmpty()) {
      held.put(name, call);
      return whereIs(name);
    }
    try {
      return outcome(call);
    } finally {
      call.cancel();
      if (call.told() instanceof Permit unnamed) {
        unnamed.close();
      }
    }
  }

  private Permit entered(Policy policy) {
    return asynchronous ? policy.enterAsync().join() : policy.enter();
  }

  /** A guarded call whose attempts end when the vector says so. */
  private Object attemptByAttempt(Policy policy, HeldCall call) throws Exception {
    return Calls.guarded(
        policy.retryable(error -> !(error instanceof Failing.Hopeless)),
        asynchronous,
        () -> {
          Long due = Deadline.timeLeft().map(left -> clock() + left.toNanos()).orElse(null);
          Failing.actOut((Step) call.stop(HeldCall.State.RUNNING, due));
          return null;
        });
  }

  /** Where a held call is now; with a permit it is held no longer. */
  private Map<String, Object> whereIs(String name) throws Throwable {
    HeldCall call = held.get(name);
    Map<String, Object> answer;
    try {
      answer = outcome(call);
    } catch (Throwable error) {
      held.remove(name);
      throw error;
    }
    if (call.state() == HeldCall.State.ENDED && !attempts.contains(name)) {
      permits.put(name, (Permit) call.told());
      held.remove(name);
    }
    return answer;
  }

  private Map<String, Object> outcome(HeldCall call) throws Throwable {
    if (call.state() == HeldCall.State.RAISED) {
      Throwable error = (Throwable) call.told();
      throw error instanceof CompletionException ? error.getCause() : error;
    }
    return call.waits() ? map("waiting", true, "wait_ns", call.told()) : map("admitted", true);
  }

  private Map<String, Object> comeBack(Step args) throws Throwable {
    HeldCall call = held.get(args.text("waiter"));
    if (call == null || !call.waits()) {
      return ABSENT;
    }
    call.comeBack();
    return whereIs(args.text("waiter"));
  }

  private Map<String, Object> leave(Step args) throws Throwable {
    HeldCall call = held.get(args.text("waiter"));
    if (call == null || !call.waits()) {
      return ABSENT;
    }
    call.cancel();
    held.remove(args.text("waiter"));
    return call.state() == HeldCall.State.RAISED && isLeft((Throwable) call.told())
        ? DONE
        : outcome(call);
  }

  private static boolean isLeft(Throwable error) {
    return error instanceof HeldCall.Left || error.getCause() instanceof HeldCall.Left;
  }

  private Map<String, Object> endAttempt(Step args) throws Throwable {
    HeldCall call = held.get(args.text("permit"));
    if (call == null || call.state() != HeldCall.State.RUNNING) {
      return ABSENT;
    }
    call.goOn(args);
    if (call.state() == HeldCall.State.PAUSING) {
      return map("again", true, "wait_ns", call.told());
    }
    boolean refused =
        call.state() == HeldCall.State.RAISED
            && !Failing.isOwn(Calls.unwrapped((Throwable) call.told()));
    return refused ? outcome(call) : DONE;
  }

  private Map<String, Object> deadline(Step args) {
    String name = args.text("permit");
    HeldCall call = held.get(name);
    if (call != null && call.state() == HeldCall.State.RUNNING) {
      return map("deadline_ns", call.told());
    }
    Permit permit = permits.get(name);
    if (permit == null || reported.contains(name)) {
      return ABSENT;
    }
    Long due = permit.timeLeft().map(left -> clock() + left.toNanos()).orElse(null);
    return map("deadline_ns", due);
  }

  private Map<String, Object> report(Step args, Consumer<Permit> act) {
    Permit permit = permits.get(args.text("permit"));
    if (permit == null) {
      return ABSENT;
    }
    act.accept(permit);
    reported.add(args.text("permit"));
    return DONE;
  }

  private static void failure(Permit permit, Step args) {
    String cause = args.text("cause", null);
    if (args.has("retry_after_ns")) {
      permit.failure(cause, Duration.ofNanos(args.number("retry_after_ns", 0)));
    } else {
      permit.failure(cause);
    }
  }

  private Map<String, Object> drop(Step args) {
    Permit permit = permits.remove(args.text("permit"));
    if (permit == null) {
      return ABSENT;
    }
    permit.close();
    return DONE;
  }

  private Map<String, Object> call(Step args) {
    List<Step> doings = args.doings();
    int[] called = {0};
    boolean hopeless =
        doings.stream().anyMatch(doing -> doing.text("does").equals("raise_permanent"));
    Calls.Function function =
        () -> {
          Step doing = doings.get(Math.min(called[0], doings.size() - 1));
          called[0]++;
          moveTo(clock() + doing.number("takes_ns", args.number("takes_ns", 0)));
          Failing.actOut(doing);
          return args.get("value");
        };
    Map<String, Object> found =
        Answer.of(
            () -> {
              Policy guard = guard(args);
              Policy policy =
                  hopeless ? guard.retryable(error -> !(error instanceof Failing.Hopeless)) : guard;
              return Calls.answer(policy, args, asynchronous, function);
            });
    if (found.containsKey("error")) {
      return found;
    }
    Map<String, Object> counted = new HashMap<>(found);
    counted.put("called", called[0]);
    return counted;
  }

  private Map<String, Object> policyNamed(Policy policy, String name) {
    policies.put(name, policy);
    return map("name", policy.name(), "key", policy.key().orElse(null));
  }

  /**
   * Lets go of a policy, and waits until the collector has noticed: whether somebody holds it
   * counts when keys are forgotten.
   */
  private Map<String, Object> dropPolicy(Step args) throws InterruptedException {
    long alive = PolicyHandle.alive();
    policies.remove(args.text("policy"));
    for (int look = 0; PolicyHandle.alive() >= alive; look++) {
      if (look == 1000) {
        throw new IllegalStateException("the collector leaves the policy alone");
      }
      System.gc();
      Thread.sleep(1);
    }
    return DONE;
  }

  private Map<String, Object> forceOpen(Step args) {
    if (args.has("duration_ns")) {
      Duration duration = Duration.ofNanos(args.number("duration_ns", 0));
      return control(args, (policy, reason) -> policy.forceOpen(reason, duration));
    }
    return control(args, Policy::forceOpen);
  }

  private Map<String, Object> control(Step args, BiConsumer<Policy, String> control) {
    control.accept(policy(args), args.text("reason"));
    return DONE;
  }

  private String metrics(Step args) {
    return args.has("process") ? runtime.metrics(args.text("process")) : runtime.metrics();
  }

  private Map<String, Object> advance(Step args) {
    long by = args.number("by_ns", 0);
    runtime.advance(Duration.ofNanos(by));
    now += by;
    return DONE;
  }

  private static Map<String, Object> done(Runnable act) {
    act.run();
    return DONE;
  }

  static Set<String> attemptsOf(List<Step> steps) {
    Set<String> names = new HashSet<>();
    steps.stream()
        .filter(step -> step.text("call").equals("end_attempt"))
        .forEach(step -> names.add(step.args().text("permit")));
    return names;
  }
}
