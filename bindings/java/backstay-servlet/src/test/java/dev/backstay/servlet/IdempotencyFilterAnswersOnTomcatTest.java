package dev.backstay.servlet;

/** Answers through the filter in a real Tomcat. */
class IdempotencyFilterAnswersOnTomcatTest extends IdempotencyFilterAnswersContract {
  IdempotencyFilterAnswersOnTomcatTest() {
    super(Containers::tomcat);
  }
}
