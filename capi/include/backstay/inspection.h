/*
 * Backstay: the keys of an idempotency as an operator sees them: listed, shown, removed by hand, swept.
 *
 * Callers need none of this: leases end and records expire by themselves. It is for the command line, and for tools like it.
 *
 * Threads: any. Each function waits for the store; errors of all: STORE_UNAVAILABLE, FORKED, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY.
 */
#ifndef BACKSTAY_INSPECTION_H
#define BACKSTAY_INSPECTION_H

#include "backstay/idempotency.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A page of the keys that the store has, in no promised order, as JSON: `{"keys": [...], "next": cursor or null}`. `cursor` is that of the
 * page before; NULL or empty: the first page. `most` is from 1 to 1,000; a page may hold a few more, or fewer though another follows. Each
 * key has `idempotency`, `scope`, `key`, `state` (in_flight, lease_over, done, failed, body_not_kept, corrupt), `age_ms` since its last
 * write, `expires_in_ms`, `fence`, `takeovers`; in flight also `lease_left_ms`, `recovery_point`; else `status_code`, `content_type`,
 * `body_bytes`. A key that changes meanwhile may be missed or come twice. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_keys_list(backstay_idempotency* idempotency, const char* cursor /* nullable */,
                                                            int64_t cursor_length, int64_t most, backstay_bytes* out,
                                                            backstay_error* error);

/* One key as JSON: what a list tells of it but `expires_in_ms`, and `fingerprint` (in hexadecimal where it is no text), `headers`; with
 * `with_body` 1 also `body`, in which what is no UTF-8 is replaced, and `body_is_text`. Errors also: NOT_FOUND. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_keys_show(backstay_idempotency* idempotency, const char* scope /* nullable */,
                                                            int64_t scope_length, const char* key, int64_t key_length, int64_t with_body,
                                                            backstay_bytes* out, backstay_error* error);

/* Remove a key's record, so that the next claim of it acts. `any` 0: only where it is in flight or its lease is over, and REPLAY or
 * BODY_NOT_KEPT is returned where it was completed; whoever holds it learns of a lost lease. `any` 1: whatever is there, also what is no
 * record. Errors also: NOT_FOUND; CORRUPT with `any` 0. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_keys_remove(backstay_idempotency* idempotency, const char* scope /* nullable */,
                                                              int64_t scope_length, const char* key, int64_t key_length, int64_t any,
                                                              backstay_error* error);

/* Clear away at most `most` (1 to 10,000) records whose time is over, also those of other idempotencies of the store; `swept` receives how
 * many went: fewer than `most`: there are no more. A store clears by itself as it goes; this is for one that isn't used any more, in
 * steps that hold nobody up. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_sweep(backstay_idempotency* idempotency, int64_t most, int64_t* swept,
                                                        backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
