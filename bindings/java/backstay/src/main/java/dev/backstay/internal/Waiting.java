package dev.backstay.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;

/**
 * Waiting on the caller's own thread, platform or virtual: for a turn, or for the pause between two
 * attempts. Nothing here parks with a monitor held.
 */
public final class Waiting {
  private static volatile Steps steps = turn -> null;

  private Waiting() {}

  /**
   * What a test puts in the place of sleeping: whether the turn has entered, null where it has no
   * word.
   */
  @FunctionalInterface
  public interface Steps {
    /** Makes one step of a turn. */
    Boolean step(Turn turn);
  }

  /** Lets tests say when a wait is over. */
  public static void replaceSteps(Steps replacement) {
    steps = replacement;
  }

  static Boolean replacedStep(Turn turn) {
    return steps.step(turn);
  }

  /** Sleeps until the turn has entered. */
  static Pass await(Turn turn) {
    try {
      boolean entered;
      do {
        Boolean replaced = replacedStep(turn);
        entered = replaced == null ? step(turn) : replaced;
      } while (!entered);
    } catch (Throwable error) {
      turn.leave();
      throw error;
    }
    return turn.pass();
  }

  private static boolean step(Turn turn) {
    if (turn.timed() && (turn.waitNanos() == 0 || turn.passTime())) {
      requireUninterrupted(turn);
      return turn.enter();
    }
    Sleeper sleeper = new Sleeper(Thread.currentThread());
    long ticket = turn.ticket();
    turn.park(sleeper);
    if (!turn.timed()) {
      // Whoever ended between the answer and the parking had nobody to wake.
      if (turn.enter()) {
        return true;
      }
      if (turn.ticket() != ticket) {
        turn.unpark();
        return false;
      }
    }
    sleeper.sleep(turn);
    turn.unpark();
    turn.wakeWasMine();
    return turn.enter();
  }

  private static void requireUninterrupted(Turn turn) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          turn.policy().label() + ": the thread was interrupted while it waited");
    }
  }

  /** One sleep of one thread. */
  private static final class Sleeper implements Runnable {
    private final Thread thread;
    private volatile boolean awake;

    Sleeper(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void run() {
      awake = true;
      LockSupport.unpark(thread);
    }

    void sleep(Turn turn) {
      long until = System.nanoTime() + turn.waitNanos();
      while (!awake) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          return;
        }
        requireUninterrupted(turn);
        LockSupport.parkNanos(this, left);
      }
    }
  }
}
