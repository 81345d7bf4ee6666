package dev.backstay.internal;

/**
 * What a store is to do, submitted through a completion queue. Both calls are given the address of
 * the queue, and throw what the library says.
 */
interface Operation<T> {
  /** Hands it over under a token; the library's result, which the caller frees. */
  long submit(long queue, long token);

  /** Takes what it came to, which is used up by it; once. */
  T take(long queue, long result);

  /** Whose it is, as the library's messages begin. */
  String label();
}
