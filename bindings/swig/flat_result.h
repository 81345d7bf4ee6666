/* The owned result of a cold call, in the flat face that SWIG reads: a status with its message, and what the call gave. Read it, then free
 * it once. A result of 0 means that there was no memory for one. Any thread may read it; nothing here keeps state. */
#ifndef BACKSTAY_FLAT_RESULT_H
#define BACKSTAY_FLAT_RESULT_H

#include <stdint.h>

/* Text or bytes: as an argument borrowed for the call, as an answer owned by the result. Each language has its own text in its place. */
typedef struct flat_text {
  const char* data;
  int64_t length;
} flat_text;

/* The call's backstay_status; out of memory for the result 0. */
int32_t flat_result_code(int64_t result);
/* What was wrong, where the code is negative; else empty. */
flat_text flat_result_message(int64_t result);
/* The bytes that the call gave; else empty. */
flat_text flat_result_bytes(int64_t result);
/* The handle that the call gave, with its reference; else 0. Who reads it owns it. */
int64_t flat_result_handle(int64_t result);
/* A number that the call gave, by FLAT_* index; else 0. */
int64_t flat_result_number(int64_t result, int64_t index);
/* Free the result and its bytes; 0 is fine. A handle that was given lives on. */
void flat_result_free(int64_t result);

#ifndef SWIG
#include <backstay/backstay.h>
#include <string.h>

typedef struct flat_result {
  int32_t code;
  backstay_error error;
  backstay_bytes bytes;
  flat_text text; /* not owned: static text of the library, in place of bytes */
  int64_t handle;
  int64_t numbers[16];
} flat_result;

flat_result* flat_result_new(void);

/* Text that outlives the result (static, or a policy's own), in place of bytes: it is not copied. */
void flat_result_lend(flat_result* result, const char* text);

static inline int64_t flat_result_handed(flat_result* result) { return (int64_t)(intptr_t)result; }

/* Languages have no empty text with an address; the C interface tells NULL from empty. */
static inline const char* flat_text_or_empty(flat_text text) { return text.data == NULL ? "" : text.data; }
static inline const char* flat_text_or_null(flat_text text) { return text.length == 0 ? NULL : text.data; }
#endif

#endif
