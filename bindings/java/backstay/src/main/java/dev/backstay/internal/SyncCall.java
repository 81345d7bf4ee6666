package dev.backstay.internal;

import dev.backstay.BackstayException;
import dev.backstay.GuardedCall;
import dev.backstay.Outcome;

/** A guarded call on the caller's own thread. */
public final class SyncCall {
  private SyncCall() {}

  /** Enters by a crossing, calls, reports. Allocates nothing where the call succeeds at once. */
  public static <T, E extends Exception> T run(
      PolicyHandle policy, Rules rules, GuardedCall<? extends T, E> function) throws E {
    long deadline = rules.deadlineFor(policy);
    ThreadState state = ThreadState.current();
    long answer = policy.enter(0, rules.cost(), deadline, state.times);
    if (answer <= 0) {
      Pass pass = Entering.enterLater(policy, answer, rules.cost(), deadline);
      return attempts(policy, rules, function, deadline, pass);
    }
    long started = state.times[0];
    long due = state.times[1];
    T result;
    try {
      result = attempt(policy, function, due, state);
    } catch (Throwable error) {
      return afterFailure(policy, rules, function, deadline, new Pass(answer, started, due), error);
    }
    if (rules.judgesResults()) {
      Pass pass = new Pass(answer, started, due);
      return afterResult(policy, rules, function, deadline, pass, result);
    }
    succeed(policy, answer, started);
    return result;
  }

  /** Goes on with a call that began by the gate word and threw. */
  public static <T, E extends Exception> T afterGate(
      PolicyHandle policy,
      Rules rules,
      GuardedCall<? extends T, E> function,
      long word,
      Throwable error)
      throws E {
    Pass pass = new Pass(word, Answers.UNKNOWN, Answers.UNKNOWN);
    return afterFailure(policy, rules, function, Answers.UNKNOWN, pass, error);
  }

  /** Reports a success. */
  public static void succeed(PolicyHandle policy, long token, long started) {
    if (!policy.succeedQuietly(token)) {
      policy.exit(token, Codes.OUTCOME_SUCCESS, started, Answers.UNKNOWN);
      policy.announceNews();
    }
  }

  private static <T, E extends Exception> T attempts(
      PolicyHandle policy,
      Rules rules,
      GuardedCall<? extends T, E> function,
      long deadline,
      Pass pass)
      throws E {
    T result;
    try {
      result = attempt(policy, function, pass.due(), ThreadState.current());
    } catch (Throwable error) {
      return afterFailure(policy, rules, function, deadline, pass, error);
    }
    return afterResult(policy, rules, function, deadline, pass, result);
  }

  /** Plays a call whose last attempt threw, as long as the policy wants another one. */
  private static <T, E extends Exception> T afterFailure(
      PolicyHandle policy,
      Rules rules,
      GuardedCall<? extends T, E> function,
      long deadline,
      Pass ended,
      Throwable failure)
      throws E {
    Pass pass = ended;
    Throwable error = failure;
    T result = null;
    for (; ; ) {
      Verdict verdict = Conclusion.judge(policy, rules, pass, error, result);
      Turn turn = Conclusion.report(policy, rules, pass, deadline, verdict, error, result);
      if (turn == null) {
        return result(result, error);
      }
      pass = pause(turn, error);
      error = null;
      result = null;
      try {
        result = attempt(policy, function, pass.due(), ThreadState.current());
      } catch (Throwable next) {
        error = next;
      }
      if (error == null && !rules.judgesResults()) {
        succeed(policy, pass.token(), pass.started());
        return result;
      }
    }
  }

  private static <T, E extends Exception> T afterResult(
      PolicyHandle policy,
      Rules rules,
      GuardedCall<? extends T, E> function,
      long deadline,
      Pass pass,
      T result)
      throws E {
    if (!rules.judgesResults()) {
      succeed(policy, pass.token(), pass.started());
      return result;
    }
    Verdict verdict = Conclusion.judge(policy, rules, pass, null, result);
    if (verdict.outcome() == Outcome.SUCCESS && policy.succeedQuietly(pass.token())) {
      return result;
    }
    Turn turn = Conclusion.report(policy, rules, pass, deadline, verdict, null, result);
    return turn == null ? result : attempts(policy, rules, function, deadline, pause(turn, null));
  }

  private static Pass pause(Turn turn, Throwable last) {
    try {
      return Waiting.await(turn);
    } catch (BackstayException refusal) {
      throw Conclusion.after(refusal, last);
    }
  }

  /** Calls with the deadline in force, so that calls inside know it. */
  private static <T, E extends Exception> T attempt(
      PolicyHandle policy, GuardedCall<? extends T, E> function, long due, ThreadState state)
      throws E {
    if (due < 0) {
      return function.call();
    }
    RuntimeHandle clockBefore = state.clock();
    long deadlineBefore = state.deadline();
    state.set(policy.runtime(), due);
    try {
      return function.call();
    } finally {
      state.set(clockBefore, deadlineBefore);
    }
  }

  /** The function's result, or what it threw: an E, or unchecked, as the compiler has seen to. */
  @SuppressWarnings("unchecked")
  private static <T, E extends Exception> T result(T result, Throwable error) throws E {
    if (error == null) {
      return result;
    }
    if (error instanceof Error fatal) {
      throw fatal;
    }
    throw (E) error;
  }
}
