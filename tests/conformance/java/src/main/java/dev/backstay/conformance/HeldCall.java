package dev.backstay.conformance;

import dev.backstay.internal.Turn;
import dev.backstay.internal.Waiting;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A call that stops where it would wait, pause or act, so that a vector's other steps can happen in
 * between.
 *
 * <p>It runs on a thread of its own, through the same methods that users call. What Backstay would
 * sleep on is told to the interpreter instead, and goes on when the vector says {@code come_back},
 * or is cancelled when it says {@code leave}.
 */
final class HeldCall {
  /** Nothing here sleeps, so whoever has said nothing for so long hangs. */
  private static final long SECONDS = 30;

  private static final ThreadLocal<HeldCall> HERE = new ThreadLocal<>();
  private static final Object COME_BACK = new Object();
  private static final Object LEAVE = new Object();

  static {
    Waiting.replaceSteps(HeldCall::step);
  }

  private final BlockingQueue<Object> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
  private final Thread thread;
  private Said last;

  /** Where a call is. */
  enum State {
    RUNNING,
    WAITING,
    PAUSING,
    ENDED,
    RAISED
  }

  /** What a call says. */
  record Said(State state, Object told) {}

  /** The caller is cancelled. */
  static final class Left extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** What is called. */
  @FunctionalInterface
  interface Act {
    Object call(HeldCall held) throws Exception;
  }

  HeldCall(Act act) {
    thread = new Thread(() -> run(act));
    thread.setDaemon(true);
    thread.start();
    listen();
  }

  State state() {
    return last.state();
  }

  Object told() {
    return last.told();
  }

  boolean waits() {
    return state() == State.WAITING || state() == State.PAUSING;
  }

  void comeBack() {
    goOn(COME_BACK);
  }

  /** Lets it go on, until it stops again. */
  void goOn(Object command) {
    asked.add(command);
    listen();
  }

  void cancel() {
    while (state() != State.ENDED && state() != State.RAISED) {
      goOn(LEAVE);
    }
  }

  /** On the call's own thread: says where it is, and waits for what to do. */
  Object stop(State state, Object told) {
    said.add(new Said(state, told));
    Object command = take(asked);
    if (command == LEAVE) {
      throw new Left();
    }
    return command;
  }

  private static Boolean step(Turn turn) {
    HeldCall call = HERE.get();
    if (call == null) {
      return null;
    }
    call.stop(turn.pauses() ? State.PAUSING : State.WAITING, turn.waitNanos());
    return turn.enter();
  }

  private void listen() {
    last = take(said);
  }

  private static <T> T take(BlockingQueue<T> queue) {
    try {
      T taken = queue.poll(SECONDS, TimeUnit.SECONDS);
      if (taken == null) {
        throw new IllegalStateException("a held call has said nothing for " + SECONDS + " s");
      }
      return taken;
    } catch (InterruptedException error) {
      throw new IllegalStateException(error);
    }
  }

  private void run(Act act) {
    HERE.set(this);
    try {
      said.add(new Said(State.ENDED, act.call(this)));
    } catch (Throwable error) {
      said.add(new Said(State.RAISED, error));
    }
  }
}
