package dev.backstay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backstay.internal.ClaimHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Claims and their ends over a store that blocks, waited for or not. */
class FileStoreTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("keys.db");
  }

  private static Throwable causeOf(CompletableFuture<?> future) {
    return assertThrows(ExecutionException.class, future::get).getCause();
  }

  @Test
  void everythingCanBeSaidWithoutWaiting() throws Exception {
    try (Backstay runtime = Runtimes.manualOrders(file(), "{'on_failure': 'store'}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim claim = orders.claimAsync("k", "request 1").get();
      assertEquals(ClaimStatus.NEW, claim.status());
      claim.setRecoveryPointAsync("charged").get();
      Claim second = orders.claimAsync("k").get();
      assertEquals(ClaimStatus.IN_FLIGHT, second.status());
      assertEquals(Optional.of("charged"), second.recoveryPoint());
      runtime.advance(LEASE.minusNanos(1));
      claim.heartbeatAsync().get();
      runtime.advance(LEASE.minusNanos(1));
      Answer answer = new Answer(AnswerKind.VALUE, 201, "text/x", "a: b", new byte[] {0, -1});
      claim.completeAsync(answer).get();
      assertEquals(Optional.of(answer), orders.claimAsync("k", "request 1").get().answer());
      assertEquals(ClaimStatus.MISMATCH, orders.claimAsync("k", "request 2").get().status());

      ClaimOptions tenant = new ClaimOptions().withScope("tenant").withLease(LEASE.plus(LEASE));
      Claim scoped = orders.claimAsync("k", "", tenant).get();
      assertEquals(ClaimStatus.NEW, scoped.status());
      scoped.releaseAsync().get();
      assertEquals(ClaimStatus.NEW, orders.claimAsync("k", "", tenant).get().status());

      orders.claim("a").failAsync(true, new IOException("no route")).get();
      assertEquals(ClaimStatus.NEW, orders.claim("a").status());
      orders.claim("b").failAsync(false, "Declined", "no funds").get();
      assertEquals("no funds", orders.claimAsync("b").get().message());
    }
  }

  @Test
  void whoComesLateLosesTheLease() {
    try (Backstay runtime = Runtimes.manualOrders(file(), "{}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim late = orders.claimAsync("k").join();
      runtime.advance(LEASE);
      Claim next = orders.claimAsync("k").join();
      assertEquals(ClaimStatus.TAKEN_OVER, next.status());
      for (Supplier<CompletableFuture<Void>> act : ends(late)) {
        Throwable lost = assertInstanceOf(LostLeaseException.class, causeOf(act.get()));
        assertEquals("the key is not the claim's any more; nothing was changed", lost.getMessage());
      }
      assertThrows(LostLeaseException.class, late::heartbeat);
      Claim nothing = orders.claim("k");
      assertInstanceOf(LostLeaseException.class, causeOf(nothing.releaseAsync()));
      next.complete(Answer.json("2"));
    }
  }

  @Test
  void aClosedClaimIsClosedAndKeepsItsKeyAndNoMemory() throws Exception {
    long before = ClaimHandle.alive();
    try (Backstay runtime = Runtimes.manualOrders(file(), "{}")) {
      Idempotency orders = runtime.idempotency("orders");
      Claim claim = orders.claimAsync("k").join();
      claim.close();
      for (Supplier<CompletableFuture<Void>> act : ends(claim)) {
        assertInstanceOf(ClosedException.class, causeOf(act.get()));
      }
      while (ClaimHandle.alive() > before) {
        System.gc();
        Thread.sleep(1);
      }
      assertEquals(ClaimStatus.IN_FLIGHT, orders.claim("k").status());
      orders.close();
      assertInstanceOf(ClosedException.class, causeOf(orders.claimAsync("k")));
    }
  }

  private static List<Supplier<CompletableFuture<Void>>> ends(Claim claim) {
    return List.of(
        () -> claim.completeAsync(Answer.json("1")),
        () -> claim.failAsync(true, new IOException("no route")),
        () -> claim.failAsync(false, "Declined", "no funds"),
        claim::releaseAsync,
        claim::heartbeatAsync,
        () -> claim.setRecoveryPointAsync("shipped"));
  }

  @Test
  void misuseIsToldByTheFutureAndNullAtOnce() {
    try (Backstay runtime = Runtimes.manualOrders(file(), "{}")) {
      Idempotency orders = runtime.idempotency("orders");
      for (String key : List.of("", "k".repeat(256), "half \ud83d")) {
        assertInstanceOf(InvalidArgumentException.class, causeOf(orders.claimAsync(key)), key);
        assertThrows(InvalidArgumentException.class, () -> orders.claim(key), key);
      }
      Claim claim = orders.claim("k");
      assertInstanceOf(
          InvalidArgumentException.class, causeOf(claim.setRecoveryPointAsync("x".repeat(4097))));
      for (Executable act :
          List.<Executable>of(
              () -> orders.claimAsync(null),
              () -> orders.claimAsync("k", null),
              () -> orders.claimAsync("k", "", null),
              () -> claim.completeAsync(null),
              () -> claim.failAsync(true, null),
              () -> claim.failAsync(true, null, ""),
              () -> claim.failAsync(true, "", null),
              () -> claim.setRecoveryPointAsync(null))) {
        assertThrows(NullPointerException.class, act);
      }
      claim.complete(Answer.json("1"));
    }
  }

  @Test
  void anotherRuntimeOverTheFileReplays() throws Exception {
    try (Backstay runtime = Runtimes.systemOrders(file(), "{}")) {
      Idempotency orders = runtime.idempotency("orders");
      assertEquals(7, orders.onceAsync("a", Integer.class, () -> done(7)).get());
      assertEquals(8, orders.<Integer, Exception>once("b", Integer.class, () -> 8));
    }
    try (Backstay runtime = Runtimes.systemOrders(file(), "{}")) {
      Idempotency orders = runtime.idempotency("orders");
      assertEquals(7, orders.<Integer, Exception>once("a", Integer.class, () -> 9));
      assertEquals(8, orders.onceAsync("b", Integer.class, () -> done(9)).get());
      assertEquals("8", orders.claimAsync("b").get().answer().orElseThrow().text());
    }
  }

  private static CompletableFuture<Integer> done(int value) {
    return CompletableFuture.completedFuture(value);
  }

  @Test
  void aFileThatCannotBeUsedIsToldWithItsPath() {
    Path file = folder.resolve("no such folder").resolve("keys.db");
    try (Backstay runtime = Runtimes.systemOrders(file, "{}")) {
      Idempotency orders = runtime.idempotency("orders");
      var waited = assertThrows(StoreUnavailableException.class, () -> orders.claim("k"));
      assertTrue(waited.getMessage().contains(file.toString()), waited.getMessage());
      for (CompletableFuture<?> future :
          List.of(orders.claimAsync("k"), orders.onceAsync("k", Integer.class, () -> done(1)))) {
        Throwable error = assertInstanceOf(StoreUnavailableException.class, causeOf(future));
        assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
      }
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void whatTheFunctionThrowsGoesOnAndIsStored() {
    try (Backstay runtime = Runtimes.systemOrders(file(), "{'on_failure': 'store'}")) {
      Idempotency orders = runtime.idempotency("orders");
      IOException error = new IOException("no route");
      assertEquals(
          error,
          causeOf(
              orders.onceAsync("k", Integer.class, () -> CompletableFuture.failedFuture(error))));
      Throwable before = causeOf(orders.onceAsync("k", Integer.class, () -> done(1)));
      assertEquals("no route", assertInstanceOf(FailedBeforeException.class, before).getMessage());
    }
  }

  @Test
  void theManualClockIsMovedByAWait() {
    try (Backstay runtime = Runtimes.manualOrders(file(), "{'wait': '1m', 'lease': '1s'}")) {
      Idempotency orders = runtime.idempotency("orders");
      orders.claim("k");
      assertEquals(1, orders.onceAsync("k", Integer.class, () -> done(1)).join());
      assertEquals(Duration.ofSeconds(1), runtime.now());
    }
  }
}
