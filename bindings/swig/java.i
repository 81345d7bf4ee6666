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
