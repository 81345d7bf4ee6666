/*
 * Backstay: the rate limit's look ahead and its control. Calls go through policy.h.
 *
 * A rate limit lets a burst pass at once and then a steady rate, by the generic cell rate algorithm (ITU-T I.371) in one word.
 * A call may weigh more than 1; one that comes too early is refused, or reserves its turn and waits where `wait` is configured.
 *
 *   answer      when
 *   allowed     within the burst
 *   wait        its turn comes within the configured wait and before the deadline
 *   rate        neither; retry_after says when it would be allowed
 *   cost        it weighs more than the burst: never
 *
 * Threads: any. Fork: the child goes on with a copy. Each function returns UNSUPPORTED on a policy without a rate limit or on a
 * disabled runtime, CLOSED, INVALID_ARGUMENT. Not here: sharing state between processes.
 */
#ifndef BACKSTAY_RATE_LIMIT_H
#define BACKSTAY_RATE_LIMIT_H

#include "backstay/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a rate limit would answer now. Caller-owned plain memory. */
typedef struct backstay_rate {
  int64_t struct_size;
  int64_t allowed;        /* 1: a call of that cost would pass without a wait; 0: it would not */
  int64_t limit;          /* the burst */
  int64_t remaining;      /* what may pass now without a wait */
  int64_t retry_after_ns; /* until a call of that cost would pass; 0 now; BACKSTAY_UNKNOWN: never */
  int64_t reset_after_ns; /* until the whole burst is there again */
} backstay_rate;

#define BACKSTAY_RATE_INIT {(int64_t)sizeof(backstay_rate), 0, 0, 0, 0, 0}

/* Prepare a rate, with the values of BACKSTAY_RATE_INIT. `rate` may be NULL. Since 1. */
BACKSTAY_API void backstay_rate_init(backstay_rate* rate /* nullable */);

/* Look what a call of that `cost` (1 to 2^31) would be answered; takes nothing. Since 1. */
BACKSTAY_API backstay_status backstay_rate_limit_peek(backstay_policy* policy, int64_t cost, backstay_rate* out, backstay_error* error);

/* Give the whole burst back at once. `reason` (1 to 128 bytes of UTF-8) is recorded as an event. Since 1. */
BACKSTAY_API backstay_status backstay_rate_limit_reset(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                       backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
