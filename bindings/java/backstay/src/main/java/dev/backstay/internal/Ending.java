package dev.backstay.internal;

/**
 * How a function under a key ended.
 *
 * @param end what the library is told
 * @param error what the caller is told whatever comes of that, null where it is given a value
 */
record Ending(End end, Throwable error) {
  /**
   * What goes on to the caller, null for the value; {@code untold} is why the library wasn't told.
   */
  Throwable toCaller(Throwable untold) {
    if (error == null) {
      return untold;
    }
    if (untold != null) {
      error.addSuppressed(untold);
    }
    return error;
  }
}
