package dev.backstay.internal;

import dev.backstay.Answer;
import dev.backstay.AnswerKind;
import dev.backstay.ClaimStatus;
import java.util.Arrays;

/**
 * What a claim was told.
 *
 * @param status how it ended
 * @param fence of the holder, 0 where the key is not held
 * @param retryAfter nanoseconds until the other lease would run out, else -1
 * @param again nanoseconds until the next try, 0 where the wait is over
 * @param takeovers how often the key changed hands because a lease had run out
 * @param message why the key is not held and there is no answer, else empty
 * @param recoveryPoint what the holder set last, else empty
 * @param answer the first caller's, null where there is none
 * @param handle the key, {@link ClaimHandle#NONE} where it is not held
 */
public record Claimed(
    ClaimStatus status,
    long fence,
    long retryAfter,
    long again,
    long takeovers,
    String message,
    String recoveryPoint,
    Answer answer,
    ClaimHandle handle) {

  /** Reads the result of a call that was good. */
  static Claimed of(int status, ClaimHandle handle, long result) {
    Parts parts = new Parts(Flat.result_bytes(result), result);
    String message = parts.text(FlatConstants.FLAT_CLAIMED_MESSAGE_LENGTH);
    String recoveryPoint = parts.text(FlatConstants.FLAT_CLAIMED_RECOVERY_POINT_LENGTH);
    long kind = Flat.result_number(result, FlatConstants.FLAT_CLAIMED_ANSWER_KIND);
    return new Claimed(
        statusOf(status),
        Flat.result_number(result, FlatConstants.FLAT_CLAIMED_FENCE),
        Flat.result_number(result, FlatConstants.FLAT_CLAIMED_RETRY_AFTER_NS),
        Flat.result_number(result, FlatConstants.FLAT_CLAIMED_AGAIN_NS),
        Flat.result_number(result, FlatConstants.FLAT_CLAIMED_TAKEOVERS),
        message,
        recoveryPoint,
        kind < 0 ? null : parts.answer(kindOf(kind)),
        handle);
  }

  /** Whether the caller got the key. */
  public boolean held() {
    return status == ClaimStatus.NEW || status == ClaimStatus.TAKEN_OVER;
  }

  /** Returns what was told alone, which keeps no claim of the library alive. */
  public Claimed withoutHandle() {
    return new Claimed(
        status,
        fence,
        retryAfter,
        again,
        takeovers,
        message,
        recoveryPoint,
        answer,
        ClaimHandle.NONE);
  }

  private static ClaimStatus statusOf(int value) {
    for (ClaimStatus known : ClaimStatus.values()) {
      if (known.value() == value) {
        return known;
      }
    }
    throw new IllegalStateException("a claim ended with " + value);
  }

  private static AnswerKind kindOf(long value) {
    for (AnswerKind known : AnswerKind.values()) {
      if (known.value() == value) {
        return known;
      }
    }
    throw new IllegalStateException("an answer is of kind " + value);
  }

  /** The parts of the text that comes with a claim, read one after the other. */
  private static final class Parts {
    private final byte[] text;
    private final long result;
    private int at;

    Parts(byte[] text, long result) {
      this.text = text;
      this.result = result;
    }

    byte[] bytes(int length) {
      int from = at;
      at += (int) Flat.result_number(result, length);
      return Arrays.copyOfRange(text, from, at);
    }

    String text(int length) {
      return Text.of(bytes(length));
    }

    Answer answer(AnswerKind kind) {
      return new Answer(
          kind,
          (int) Flat.result_number(result, FlatConstants.FLAT_CLAIMED_STATUS_CODE),
          text(FlatConstants.FLAT_CLAIMED_CONTENT_TYPE_LENGTH),
          text(FlatConstants.FLAT_CLAIMED_HEADERS_LENGTH),
          bytes(FlatConstants.FLAT_CLAIMED_BODY_LENGTH));
    }
  }
}
