package dev.backstay.servlet;

/** Answers through the filter in a real Jetty. */
class IdempotencyFilterAnswersOnJettyTest extends IdempotencyFilterAnswersContract {
  IdempotencyFilterAnswersOnJettyTest() {
    super(Containers::jetty);
  }
}
