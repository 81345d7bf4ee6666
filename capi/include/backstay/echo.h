/*
 * Backstay: the echo store, an example that proves the completion queue in every language. Of no other use.
 *
 * It answers with the bytes that it was sent. What a store of databases does by its nature, the echo does as it is told: complete
 * before submit returns, complete when told to, or complete from a thread of its own.
 *
 *   how                    completes
 *   BACKSTAY_ECHO_AT_ONCE  before submit returns, as a store in memory does
 *   BACKSTAY_ECHO_HELD     when backstay_echo_complete is called
 *   BACKSTAY_ECHO_THREAD   from the store's thread, as a store with a connection does; the first such submit of a runtime starts it
 *
 * Threads: any. Fork: the child has no thread until it submits to one. Not here: keeping anything.
 */
#ifndef BACKSTAY_ECHO_H
#define BACKSTAY_ECHO_H

#include "backstay/queue.h"

#ifdef __cplusplus
extern "C" {
#endif

#define BACKSTAY_ECHO_AT_ONCE ((int64_t)0)
#define BACKSTAY_ECHO_HELD ((int64_t)1)
#define BACKSTAY_ECHO_THREAD ((int64_t)2)

/* Submit bytes (any, at most 1 MiB, borrowed for the call) under a token of the caller's (any number that is not on its way on this queue).
 * OK: accepted, a record with the token will come, also where it comes at once. FULL: nothing was accepted; drain and submit again.
 * Errors: INVALID_ARGUMENT (a token on its way, `how`), CLOSED, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_echo_submit(backstay_queue* queue, int64_t token, const char* data, int64_t data_length, int64_t how,
                                                  backstay_error* error);

/* Complete what is held under a token. Returns 1; 0 where nothing is held under it any more. A negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_echo_complete(backstay_queue* queue, int64_t token);

#ifdef __cplusplus
}
#endif

#endif
