/*
 * Backstay: idempotency keys: an effect happens once a key, and every caller gets the first answer.
 *
 * A caller claims a key before it acts. The first one gets it, with a lease, acts, and completes it with its answer; everybody
 * after that is given the answer. Who dies in between holds the key for no longer than the lease, while the answer stands for the ttl.
 *
 *   a claim's status  the caller
 *   OK                holds the key: act, then complete
 *   TAKEN_OVER        holds it after somebody whose lease ran out, and who may have acted: see the recovery point
 *   REPLAY            gives its own caller the answer that is there
 *   BODY_NOT_KEPT     knows that it was done, and not what was answered
 *   IN_FLIGHT         is too early: somebody else holds the key
 *   MISMATCH          used the key of another request
 *   ABANDONED         may not act: a lease ran out, and the configuration says on_takeover: refuse
 *
 * While each of complete, heartbeat, release and recovery point is refused with LOST_LEASE once the key is not the claim's any more,
 * effects are at most one more than takeovers; with on_takeover: refuse, at most one. Time is that of the store.
 *
 * Threads: any. Fork: what the store says: `memory:` goes on as a copy; `sqlite:` that was used before the fork is refused in the child
 * with FORKED. Idempotency stays on where policies are disabled. Not here: undoing what a caller did; sharing a `memory:` store between
 * processes.
 */
#ifndef BACKSTAY_IDEMPOTENCY_H
#define BACKSTAY_IDEMPOTENCY_H

#include "backstay/queue.h"
#include "backstay/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct backstay_idempotency backstay_idempotency;

/* A key that is held. */
typedef struct backstay_claim backstay_claim;

/* What a claim was told. Caller-owned plain memory. The five lengths are those of the parts of the text that comes with it, in
 * that order. */
typedef struct backstay_claimed {
  int64_t struct_size;
  int64_t fence;                 /* OK, TAKEN_OVER: greater than that of any claim of the store before; else 0 */
  int64_t retry_after_ns;        /* IN_FLIGHT: until the other lease would run out; else BACKSTAY_UNKNOWN */
  int64_t again_ns;              /* IN_FLIGHT: claim again after so long, with `waited_ns` raised by it; 0: the wait is over */
  int64_t takeovers;             /* how often the key changed hands because a lease had run out */
  int64_t answer_kind;           /* REPLAY, BODY_NOT_KEPT: a BACKSTAY_ANSWER_*; else BACKSTAY_UNKNOWN */
  int64_t status_code;           /* REPLAY, BODY_NOT_KEPT: as it was completed */
  int64_t message_length;        /* where the key is not held: why there is no value, for people; a stored failure's own words */
  int64_t recovery_point_length; /* TAKEN_OVER, ABANDONED, IN_FLIGHT: what the holder set last */
  int64_t content_type_length;
  int64_t headers_length;
  int64_t body_length;
} backstay_claimed;

#define BACKSTAY_CLAIMED_INIT {(int64_t)sizeof(backstay_claimed), 0, BACKSTAY_UNKNOWN, 0, 0, BACKSTAY_UNKNOWN, 0, 0, 0, 0, 0, 0}

/* Prepare it, with the values of BACKSTAY_CLAIMED_INIT. `claimed` may be NULL. Since 1. */
BACKSTAY_API void backstay_claimed_init(backstay_claimed* claimed /* nullable */);

/* Get an idempotency of the document by its name. `out` receives a reference, which also keeps the runtime. Errors: NOT_FOUND with near
 * matches, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_idempotency(backstay_runtime* runtime, const char* name, int64_t name_length,
                                                          backstay_idempotency** out, backstay_error* error);

/* Take one more reference and return the same handle. NULL gives NULL. Since 1. */
BACKSTAY_API backstay_idempotency* backstay_idempotency_handle_retain(backstay_idempotency* idempotency /* nullable */);

/* Give one reference back. NULL is fine. Since 1. */
BACKSTAY_API void backstay_idempotency_handle_release(backstay_idempotency* idempotency /* nullable */);

/* Claim a key (1 to 255 bytes of UTF-8). Keys of different scopes (up to 255 bytes without control characters; NULL or empty: none) are
 * different keys. A fingerprint (up to 255 bytes; NULL or empty: none) tells the request: where both claims gave one, they must agree.
 * `lease_ns` is from 10 ms to a day, or BACKSTAY_UNKNOWN: as configured. `waited_ns` is 0 at first, see again_ns. `out` receives the claim
 * where the caller holds the key, else NULL; `claimed` and `text` (its parts one after the other) are written in any case. Blocks as long
 * as the store takes, see backstay_idempotency_blocks. Returns a status of the table. Errors: CORRUPT, STORE_UNAVAILABLE (claim again:
 * if the key was got, it is got again once the lease ran out), FORKED, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_claim(backstay_idempotency* idempotency, const char* scope /* nullable */,
                                                        int64_t scope_length, const char* key, int64_t key_length,
                                                        const char* fingerprint /* nullable */, int64_t fingerprint_length,
                                                        int64_t lease_ns, int64_t waited_ns, backstay_claim** out,
                                                        backstay_claimed* claimed, backstay_bytes* text, backstay_error* error);

