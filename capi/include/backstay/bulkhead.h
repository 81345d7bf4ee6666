/*
 * Backstay: the bulkhead's control. Calls go through policy.h.
 *
 * A bulkhead bounds how many calls are in flight, so that one slow upstream can't take all threads. Beyond the limit callers wait in
 * a bounded queue, first come first served, or are refused at once.
 *
 *   answer      when
 *   permit      a place is free and nobody waits, or the place was handed to this waiter
 *   wait        all places are taken and the queue has room
 *   full        no room, or the wait time is over
 *
 * Threads: any. Fork: the child begins with all places free. Returns UNSUPPORTED on a policy without a bulkhead or on a disabled
 * runtime, CLOSED, INVALID_ARGUMENT. Not here: sharing places between processes.
 */
#ifndef BACKSTAY_BULKHEAD_H
#define BACKSTAY_BULKHEAD_H

#include "backstay/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Change the limit (1 to 1,000,000) until the next change. More: the longest waiters get the new places, so wake all who are parked
 * in the policy's lot. Less: calls in flight end as they are. `reason` (1 to 128 bytes of UTF-8) is recorded as an event. Since 1. */
BACKSTAY_API backstay_status backstay_bulkhead_set_limit(backstay_policy* policy, int64_t limit, const char* reason, int64_t reason_length,
                                                         backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
