package dev.backstay.internal;

import dev.backstay.BackstayException;
import dev.backstay.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A guarded call whose result is a future. It holds no thread while it waits, pauses, or is under
 * way.
 */
public final class AsyncCall<T> {
  private final PolicyHandle policy;
  private final Rules rules;
  private final Supplier<? extends CompletionStage<? extends T>> function;
  private final Executor executor;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private long deadline;
  private Throwable last;
  private volatile Runnable canceller = () -> {};

  private AsyncCall(
      PolicyHandle policy,
      Rules rules,
      Supplier<? extends CompletionStage<? extends T>> function,
      Executor executor) {
    this.policy = policy;
    this.rules = rules;
    this.function = function;
    this.executor = executor;
  }

  /** Starts a call on the calling thread. */
  public static <T> CompletableFuture<T> start(
      PolicyHandle policy,
      Rules rules,
      Supplier<? extends CompletionStage<? extends T>> function,
      Executor executor) {
    AsyncCall<T> call = new AsyncCall<>(policy, rules, function, executor);
    call.result.whenComplete((value, error) -> call.canceller.run());
    try {
      call.deadline = rules.deadlineFor(policy);
      call.play(call.enter());
    } catch (Throwable error) {
      call.fail(error);
    }
    return call.result;
  }

  /** Asks for a permit; the future is done at once where there is nothing to wait for. */
  public static CompletableFuture<Pass> enter(PolicyHandle policy, Rules rules, Executor executor) {
    try {
      long deadline = rules.deadlineFor(policy);
      long[] times = ThreadState.current().times;
      long answer = policy.enter(0, rules.cost(), deadline, times);
      if (answer > 0) {
        return CompletableFuture.completedFuture(new Pass(answer, times[0], times[1]));
      }
      if (Answers.enterCode(answer) != Codes.REASON_WAIT) {
        throw Entering.refusal(policy, answer);
      }
      Turn turn = Turn.waiting(policy, answer, rules.cost(), deadline);
      AsyncWait wait = new AsyncWait(turn, executor);
      CompletableFuture<Pass> entered = wait.start();
      entered.whenComplete(
          (pass, error) -> {
            if (entered.isCancelled()) {
              wait.cancel();
            }
          });
      return entered;
    } catch (BackstayException refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  /** Completes a future with what a function returns or throws. */
  public static <T> void complete(CompletableFuture<T> future, Supplier<? extends T> function) {
    try {
      future.complete(function.get());
    } catch (Throwable error) {
      future.completeExceptionally(error);
    }
  }

  private Pass enter() {
    long[] times = ThreadState.current().times;
    long answer = policy.enter(0, rules.cost(), deadline, times);
    if (answer > 0) {
      return new Pass(answer, times[0], times[1]);
    }
    if (Answers.enterCode(answer) != Codes.REASON_WAIT) {
      throw Entering.refusal(policy, answer);
    }
    return await(Turn.waiting(policy, answer, rules.cost(), deadline));
  }

  /** Makes attempts for as long as nothing has to be waited for. */
  private void play(Pass first) {
    try {
      Pass pass = first;
      while (pass != null) {
        pass = new Attempt(pass).begin();
      }
    } catch (Throwable error) {
      fail(error);
    }
  }

  /** The pass where it is there at once, else null: the call goes on later. */
  private Pass await(Turn turn) {
    AsyncWait wait = new AsyncWait(turn, executor);
    canceller = wait::cancel;
    CompletableFuture<Pass> entered = wait.start();
    if (entered.isDone() && !entered.isCompletedExceptionally()) {
      return entered.join();
    }
    entered.whenComplete(
        (pass, error) -> {
          if (pass != null) {
            play(pass);
          } else {
            fail(error);
          }
        });
    if (result.isDone()) {
      wait.cancel();
    }
    return null;
  }

  private void fail(Throwable error) {
    result.completeExceptionally(Conclusion.after(Rules.unwrapped(error), last));
  }

  /**
   * One attempt. Its stage, its deadline and the caller's cancellation race to end it; the first
   * one does.
   */
  private final class Attempt {
    private final Pass pass;
    private final AtomicBoolean over = new AtomicBoolean();
    private CompletionStage<? extends T> stage;
    private volatile Future<?> timer;
    private Thread registrar;
    private boolean endedAtOnce;
    private T value;
    private Throwable thrown;

    Attempt(Pass pass) {
      this.pass = pass;
    }

    /** The pass of the next attempt where that can begin at once. */
    Pass begin() {
      canceller = this::cancel;
      if (result.isDone()) {
        cancel();
        return null;
      }
      Throwable error = null;
      try {
        stage = start();
      } catch (Throwable thrown) {
        error = thrown;
      }
      if (error != null) {
        return over.compareAndSet(false, true) ? ended(null, error) : null;
      }
      arm();
      registrar = Thread.currentThread();
      stage.whenComplete(this::stageEnded);
      registrar = null;
      if (endedAtOnce) {
        return ended(value, thrown);
      }
      if (result.isDone()) {
        cancel();
      }
      return null;
    }

    private void stageEnded(T stageValue, Throwable stageThrown) {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      stopTimer();
      if (registrar == Thread.currentThread()) {
        // It was over before anybody listened: the loop goes on, however many attempts there are.
        value = stageValue;
        thrown = stageThrown;
        endedAtOnce = true;
      } else {
        goOn(stageValue, stageThrown);
      }
    }

    private CompletionStage<? extends T> start() {
      if (pass.due() < 0) {
        return function.get();
      }
      DeadlineScope scope = new DeadlineScope(policy.runtime(), pass.due());
      try {
        return function.get();
      } finally {
        scope.end();
      }
    }

    private void goOn(T value, Throwable thrown) {
      try {
        play(ended(value, thrown));
      } catch (Throwable error) {
        fail(error);
      }
    }

    private Pass ended(T value, Throwable error) {
      if (error == null && !rules.judgesResults()) {
        SyncCall.succeed(policy, pass.token(), pass.started());
        result.complete(value);
        return null;
      }
      Verdict verdict = Conclusion.judge(policy, rules, pass, error, value);
      Turn turn = Conclusion.report(policy, rules, pass, deadline, verdict, error, value);
      if (turn != null) {
        last = error == null ? null : Rules.unwrapped(error);
        return await(turn);
      }
      if (error == null) {
        result.complete(value);
      } else {
        result.completeExceptionally(Rules.unwrapped(error));
      }
      return null;
    }

    private void arm() {
      // On a manual clock no time passes by itself.
      if (pass.due() >= 0 && !policy.manualClock()) {
        timer = Timers.after(pass.due() - policy.now(), this::timeOver);
      }
    }

    private void stopTimer() {
      Future<?> armed = timer;
      if (armed != null) {
        armed.cancel(false);
      }
    }

    private void timeOver() {
      long left = pass.due() - policy.now();
      if (left > 0) {
        timer = Timers.after(left, this::timeOver);
      } else if (over.compareAndSet(false, true)) {
        executor.execute(
            () -> {
              cut();
              String words = policy.label() + " cut the call: it did not end before its deadline";
              goOn(null, new TimeoutException(words));
            });
      }
    }

    private void cancel() {
      if (over.compareAndSet(false, true)) {
        stopTimer();
        policy.exitLast(pass.token(), Outcome.CANCELLED.value(), pass.started(), -1);
        cut();
      }
    }

    private void cut() {
      try {
        if (stage != null) {
          stage.toCompletableFuture().cancel(true);
        }
      } catch (UnsupportedOperationException unable) {
        // A stage that nobody can cancel goes on by itself.
      }
    }
  }
}
