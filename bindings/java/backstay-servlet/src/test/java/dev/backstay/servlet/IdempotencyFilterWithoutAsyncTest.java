package dev.backstay.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** A filter that was not mapped to the dispatcher type ASYNC. */
class IdempotencyFilterWithoutAsyncTest extends FilterTesting {
  IdempotencyFilterWithoutAsyncTest() {
    super(Containers::forgetfulJetty);
  }

  @Test
  void anAnswerWhoseEndIsUnseenIsSentAndNotKept() throws Exception {
    start(MEMORY, "{'lease': '60s'}");
    assertEquals("dispatched 1", post("/async-dispatch").body());
    HttpResponse<String> again = post("/async-dispatch");
    while (again.body().contains("idempotency_in_flight")) {
      // The container tells that it has ended the request when its answer is on the way already.
      again = post("/async-dispatch");
    }
    problem(409, "idempotency_body_not_kept", again);
    assertEquals(1, shop.effects.get());
  }
}
