package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backstay.internal.ClaimHandle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Claims by hand. What the statuses follow from is in the conformance vectors. */
class ClaimTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  @Test
  void theFirstHoldsTheKeyAndLaterOnesGetItsAnswer() {
    try (Backstay runtime = Runtimes.manualOrders("{'wait': '1s'}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim first = orders.claim("k", "request 1");
      assertEquals(ClaimStatus.NEW, first.status());
      assertTrue(first.held());
      assertTrue(first.fence() > 0);
      assertEquals(Optional.empty(), first.answer());

      Claim second = orders.claim("k");
      assertEquals(ClaimStatus.IN_FLIGHT, second.status());
      assertFalse(second.held());
      assertEquals(0, second.fence());
      assertEquals(Optional.of(LEASE), second.retryAfter());
      Duration again = second.again().orElseThrow();
      assertTrue(again.compareTo(Duration.ZERO) > 0, again.toString());
      assertTrue(second.message().contains("\"k\" is in flight"), second.message());

      byte[] bytes = {0, -1, 'x'};
      Answer answer = new Answer(AnswerKind.VALUE, 201, "application/x", "a: b", bytes);
      first.complete(answer);
      Claim third = orders.claim("k", "request 1");
      assertEquals(ClaimStatus.REPLAY, third.status());
      assertEquals(Optional.of(answer), third.answer());
      assertEquals(ClaimStatus.MISMATCH, orders.claim("k", "request 2").status());
      assertEquals("orders", orders.name());
    }
  }

  @Test
  void whoComesLateLosesTheLease() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim late = orders.claim("k");
      late.setRecoveryPoint("charged");
      runtime.advance(LEASE);
      Claim next = orders.claim("k");
      assertEquals(ClaimStatus.TAKEN_OVER, next.status());
      assertEquals(Optional.of("charged"), next.recoveryPoint());
      assertEquals(1, next.takeovers());
      assertTrue(next.fence() > late.fence());
      for (Executable act :
          List.<Executable>of(
              () -> late.complete(Answer.json("1")),
              () -> late.fail(true, new IOException("no route")),
              late::release,
              late::heartbeat,
              () -> late.setRecoveryPoint("shipped"))) {
        var lost = assertThrows(LostLeaseException.class, act);
        assertEquals("the key is not the claim's any more; nothing was changed", lost.getMessage());
      }
      next.heartbeat();
      next.complete(Answer.json("2"));
      assertEquals("2", orders.claim("k").answer().orElseThrow().text());
    }
  }

  @Test
  void aClaimThatHoldsNothingEndsNothing() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim first = orders.claim("k");
      assertThrows(LostLeaseException.class, orders.claim("k")::release);
      first.complete(Answer.json("1"));
      assertThrows(LostLeaseException.class, () -> orders.claim("k").complete(Answer.json("2")));
    }
  }

  @Test
  void aFailureIsToldByWhatWasThrown() {
    try (Backstay runtime = Runtimes.manualOrders("{'on_failure': 'store'}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("a").fail(true, new IOException("no route"));
      assertEquals(ClaimStatus.NEW, orders.claim("a").status());

      orders
          .claim("b")
          .fail(false, new IOException("half \ud83d of a pair, " + "é".repeat(40_000)));
      Claim told = orders.claim("b");
      assertEquals(AnswerKind.FAILURE, told.answer().orElseThrow().kind());
      assertTrue(told.answer().orElseThrow().text().startsWith("{\"error\":\"IOException\","));
      assertTrue(told.message().startsWith("half ? of a pair, éé"), told.message());
      assertTrue(told.message().endsWith("é"), "cut between characters");

      orders.claim("c").fail(false, "Declined", "no funds");
      assertEquals("no funds", orders.claim("c").message());
      orders.claim("d").fail(false, "x".repeat(256), "");
      assertTrue(
          orders.claim("d").answer().orElseThrow().text().contains("\"" + "x".repeat(255) + "\""));
    }
  }

  @Test
  void scopesLeasesAndWaitsAreOptions() {
    try (Backstay runtime = Runtimes.manualOrders("{'wait': '1s'}")) {
      Idempotency orders = runtime.idempotency("orders");
      ClaimOptions brief = new ClaimOptions().withLease(Duration.ofMillis(10));
      assertEquals(ClaimStatus.NEW, orders.claim("k", "", brief).status());
      assertEquals(ClaimStatus.NEW, orders.claim("k", "", brief.withScope("tenant")).status());
      assertEquals(
          Optional.empty(), orders.claim("k", "", brief.withWaited(Duration.ofSeconds(1))).again());
      runtime.advance(Duration.ofMillis(10));
      assertEquals(ClaimStatus.TAKEN_OVER, orders.claim("k").status());
      for (Duration wrong :
          List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
        var lease =
            assertThrows(
                InvalidArgumentException.class,
                () -> orders.claim("x", "", new ClaimOptions().withLease(wrong)));
        assertTrue(lease.getMessage().contains("lease_ns"), lease.getMessage());
      }
      assertThrows(
          InvalidArgumentException.class,
          () -> orders.claim("x", "", new ClaimOptions().withWaited(Duration.ofNanos(-1))));
    }
  }

  @Test
  void misuseIsRefusedInWords() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      var near = assertThrows(NotFoundException.class, () -> runtime.idempotency("ordres"));
      assertTrue(near.getMessage().contains("\"orders\""), near.getMessage());
      for (String key : List.of("", "k".repeat(256), "half \ud83d")) {
        assertThrows(InvalidArgumentException.class, () -> orders.claim(key), key);
      }
      Claim claim = orders.claim("grüße 🚀");
      for (Executable act :
          List.<Executable>of(
              () -> runtime.idempotency(null),
              () -> runtime.setJsonCodec(null),
              () -> orders.claim(null),
              () -> orders.claim("k", null),
              () -> orders.claim("k", "", null),
              () -> orders.once(null, String.class, () -> ""),
              () -> orders.once("k", null, () -> ""),
              () -> orders.once("k", String.class, null),
              () -> orders.once("k", String.class, null, () -> ""),
              () -> orders.onceAsync("k", String.class, null),
              () -> new OnceOptions().withScope(null),
              () -> new ClaimOptions().withLease(null),
              () -> new Answer(null, 0, "", "", new byte[0]),
              () -> claim.complete(null),
              () -> claim.setRecoveryPoint(null),
              () -> claim.fail(true, null))) {
        assertThrows(NullPointerException.class, act);
      }
      assertEquals(ClaimStatus.NEW, orders.claim("k").status());
    }
  }

  @Test
  void aClosedClaimKeepsItsKeyAndNoMemory() throws Exception {
    long before = ClaimHandle.alive();
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim claim = orders.claim("k");
      claim.close();
      claim.close();
      for (Executable act :
          List.<Executable>of(
              () -> claim.complete(Answer.json("1")),
              () -> claim.fail(true, "", ""),
              claim::release,
              claim::heartbeat,
              () -> claim.setRecoveryPoint("point"))) {
        assertThrows(ClosedException.class, act);
      }
      while (ClaimHandle.alive() > before) {
        collect();
      }
      assertEquals(ClaimStatus.NEW, claim.status());
      assertEquals(ClaimStatus.IN_FLIGHT, orders.claim("k").status());
      runtime.advance(LEASE);
      assertEquals(ClaimStatus.TAKEN_OVER, orders.claim("k").status());
    }
  }

  @Test
  void aClosedIdempotencyObjectIsClosedAndTheRuntimesGoesOn() {
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      Idempotency orders = runtime.idempotency("orders");
      assertSame(orders, runtime.idempotency("orders"));
      Claim claim = orders.claim("k");
      orders.close();
      orders.close();
      closed(orders);
      claim.complete(Answer.json("1"));
      assertEquals(ClaimStatus.REPLAY, runtime.idempotency("orders").claim("k").status());
    }
  }

  @Test
  void everythingAfterTheRuntimesCloseIsClosed() {
    Backstay runtime = Runtimes.manualOrders("{}");
    Idempotency orders = runtime.idempotency("orders");
    Claim claim = orders.claim("k");
    runtime.close();
    closed(orders);
    assertThrows(ClosedException.class, () -> runtime.idempotency("orders"));
    assertThrows(ClosedException.class, () -> claim.complete(Answer.json("1")));
    assertThrows(ClosedException.class, claim::release);
    claim.close();
  }

  @Test
  void whatIsClosedUnderManyClaimsHarmsNobody() throws Exception {
    for (int round = 0; round < 50; round++) {
      Backstay runtime = Runtimes.systemOrders("{}");
      Idempotency orders = runtime.idempotency("orders");
      Claim shared = orders.claim("shared");
      List<Thread> threads =
          List.of(
              untilClosed(() -> orders.claim("k").release()),
              untilClosed(() -> orders.claim("k")),
              untilClosed(shared::heartbeat),
              untilClosed(() -> shared.setRecoveryPoint("point")));
      threads.forEach(Thread::start);
      if (round % 2 == 0) {
        orders.close();
        shared.close();
        collect();
      }
      runtime.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThrows(ClosedException.class, shared::release);
    }
  }

  /** Acts until it is told that something was closed. */
  private static Thread untilClosed(Runnable act) {
    return new Thread(
        () -> {
          try {
            while (true) {
              try {
                act.run();
              } catch (LostLeaseException lost) {
                // Somebody else holds the key just now.
              }
            }
          } catch (ClosedException closed) {
            // As it should be.
          }
        });
  }

  private static void collect() throws InterruptedException {
    System.gc();
    Thread.sleep(1);
  }

  private static void closed(Idempotency orders) {
    assertThrows(ClosedException.class, () -> orders.claim("other"));
    assertThrows(ClosedException.class, () -> orders.once("other", String.class, () -> "x"));
    Throwable later =
        orders.onceAsync("other", String.class, () -> null).handle((v, error) -> error).join();
    assertEquals(ClosedException.class, later.getClass());
    assertEquals("orders", orders.name());
  }

  @Test
  void forgottenClaimsAreFreedAndKeepTheirKeys() throws Exception {
    long before = ClaimHandle.alive();
    try (Backstay runtime = Runtimes.manualOrders("{}")) {
      for (int key = 0; key < 1000; key++) {
        runtime.idempotency("orders").claim("k" + key);
      }
      while (ClaimHandle.alive() > before) {
        collect();
      }
      assertEquals(ClaimStatus.IN_FLIGHT, runtime.idempotency("orders").claim("k0").status());
    }
  }

  @Test
  void aClaimOutlivesWhatItCameFrom() throws Exception {
    Claim claim = Runtimes.manualOrders("{}").idempotency("orders").claim("k");
    for (int round = 0; round < 20; round++) {
      collect();
    }
    claim.setRecoveryPoint("charged");
    claim.complete(Answer.json("1"));
    assertThrows(LostLeaseException.class, claim::release);
  }
}
