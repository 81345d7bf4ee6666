package dev.backstay.kill;

/** Counts how often a worker passes the phase at which it is to die. */
final class Countdown {
  private final Phase phase;
  private int left;

  Countdown(Phase phase, int after) {
    this.phase = phase;
    left = after;
  }

  /** Returns whether the time has come with this pass; each call is one. */
  boolean isOver(Phase passed) {
    return passed == phase && --left == 0;
  }
}
