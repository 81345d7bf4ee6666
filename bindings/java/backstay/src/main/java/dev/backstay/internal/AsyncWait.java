package dev.backstay.internal;

import dev.backstay.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Waiting without a thread: for a turn, or for the pause between two attempts. Who wakes it only
 * hands it on to the executor. One thread at a time has the turn; it changes hands by the state of
 * a nap.
 */
final class AsyncWait {
  private final Turn turn;
  private final Executor executor;
  private final CompletableFuture<Pass> done = new CompletableFuture<>();
  private volatile Nap nap;

  AsyncWait(Turn turn, Executor executor) {
    this.turn = turn;
    this.executor = executor;
  }

  /** Begins on this thread, and is done at once where there is nothing to wait for. */
  CompletableFuture<Pass> start() {
    goOn(false);
    return done;
  }

  /** The caller is gone: it leaves its queue. */
  void cancel() {
    done.cancel(false);
    Nap asleep = nap;
    if (asleep != null && asleep.take()) {
      turn.leave();
    }
  }

  private void goOn(boolean slept) {
    try {
      Step step = slept ? wakeUp() : step();
      while (step == Step.WAITS) {
        step = step();
      }
      if (step == Step.ENTERED && !done.complete(turn.pass())) {
        Pass pass = turn.pass();
        turn.policy().exitLast(pass.token(), Outcome.CANCELLED.value(), pass.started(), -1);
      }
    } catch (Throwable error) {
      turn.leave();
      done.completeExceptionally(error);
    }
  }

  private Step wakeUp() {
    nap = null;
    turn.unpark();
    turn.wakeWasMine();
    return enter();
  }

  private Step enter() {
    return turn.enter() ? Step.ENTERED : Step.WAITS;
  }

  private Step step() {
    Boolean replaced = Waiting.replacedStep(turn);
    if (replaced != null) {
      return replaced ? Step.ENTERED : Step.WAITS;
    }
    if (turn.timed() && (turn.waitNanos() == 0 || turn.passTime())) {
      return enter();
    }
    Nap next = new Nap();
    long ticket = turn.ticket();
    turn.park(next);
    if (!turn.timed()) {
      // Whoever ended between the answer and the parking had nobody to wake.
      if (turn.enter()) {
        return Step.ENTERED;
      }
      if (turn.ticket() != ticket) {
        turn.unpark();
        return Step.WAITS;
      }
    }
    nap = next;
    if (!next.begin(turn.waitNanos())) {
      return wakeUp();
    }
    // From here on the turn belongs to whoever takes the nap.
    if (done.isDone() && next.take()) {
      turn.leave();
    }
    return Step.ASLEEP;
  }

  /** What a step came to. */
  private enum Step {
    ENTERED,
    WAITS,
    ASLEEP
  }

  private enum Phase {
    PREPARING,
    ASLEEP,
    OVER
  }

  /** One sleep: whoever takes it, waker, timer or cancellation, goes on with the turn. */
  private final class Nap implements Runnable {
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.PREPARING);
    private volatile Future<?> timer;

    @Override
    public void run() {
      if (phase.compareAndSet(Phase.PREPARING, Phase.OVER)) {
        return;
      }
      if (take()) {
        executor.execute(() -> goOn(true));
      }
    }

    /** False where it was woken before it slept. */
    boolean begin(long nanos) {
      Future<?> started = Timers.after(nanos, this);
      timer = started;
      if (phase.compareAndSet(Phase.PREPARING, Phase.ASLEEP)) {
        return true;
      }
      started.cancel(false);
      return false;
    }

    boolean take() {
      if (!phase.compareAndSet(Phase.ASLEEP, Phase.OVER)) {
        return false;
      }
      timer.cancel(false);
      return true;
    }
  }
}
