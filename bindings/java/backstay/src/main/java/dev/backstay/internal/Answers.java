package dev.backstay.internal;

/** What the bits of the two hot answers mean; see docs/protocol.md. */
final class Answers {
  static final long GATE_START = 1;
  static final long GATE_QUIET = 2;
  static final long TICKET_TIMED = 1L << 61;
  static final long UNKNOWN = -1;

  private static final long WAIT_UNKNOWN_US = (1L << 54) - 1;
  private static final long LOW_32 = 0xffffffffL;

  private Answers() {}

  static int enterCode(long answer) {
    return (int) (-answer & 0x7f);
  }

  static boolean enterWakes(long answer) {
    return (-answer >> 7 & 1) != 0;
  }

  static long enterWaitMicros(long answer) {
    long wait = -answer >> 8;
    return enterCode(answer) == Codes.REASON_WAIT ? wait & LOW_32 : wait;
  }

  /** The time until a call may pass, in nanoseconds; -1 where it is unknown. */
  static long retryAfterNanos(long answer) {
    long micros = enterWaitMicros(answer);
    return micros == WAIT_UNKNOWN_US ? UNKNOWN : micros * 1000;
  }

  static boolean has(long exit, int flag) {
    return exit > 0 && (exit & flag) != 0;
  }

  static long exitWaitMicros(long exit) {
    return exit >> 8 & LOW_32;
  }

  static int exitAttempts(long exit) {
    return (int) (exit >> 8 & 0x3ff);
  }

  static int exitReason(long exit) {
    return (int) (exit >> 18 & 0xff);
  }

  static long exitElapsedMicros(long exit) {
    return exit >> 26;
  }
}
