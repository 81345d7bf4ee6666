package dev.backstay;

/**
 * Says how a call ended, where the rules of {@link Policy#recording} and its neighbours don't
 * suffice.
 */
@FunctionalInterface
public interface CallJudge {
  /**
   * Judges one attempt.
   *
   * @param result what it returned; null where it threw
   * @param error what it threw; null where it returned
   * @return how it ended; null where this judge has no opinion, and the other rules hold
   */
  Report judge(Object result, Throwable error);
}
