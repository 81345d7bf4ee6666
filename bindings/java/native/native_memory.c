/* A view of memory that the library owns, for Java's VarHandle: SWIG has no word for it. */
#include <jni.h>
#include <stdint.h>

/* dev.backstay.internal.NativeMemory.view(long, long) */
JNIEXPORT jobject JNICALL Java_dev_backstay_internal_NativeMemory_view(JNIEnv* env, jclass owner, jlong address, jlong length) {
  (void)owner;
  return (*env)->NewDirectByteBuffer(env, (void*)(intptr_t)address, length);
}
