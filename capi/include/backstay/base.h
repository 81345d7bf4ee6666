/*
 * Backstay: what every other header stands on: status codes, the caller-owned error, owned bytes, versions.
 *
 * Results travel in return values and out-parameters, never by thread: there is no "last error". A status is 0 when the thing
 * was done, positive for an expected outcome (rejected, wait, again) and negative for an error.
 *
 *   status              then
 *   0   done            read the out-parameters
 *   > 0 expected        the out-structure is written, the error is untouched
 *   < 0 error           `error`, where one was given, says what was wrong, where, and what is allowed
 *
 * Threads: every function here may be called from any thread. Fork: everything works in the child.
 * Not here: logging. The library never prints; it hands out events (runtime.h).
 */
#ifndef BACKSTAY_BASE_H
#define BACKSTAY_BASE_H

#include <stdint.h>

#include "backstay/catalogue.h"

#if defined(_WIN32)
#error "Backstay supports POSIX systems"
#endif
#define BACKSTAY_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the headers; backstay_version() is the version of the library. */
#define BACKSTAY_VERSION "0.1.0"
/* Raised when something is added; a library serves every caller compiled for the same or a lower number. */
#define BACKSTAY_ABI_VERSION 1

/* A length argument that means: the text ends with a NUL byte. */
#define BACKSTAY_NUL_TERMINATED ((int64_t)-1)
/* A duration or instant that is not known, or an option that is not given. */
#define BACKSTAY_UNKNOWN ((int64_t)-1)

/* A value of the table above; the constants are in catalogue.h. */
typedef int32_t backstay_status;

/* What went wrong. Caller-owned plain memory, nothing to free; the message is NUL-terminated UTF-8 and is cut, with a count of
 * what was left out, where it would be too long. */
typedef struct backstay_error {
  int64_t struct_size; /* sizeof(backstay_error), set by BACKSTAY_ERROR_INIT or backstay_error_init */
  int32_t code;        /* the status that the call returned */
  int32_t reserved;    /* 0 */
  char message[1008];
} backstay_error;

#define BACKSTAY_ERROR_INIT {(int64_t)sizeof(backstay_error), 0, 0, {0}}

/* Text or bytes that the library allocated; release them with backstay_bytes_free. `data` is NUL-terminated for convenience. */
typedef struct backstay_bytes {
  int64_t struct_size; /* sizeof(backstay_bytes), set by BACKSTAY_BYTES_INIT or backstay_bytes_init */
  int64_t length;      /* bytes, without the NUL */
  char* data;
} backstay_bytes;

#define BACKSTAY_BYTES_INIT {(int64_t)sizeof(backstay_bytes), 0, 0}

/* Prepare an error for its first use. `error` may be NULL. Since 1. */
BACKSTAY_API void backstay_error_init(backstay_error* error);

/* Prepare bytes for their first use. `bytes` may be NULL. Since 1. */
BACKSTAY_API void backstay_bytes_init(backstay_bytes* bytes /* nullable */);

/* Free what the library put into `bytes` and make it empty again; it may be used anew. NULL and empty are fine. Since 1. */
BACKSTAY_API void backstay_bytes_free(backstay_bytes* bytes /* nullable */);

/* Return the library's version, such as "0.1.0". Static text, never NULL. Since 1. */
BACKSTAY_API const char* backstay_version(void);

/* Return the library's ABI version; refuse to run when it is below the BACKSTAY_ABI_VERSION compiled with. Since 1. */
BACKSTAY_API int64_t backstay_abi_version(void);

/* Return the catalogue's name of a status, such as "invalid_argument"; "unknown" for any other number. Static text. Since 1. */
BACKSTAY_API const char* backstay_status_name(int32_t status);

/* Return the catalogue's name of a reason, such as "half_open"; "unknown" for any other number. Static text. Since 1. */
BACKSTAY_API const char* backstay_reason_name(int32_t reason);

/* Describe the build as JSON: version, abi_version, compiler, and the bundled libraries with their versions.
 * `out` receives owned bytes. Errors: INVALID_ARGUMENT (out is NULL), OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_build_info(backstay_bytes* out, backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
