// Java: text is a byte[] of UTF-8, since JNI's own text is none; null is empty. Numbers are a long[].

// Numbers are constants of the class, not calls.
%javaconst(1);

%typemap(jni) flat_text "jbyteArray"
%typemap(jtype) flat_text "byte[]"
%typemap(jstype) flat_text "byte[]"
%typemap(javain) flat_text "$javainput"
%typemap(javaout) flat_text {
    return $jnicall;
  }
%typemap(in) flat_text {
  $1.data = NULL;
  $1.length = 0;
  if ($input != NULL) {
    $1.data = (const char*)(*jenv)->GetByteArrayElements(jenv, $input, NULL);
    if ($1.data == NULL) return $null;
    $1.length = (int64_t)(*jenv)->GetArrayLength(jenv, $input);
  }
}
%typemap(freearg) flat_text {
  if ($1.data != NULL) (*jenv)->ReleaseByteArrayElements(jenv, $input, (jbyte*)$1.data, JNI_ABORT);
}
%typemap(out) flat_text {
  $result = (*jenv)->NewByteArray(jenv, (jsize)$1.length);
  if ($result != NULL) (*jenv)->SetByteArrayRegion(jenv, $result, 0, (jsize)$1.length, (const jbyte*)$1.data);
}

// No function with numbers blocks, so the array may be pinned for the call.
%typemap(jni) int64_t* "jlongArray"
%typemap(jtype) int64_t* "long[]"
%typemap(jstype) int64_t* "long[]"
%typemap(javain) int64_t* "$javainput"
%typemap(in) int64_t* {
  $1 = $input == NULL ? NULL : (int64_t*)(*jenv)->GetPrimitiveArrayCritical(jenv, $input, NULL);
  if ($input != NULL && $1 == NULL) return $null;
}
%typemap(freearg) int64_t* {
  if ($1 != NULL) (*jenv)->ReleasePrimitiveArrayCritical(jenv, $input, $1, 0);
}

// When a call began and when it must have ended: both in one long[2]. Each call makes this one, and copying two numbers is cheaper
// than pinning two arrays.
%typemap(jni) (int64_t* out_started_ns, int64_t* out_deadline_ns) "jlongArray"
%typemap(jtype) (int64_t* out_started_ns, int64_t* out_deadline_ns) "long[]"
%typemap(jstype) (int64_t* out_started_ns, int64_t* out_deadline_ns) "long[]"
%typemap(javain) (int64_t* out_started_ns, int64_t* out_deadline_ns) "$javainput"
%typemap(in) (int64_t* out_started_ns, int64_t* out_deadline_ns) (jlong both[2]) {
  both[0] = both[1] = -1;
  $1 = (int64_t*)&both[0];
  $2 = (int64_t*)&both[1];
}
%typemap(argout) (int64_t* out_started_ns, int64_t* out_deadline_ns) {
  if ($input != NULL) (*jenv)->SetLongArrayRegion(jenv, $input, 0, 2, both$argnum);
}
%typemap(freearg) (int64_t* out_started_ns, int64_t* out_deadline_ns) ""
