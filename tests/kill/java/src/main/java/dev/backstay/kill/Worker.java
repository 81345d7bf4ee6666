package dev.backstay.kill;

import dev.backstay.Answer;
import dev.backstay.Claim;
import dev.backstay.Idempotency;
import dev.backstay.LostLeaseException;
import java.io.IOException;

/** Settles one key: claims it, acts where it got it, and completes it. */
final class Worker {
  private final Idempotency orders;
  private final Ledger ledger;
  private final Countdown countdown;
  private final Killer killer;

  Worker(Idempotency orders, Ledger ledger, Countdown countdown, Killer killer) {
    this.orders = orders;
    this.ledger = ledger;
    this.countdown = countdown;
    this.killer = killer;
  }

  /** Returns whether the key is settled now; where not, it is somebody else's. */
  boolean settle(String key) throws IOException, InterruptedException {
    Claim claim = orders.claim(key);
    return switch (claim.status()) {
      case NEW, TAKEN_OVER -> act(key, claim);
      case REPLAY -> true;
      case IN_FLIGHT -> false;
      default -> throw new IllegalStateException(key + ": the claim ended as " + claim.status());
    };
  }

  private boolean act(String key, Claim claim) throws IOException, InterruptedException {
    pass(Phase.CLAIMED);
    String act = ledger.act(key);
    pass(Phase.ACTED);
    return complete(claim, Answer.json('"' + act + '"'));
  }

  private boolean complete(Claim claim, Answer answer) throws IOException, InterruptedException {
    if (countdown.isOver(Phase.COMPLETING)) {
      claim.completeAsync(answer);
      killer.strike();
    }
    try {
      claim.complete(answer);
    } catch (LostLeaseException late) {
      return false;
    }
    pass(Phase.COMPLETED);
    return true;
  }

  private void pass(Phase phase) throws IOException, InterruptedException {
    if (countdown.isOver(phase)) {
      killer.strike();
    }
  }
}
