package dev.backstay.servlet;

/** The filter in a real Tomcat. */
class IdempotencyFilterOnTomcatTest extends IdempotencyFilterContract {
  IdempotencyFilterOnTomcatTest() {
    super(Containers::tomcat);
  }
}
