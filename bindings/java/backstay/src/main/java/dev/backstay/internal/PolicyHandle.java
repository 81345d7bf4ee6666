package dev.backstay.internal;

import dev.backstay.BackstayException;
import dev.backstay.ClosedException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One reference to a policy of the library, with its hot words. Every guarded call goes through
 * here, whatever patterns the policy has: this class knows bits and numbers only.
 *
 * <p>A JVM can't go on in the child of a fork, so nothing here looks for one.
 */
public final class PolicyHandle {
  private static final AtomicLong ALIVE = new AtomicLong();
  private static final int WORD_BYTES = Long.BYTES;

  private final long address;
  private final RuntimeHandle runtime;
  private final String name;
  private final String key;
  private final ByteBuffer word;
  private final ByteBuffer stripes;
  private final ByteBuffer eventSequence;
  private final int stripeMask;
  private final int stripeStride;
  private final long lot;
  private final boolean joined;
  private final boolean manualClock;

  private PolicyHandle(long address, long[] gate, RuntimeHandle runtime, String name, String key) {
    this.address = address;
    this.runtime = runtime;
    this.name = name;
    this.key = key;
    word = NativeMemory.view(gate[FlatConstants.FLAT_GATE_WORD], WORD_BYTES);
    long count = gate[FlatConstants.FLAT_GATE_STRIPE_COUNT];
    stripeMask = (int) count - 1;
    stripeStride = (int) gate[FlatConstants.FLAT_GATE_STRIPE_STRIDE];
    stripes = NativeMemory.view(gate[FlatConstants.FLAT_GATE_STRIPES], count * stripeStride);
    eventSequence = NativeMemory.view(gate[FlatConstants.FLAT_GATE_EVENT_SEQUENCE], WORD_BYTES);
    lot = gate[FlatConstants.FLAT_GATE_LOT];
    joined = Flat.policy_needs_elapsed(address) == 1 || Flat.policy_has_deadlines(address) == 1;
    manualClock = Flat.policy_pass_time(address, Flat.policy_now(address)) == 1;
    ALIVE.incrementAndGet();
    RuntimeHandle.CLEANER.register(this, () -> release(address));
  }

  private static void release(long address) {
    Flat.policy_release(address);
    ALIVE.decrementAndGet();
  }

  /** How many references to policies this process holds; for tests of what the collector does. */
  public static long alive() {
    return ALIVE.get();
  }

  /** What a policy object has after its own close: every use says so, and no call starts. */
  private PolicyHandle(PolicyHandle open) {
    address = 0;
    runtime = open.runtime;
    name = open.name;
    key = open.key;
    word = ByteBuffer.allocateDirect(WORD_BYTES);
    stripes = word;
    eventSequence = word;
    stripeMask = 0;
    stripeStride = 0;
    lot = 0;
    joined = false;
    manualClock = open.manualClock;
  }

  /** Takes over the reference {@code address}. */
  static PolicyHandle of(long address, RuntimeHandle runtime, String name, String key) {
    long[] gate;
    try {
      gate = Results.numbers(Flat.policy_gate(address), FlatConstants.FLAT_GATE_LOT + 1);
    } catch (BackstayException error) {
      Flat.policy_release(address);
      throw error;
    }
    return new PolicyHandle(address, gate, runtime, name, key);
  }

  /** Returns what stands for a policy object that was closed. */
  public PolicyHandle closed() {
    return address == 0 ? this : new PolicyHandle(this);
  }

  /** Whether this stands for a policy object that was closed. */
  public boolean isClosed() {
    return address == 0;
  }

  /** The policy's name. */
  public String name() {
    return name;
  }

  /** The key of the instance, null where it has none. */
  public String key() {
    return key;
  }

  /** The runtime. */
  public RuntimeHandle runtime() {
    return runtime;
  }

  /** The policy's name, with the key where there is one. */
  public String label() {
    return key == null ? name : name + "[" + key + "]";
  }

  boolean manualClock() {
    return manualClock;
  }

  long lot() {
    return lot;
  }

  // Without a crossing.

  /** The gate word where a call may start with it as its token, else 0. */
  public long startWord() {
    long now = NativeMemory.load(word);
    return !joined && (now & Answers.GATE_START) != 0 ? now : 0;
  }

  /** Counts a success where it needs no report; false: report it. */
  public boolean succeedQuietly(long token) {
    if ((token & Answers.GATE_QUIET) == 0 || NativeMemory.load(word) != token) {
      return false;
    }
    // Successive numbers of threads fall on different stripes.
    int stripe = (int) Thread.currentThread().getId() & stripeMask;
    NativeMemory.add(stripes, stripe * stripeStride);
    Reference.reachabilityFence(this);
    return true;
  }

  // One crossing each.

