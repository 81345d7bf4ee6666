package dev.backstay.internal;

/**
 * A call that was told to come back: for its turn in a queue, or for its next attempt after a
 * pause.
 */
public final class Turn {
  private final PolicyHandle policy;
  private final long cost;
  private final long deadline;
  private long ticket;
  private long waitMicros;
  private boolean pause;
  private Pass pass;
  private Parked parked;
  private boolean woken;

  private Turn(PolicyHandle policy, long cost, long deadline) {
    this.policy = policy;
    this.cost = cost;
    this.deadline = deadline;
  }

  /** After an enter that answered wait. */
  static Turn waiting(PolicyHandle policy, long answer, long cost, long deadline) {
    Turn turn = new Turn(policy, cost, deadline);
    turn.waitFor(answer);
    return turn;
  }

  /** After an exit that answered again. */
  static Turn pausing(PolicyHandle policy, long ticket, long waitMicros, long cost, long deadline) {
    Turn turn = new Turn(policy, cost, deadline);
    turn.ticket = ticket;
    turn.waitMicros = waitMicros;
    turn.pause = true;
    return turn;
  }

  /** Whether time alone ends the wait. */
  boolean timed() {
    return pause || (ticket & Answers.TICKET_TIMED) != 0;
  }

  /** Whether this is the pause between two attempts. */
  public boolean pauses() {
    return pause;
  }

  /** How long to wait at most. */
  public long waitNanos() {
    return waitMicros * 1000;
  }

  long ticket() {
    return ticket;
  }

  PolicyHandle policy() {
    return policy;
  }

  boolean passTime() {
    return policy.passTime(waitNanos());
  }

  /** Lets {@code waker} be called when it may be this turn's time. */
  void park(Runnable waker) {
    woken = false;
    parked = new Parked(timed() ? 0 : policy.lot(), ticket, policy.runtime(), waker);
    Lots.park(parked);
  }

  /** Takes the registration back, and remembers whether it was woken. */
  void unpark() {
    if (parked != null && !Lots.unpark(parked)) {
      woken = true;
    }
  }

  /** The sleep is over: a wake was this caller's own. */
  void wakeWasMine() {
    parked = null;
    woken = false;
  }

  /**
   * Enters with the ticket: true where the call may go on, false where it must wait again. Throws
   * where the policy refuses after all.
   */
  public boolean enter() {
    long[] times = ThreadState.current().times;
    long asked = ticket;
    ticket = 0;
    pause = false;
    long answer = policy.enter(asked, cost, deadline, times);
    if (answer > 0) {
      pass = new Pass(answer, times[0], times[1]);
      passWakeOn();
      return true;
    }
    if (Answers.enterCode(answer) == Codes.REASON_WAIT) {
      waitFor(answer);
      return false;
    }
    passWakeOn();
    throw Entering.refusal(policy, answer);
  }

  /** Gives the ticket up. */
  void leave() {
    unpark();
    long lot = parked != null && woken ? parked.lot() : 0;
    parked = null;
    long asked = ticket;
    ticket = 0;
    if (asked != 0 && !policy.isClosed()) {
      policy.leave(asked);
    }
    Lots.wakeFirst(lot);
  }

  Pass pass() {
    return pass;
  }

  /**
   * A wake that came while this caller found its answer by itself, or gave up, may have been meant
   * for another.
   */
  private void passWakeOn() {
    unpark();
    if (parked != null && woken) {
      Lots.wakeFirst(parked.lot());
    }
    parked = null;
  }

  private void waitFor(long answer) {
    ticket = policy.ticket(answer);
    waitMicros = Answers.enterWaitMicros(answer);
  }
}
