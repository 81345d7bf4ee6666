package dev.backstay.kill;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CountdownTest {
  @Test
  void itIsOverOnceAtItsOwnPhase() {
    Countdown countdown = new Countdown(Phase.ACTED, 2);
    assertFalse(countdown.isOver(Phase.ACTED));
    assertFalse(countdown.isOver(Phase.CLAIMED));
    assertTrue(countdown.isOver(Phase.ACTED));
    assertFalse(countdown.isOver(Phase.ACTED));
  }

  @Test
  void noneIsNeverPassed() {
    Countdown countdown = new Countdown(Phase.NONE, 1);
    assertFalse(countdown.isOver(Phase.CLAIMED));
    assertFalse(countdown.isOver(Phase.COMPLETED));
  }
}
