package dev.backstay;

/** What becomes of requests and claims while the store of idempotency keys can't be used. */
public enum OnUnavailable {
  /** They are refused. */
  REFUSE(0),

  /** They run unguarded: twice where they come twice. */
  RUN(1),

  /** As the configuration says. */
  AS_CONFIGURED(-1);

  private final long mode;

  OnUnavailable(long mode) {
    this.mode = mode;
  }

  long mode() {
    return mode;
  }
}