  /**
   * Asks for a permit. The answer is a token, or what {@link Answers} reads; {@code times} gets
   * when the call started and when it must have ended, -1 where that is not known.
   */
  long enter(long ticket, long cost, long deadline, long[] times) {
    long answer;
    try {
      if (joined) {
        answer = Flat.policy_begin(address(), ticket, cost, deadline, times);
        times[1] = times[1] < 0 ? deadline : times[1];
      } else {
        answer = Flat.policy_enter_token(address(), ticket, cost, deadline);
        times[0] = Answers.UNKNOWN;
        times[1] = deadline;
      }
    } finally {
      Reference.reachabilityFence(this);
    }
    if (answer < 0) {
      if (Answers.enterWakes(answer)) {
        Lots.wakeFirst(lot);
      }
      if (Answers.enterCode(answer) == Codes.REASON_WAIT) {
        return answer;
      }
    }
    announceNews();
    return answer;
  }

  /**
   * Reports how a call ended. Where another attempt may follow, its ticket must be asked for at
   * once.
   */
  long exit(long token, int outcome, long started, long retryAfter) {
    long answer;
    try {
      answer =
          joined
              ? Flat.policy_end(address(), token, outcome, started, retryAfter)
              : Flat.policy_exit_token(address(), token, outcome, Answers.UNKNOWN, retryAfter);
    } finally {
      Reference.reachabilityFence(this);
    }
    if (Answers.has(answer, Codes.EXIT_WAKE)) {
      Lots.wakeFirst(lot);
    }
    return answer;
  }

  /** Reports what can't be repeated: another attempt is given up at once. */
  public void exitLast(long token, int outcome, long started, long retryAfter) {
    long answer = exit(token, outcome, started, retryAfter);
    if (Answers.has(answer, Codes.EXIT_AGAIN)) {
      leave(ticket(answer));
    }
    announceNews();
  }

  /** Logs what is new, if anything is. */
  void announceNews() {
    if (NativeMemory.load(eventSequence) != runtime.logged() && address != 0) {
      runtime.announce();
    }
    Reference.reachabilityFence(this);
  }

  long ticket(long answer) {
    try {
      return Flat.policy_ticket(address(), answer);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  void leave(long ticket) {
    long flags;
    try {
      flags = Flat.policy_leave(address(), ticket);
    } finally {
      Reference.reachabilityFence(this);
    }
    if (Answers.has(flags, Codes.EXIT_WAKE)) {
      Lots.wakeFirst(lot);
    }
  }

  boolean passTime(long nanos) {
    if (!manualClock) {
      return false;
    }
    try {
      return Flat.policy_pass_time(address(), now() + nanos) == 1;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Reads the runtime's clock. */
  public long now() {
    try {
      return Flat.policy_now(address());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Notes why a call failed, before its report. */
  public void cause(long token, String cause) {
    try {
      Flat.result_free(Flat.policy_cause(address(), token, Text.bytes(cause)));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Counts that a fallback supplied the result. */
  public void countFallback(int reason) {
    if (address == 0) {
      return;
    }
    try {
      Flat.result_free(Flat.policy_fallback(address, reason));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  // Cold.

  /** Returns the instance of a key. */
  public PolicyHandle keyed(String instance) {
    try {
      long keyed = Results.handle(Flat.policy_keyed(address(), Text.bytes(instance)));
      return of(keyed, runtime, name, instance);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns the snapshot, as JSON. */
  public String snapshot() {
    try {
      return Results.text(Flat.policy_snapshot(address()));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns what a Retry-After header means, in nanoseconds. */
  public long retryAfter(String header) {
    try {
      return Results.numbers(Flat.policy_retry_after(address(), Text.bytes(header)), 1)[0];
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Returns what the rate limit would answer, by FLAT_RATE_*. */
  public long[] rate(long cost) {
    try {
      int count = FlatConstants.FLAT_RATE_RESET_AFTER_NS + 1;
      return Results.numbers(Flat.rate_limit_peek(address(), cost), count);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Uses an operator control. */
  public void control(Control control, String reason) {
    try {
      Results.check(control.use(address(), Text.bytes(reason)));
    } finally {
      Reference.reachabilityFence(this);
    }
    announceNews();
  }

  /** Changes a bulkhead's limit, which may give places to all who wait. */
  public void setLimit(long limit, String reason) {
    control((policy, text) -> Flat.bulkhead_set_limit(policy, limit, text), reason);
    Lots.wakeAll(lot);
  }

  /** An operator control of the flat face. */
  @FunctionalInterface
  public interface Control {
    /** Calls it. */
    long use(long policy, byte[] reason);
  }

  private long address() {
    if (address == 0) {
      throw new ClosedException(label() + ": this policy object was closed");
    }
    return address;
  }
}
