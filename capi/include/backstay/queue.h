/*
 * Backstay: the completion queue, by which the answers of stores come back without a callback and without a blocked thread.
 *
 * A host submits an operation to a store with a token of its own, which reserves a place; the completion comes back as a record that
 * carries the token. Each event loop has a queue of its own: it watches the queue's descriptor, and drains a batch when that becomes
 * readable; threads without a loop wait instead. Each accepted token completes exactly once, cancelled and closed ones included.
 *
 *   status of a record  means
 *   OK                  done; `result` names its bytes: take or drop it, exactly once
 *   CANCELLED           backstay_queue_cancel came first; there is no result
 *   CLOSED              the queue or its runtime was closed first; there is no result
 *   any other           the operation failed with that status; there is no result
 *
 * A record is BACKSTAY_RECORD_FIELDS numbers, for ever: token, status, result (0: none), length of the result in bytes. A place is free
 * again when its record was drained and its result taken or dropped. A token may be used again once its record was drained.
 *
 * Threads: any function from any thread, also while others wait; let one at a time drain a queue. Fork: in the
 * child a queue begins empty, since what was in flight completes in the parent: fetch the descriptor again there. Not here: calling
 * back, starting threads.
 */
#ifndef BACKSTAY_QUEUE_H
#define BACKSTAY_QUEUE_H

#include "backstay/base.h"
#include "backstay/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct backstay_queue backstay_queue;

/* A record, as a drain writes it: so many numbers, and which is which. */
#define BACKSTAY_RECORD_FIELDS 4
#define BACKSTAY_RECORD_TOKEN 0
#define BACKSTAY_RECORD_STATUS 1
#define BACKSTAY_RECORD_RESULT 2
#define BACKSTAY_RECORD_LENGTH 3

/* The most places that a queue can have. */
#define BACKSTAY_QUEUE_CAPACITY_MAXIMUM 65536

/* Make a queue with `capacity` places, 1 to 65,536; twice what is in flight at most is plenty. `out` receives a reference, which also
 * keeps the runtime. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_queue_create(backstay_runtime* runtime, int64_t capacity, backstay_queue** out,
                                                   backstay_error* error);

/* Take one more reference and return the same handle. NULL gives NULL. Since 1. */
BACKSTAY_API backstay_queue* backstay_queue_retain(backstay_queue* queue /* nullable */);

/* Give one reference back. NULL is fine. The last one closes the queue, and drops what was not drained and not taken. Since 1. */
BACKSTAY_API void backstay_queue_release(backstay_queue* queue /* nullable */);

/* Close the queue: what is in flight completes as CLOSED, and nothing more is accepted. Records can still be drained, results still be
 * taken; then drain and wait answer CLOSED. Closing the runtime does the same. Closing twice is fine. Errors: INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_queue_close(backstay_queue* queue, backstay_error* error);

/* Return a descriptor for poll, epoll and event loops: readable while there are records, and from close on for ever. Borrowed, close on
 * exec: don't read, write or close it; it goes with the last reference. An edge-triggered loop must drain until no record comes.
 * After a fork, fetch it anew. Returns a negative status on misuse, IO where there is no free descriptor. Since 1. */
BACKSTAY_API int64_t backstay_queue_fd(backstay_queue* queue);

/* Copy at most `capacity` records, those that completed first, into `records`, which has room for BACKSTAY_RECORD_FIELDS numbers for each.
 * Never blocks. Returns their number, 0 where there are none, CLOSED once a closed queue is empty: stop watching it. A negative status on
 * misuse. Since 1. */
BACKSTAY_API int64_t backstay_queue_drain(backstay_queue* queue, int64_t* records, int64_t capacity);

/* Block until there are records, for `timeout_ns` at most (0: only look, -1: for ever), whatever clock the runtime has; rounded up to a
 * millisecond. Returns 1 where there are records, 0 where there are none yet: the time is over, a signal came, or another thread was
 * faster. CLOSED once a closed queue is empty, also to threads that wait already. A negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_queue_wait(backstay_queue* queue, int64_t timeout_ns);

/* Cancel what is in flight with that token. Returns 1: it completes as CANCELLED, at once, whatever the store does later. Returns 0:
 * nothing in flight has the token; where it was submitted its record tells how it ended. A negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_queue_cancel(backstay_queue* queue, int64_t token);

/* Take the bytes of a result, which is used up by it; `out` receives owned bytes. Errors: INVALID_ARGUMENT (no such result on this queue,
 * or it was taken or dropped before), OUT_OF_MEMORY (it is still there). Since 1. */
BACKSTAY_API backstay_status backstay_queue_take(backstay_queue* queue, int64_t result, backstay_bytes* out, backstay_error* error);

/* Drop a result without reading it. Returns 0, or INVALID_ARGUMENT as backstay_queue_take. Since 1. */
BACKSTAY_API int64_t backstay_queue_drop(backstay_queue* queue, int64_t result);

#ifdef __cplusplus
}
#endif

#endif
