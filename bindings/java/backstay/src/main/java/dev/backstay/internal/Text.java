package dev.backstay.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Text as the library takes and gives it. */
public final class Text {
  private Text() {}

  /**
   * Returns UTF-8. An unpaired surrogate has none; then the last byte is one that occurs in no
   * UTF-8, so that the library refuses the text in its own words.
   */
  public static byte[] bytes(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (UTF_8.newEncoder().canEncode(text)) {
      return bytes;
    }
    byte[] wrong = Arrays.copyOf(bytes, bytes.length + 1);
    wrong[bytes.length] = (byte) 0xff;
    return wrong;
  }

  /** Returns the text of UTF-8. */
  public static String of(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