/* Return 1 where the calls here may have to wait for the store, so that an event loop submits instead; 0 where they never do: with
 * `memory:`. A negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_idempotency_blocks(backstay_idempotency* idempotency);

/* The claim without waiting: OK: accepted, a record with the token comes on the queue, which is one of the same runtime; its result is for
 * backstay_idempotency_claim_take, which says what the waiting form says. FULL: nothing was accepted; drain and submit again. A claim that
 * is cancelled before the store came to it never happens; a new one that nobody takes (cancelled later, or dropped) gives its key back.
 * Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_claim_submit(backstay_idempotency* idempotency, backstay_queue* queue, int64_t token,
                                                               const char* scope /* nullable */, int64_t scope_length, const char* key,
                                                               int64_t key_length, const char* fingerprint /* nullable */,
                                                               int64_t fingerprint_length, int64_t lease_ns, int64_t waited_ns,
                                                               backstay_error* error);

/* Take what a submitted claim came to, which is used up by it. Writes, returns and fails as backstay_idempotency_claim; INVALID_ARGUMENT
 * also where the queue has no such result, or it was taken or dropped before. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_claim_take(backstay_queue* queue, int64_t result, backstay_claim** out,
                                                             backstay_claimed* claimed, backstay_bytes* text, backstay_error* error);

/* Before a pause of `pause_ns` until the next try: on a manual clock, move it by so much and return 1, so that tests of waits need none. On
 * the system clock return 0 and do nothing: the caller sleeps. A negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_idempotency_pass_time(backstay_idempotency* idempotency, int64_t pause_ns);

/* Take one more reference and return the same handle. NULL gives NULL. Since 1. */
BACKSTAY_API backstay_claim* backstay_claim_retain(backstay_claim* claim /* nullable */);

/* Give one reference back. NULL is fine. A claim that was not ended holds its key until the lease runs out: who vanished may have acted.
 * Since 1. */
BACKSTAY_API void backstay_claim_release(backstay_claim* claim /* nullable */);

/* Store the answer and give the key up. `kind` is a BACKSTAY_ANSWER_*, `status_code` 0 to 999, `content_type` up to 255 bytes of UTF-8,
 * `headers` up to 64 KiB of UTF-8, `body` any bytes; above the configured maximum_body it is not kept, since the effect has happened.
 * Returns OK, or LOST_LEASE: the key is somebody else's, or another call has ended this claim or is about to. Errors: STORE_UNAVAILABLE
 * (try again: an answer that had been stored is not stored twice), FORKED, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_complete(backstay_claim* claim, int64_t kind, int64_t status_code,
                                                           const char* content_type, int64_t content_type_length, const char* headers,
                                                           int64_t headers_length, const char* body, int64_t body_length,
                                                           backstay_error* error);

/* Say that the work failed, by the name of the error's kind (`type`, of which 255 bytes are kept) and its words (`message`, of which 64 KiB
 * are kept); what is no UTF-8 in them is replaced. `retryable` 1: the key is released, and the next claim acts. 0: as the configured
 * on_failure says, the key stays held until the lease runs out, or the failure is stored as the answer: JSON with `error` and `message`,
 * which is a claim's message from then on. Returns and errors as complete. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_fail(backstay_claim* claim, int64_t retryable, const char* type, int64_t type_length,
                                                       const char* message, int64_t message_length, backstay_error* error);

/* Give the key up as if it had never been claimed: the next claim acts. Returns and errors as complete. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_release(backstay_claim* claim, backstay_error* error);

/* Begin the lease anew. Returns and errors as complete; may come from a thread of its own. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_heartbeat(backstay_claim* claim, backstay_error* error);

/* Say how far the work has come (1 to 4,096 bytes of UTF-8), for whoever takes the key over; begins the lease anew. Returns and errors
 * as complete. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_set_recovery_point(backstay_claim* claim, const char* point, int64_t point_length,
                                                                     backstay_error* error);

/* The answer without waiting: OK: accepted, a record with the token comes on the queue, which is one of the same runtime; its result is
 * for backstay_idempotency_end_take, which says what the waiting form says. FULL: nothing was accepted; drain and submit again. One that is
 * cancelled happens all the same, since the work behind it is done. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_complete_submit(backstay_claim* claim, backstay_queue* queue, int64_t token, int64_t kind,
                                                                  int64_t status_code, const char* content_type,
                                                                  int64_t content_type_length, const char* headers, int64_t headers_length,
                                                                  const char* body, int64_t body_length, backstay_error* error);

/* The failure without waiting: as backstay_idempotency_complete_submit. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_fail_submit(backstay_claim* claim, backstay_queue* queue, int64_t token,
                                                              int64_t retryable, const char* type, int64_t type_length, const char* message,
                                                              int64_t message_length, backstay_error* error);

/* The release without waiting: as backstay_idempotency_complete_submit. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_release_submit(backstay_claim* claim, backstay_queue* queue, int64_t token,
                                                                 backstay_error* error);

/* The heartbeat without waiting: as backstay_idempotency_complete_submit. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_heartbeat_submit(backstay_claim* claim, backstay_queue* queue, int64_t token,
                                                                   backstay_error* error);

/* The recovery point without waiting: as backstay_idempotency_complete_submit. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_set_recovery_point_submit(backstay_claim* claim, backstay_queue* queue, int64_t token,
                                                                            const char* point, int64_t point_length, backstay_error* error);

/* Take what a submitted answer, failure, release, heartbeat or recovery point came to, which is used up by it. Returns OK, or LOST_LEASE,
 * and fails as the waiting form; INVALID_ARGUMENT also where the queue has no such result, or it was taken or dropped before. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_end_take(backstay_queue* queue, int64_t result, backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
