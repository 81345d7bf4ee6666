package dev.backstay;

/**
 * What a policy guards: a function with a result, which may throw.
 *
 * @param <T> the result
 * @param <E> what it throws; a lambda that throws nothing checked needs no catch
 */
@FunctionalInterface
public interface GuardedCall<T, E extends Exception> {
  /** Makes the call. */
  T call() throws E;
}
