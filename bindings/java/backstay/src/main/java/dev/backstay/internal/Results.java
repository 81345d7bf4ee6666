package dev.backstay.internal;

/** Reads what a cold call gave, and frees it. */
final class Results {
  private Results() {}

  /** Throws where the call failed. */
  static void check(long result) {
    try {
      require(result);
    } finally {
      Flat.result_free(result);
    }
  }

  static String text(long result) {
    return Text.of(bytes(result));
  }

  static byte[] bytes(long result) {
    try {
      require(result);
      return Flat.result_bytes(result);
    } finally {
      Flat.result_free(result);
    }
  }

  static long handle(long result) {
    try {
      require(result);
      return Flat.result_handle(result);
    } finally {
      Flat.result_free(result);
    }
  }

  static long[] numbers(long result, int count) {
    try {
      require(result);
      long[] numbers = new long[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = Flat.result_number(result, i);
      }
      return numbers;
    } finally {
      Flat.result_free(result);
    }
  }

  /** The status, where one above 0 is an answer too. */
  static int status(long result) {
    try {
      return require(result);
    } finally {
      Flat.result_free(result);
    }
  }

  /** The code of a good result, which is still to be freed; throws where the call failed. */
  static int require(long result) {
    int code = Flat.result_code(result);
    if (code < 0) {
      throw Failures.of(code, Text.of(Flat.result_message(result)));
    }
    return code;
  }
}
