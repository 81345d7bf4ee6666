package dev.backstay.servlet;

/** The filter in a real Jetty. */
class IdempotencyFilterOnJettyTest extends IdempotencyFilterContract {
  IdempotencyFilterOnJettyTest() {
    super(Containers::jetty);
  }
}
