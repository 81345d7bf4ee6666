package dev.backstay;

/**
 * What a policy guards: an action without a result, which may throw.
 *
 * @param <E> what it throws
 */
@FunctionalInterface
public interface GuardedAction<E extends Exception> {
  /** Takes the action. */
  void run() throws E;
}
