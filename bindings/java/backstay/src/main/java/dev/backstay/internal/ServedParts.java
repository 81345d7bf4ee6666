package dev.backstay.internal;

import dev.backstay.ClaimStatus;
import java.util.Arrays;

/**
 * What is to be done with a request.
 *
 * @param action a SERVE_*
 * @param status what the claim was told
 * @param claimed the key that is held, null where there is none
 * @param retryAfter nanoseconds that a reply's Retry-After says, else -1
 * @param again nanoseconds until the next try, else 0
 * @param statusCode of a reply, else 0
 * @param headers of a reply, as lines
 * @param body of a reply
 */
public record ServedParts(
    int action,
    int status,
    Claimed claimed,
    long retryAfter,
    long again,
    int statusCode,
    String headers,
    byte[] body) {

  /** Reads the result of a call that was good. */
  static ServedParts of(ClaimHandle handle, long result) {
    byte[] text = Flat.result_bytes(result);
    int headers = (int) number(result, FlatConstants.FLAT_SERVED_RECOVERY_POINT_LENGTH);
    int body = headers + (int) number(result, FlatConstants.FLAT_SERVED_HEADERS_LENGTH);
    int end = body + (int) number(result, FlatConstants.FLAT_SERVED_BODY_LENGTH);
    int action = (int) number(result, FlatConstants.FLAT_SERVED_ACTION);
    String recoveryPoint = Text.of(Arrays.copyOfRange(text, 0, headers));
    return new ServedParts(
        action,
        (int) number(result, FlatConstants.FLAT_SERVED_STATUS),
        action == Codes.SERVE_HOLD ? held(handle, recoveryPoint, result) : null,
        number(result, FlatConstants.FLAT_SERVED_RETRY_AFTER_NS),
        number(result, FlatConstants.FLAT_SERVED_AGAIN_NS),
        (int) number(result, FlatConstants.FLAT_SERVED_STATUS_CODE),
        Text.of(Arrays.copyOfRange(text, headers, body)),
        Arrays.copyOfRange(text, body, end));
  }

  private static Claimed held(ClaimHandle handle, String recoveryPoint, long result) {
    boolean takenOver =
        number(result, FlatConstants.FLAT_SERVED_STATUS) == ClaimStatus.TAKEN_OVER.value();
    return new Claimed(
        takenOver ? ClaimStatus.TAKEN_OVER : ClaimStatus.NEW,
        number(result, FlatConstants.FLAT_SERVED_FENCE),
        Answers.UNKNOWN,
        0,
        number(result, FlatConstants.FLAT_SERVED_TAKEOVERS),
        "",
        recoveryPoint,
        null,
        handle);
  }

  private static long number(long result, int index) {
    return Flat.result_number(result, index);
  }

  /** Returns what was told alone, which keeps no claim of the library alive. */
  public ServedParts withoutHandle() {
    return claimed == null
        ? this
        : new ServedParts(
            action, status, claimed.withoutHandle(), retryAfter, again, statusCode, headers, body);
  }
}
