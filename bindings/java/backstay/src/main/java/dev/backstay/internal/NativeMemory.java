package dev.backstay.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Words that the library owns, read and added to without a crossing. */
final class NativeMemory {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private NativeMemory() {}

  /** Returns memory of the library, which the caller keeps alive. */
  static native ByteBuffer view(long address, long length);

  static long load(ByteBuffer words) {
    return (long) LONGS.getAcquire(words, 0);
  }

  static void add(ByteBuffer words, int offset) {
    long before = (long) LONGS.getAndAdd(words, offset, 1L);
  }
}
