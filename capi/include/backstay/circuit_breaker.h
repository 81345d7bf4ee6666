/*
 * Backstay: the circuit breaker's operator controls. Calls go through policy.h.
 *
 * A breaker stops calling an upstream that fails, lets a few probes through after a while, and closes when they succeed.
 *
 *   state         calls                     leaves it
 *   closed        pass, are counted         a trip rule holds (rates compared with >=)
 *   open          rejected                  at or after the open time, with the next caller
 *   half_open     N probes pass             a failure reopens, M successes close, a maximum time reopens
 *   forced_open   rejected                  its duration ends (then half_open), or a control
 *   disabled      pass, nothing evaluated   a control
 *   metrics_only  pass, counted, no trip    a control
 *
 * Every control takes the operator's reason (1 to 128 bytes of UTF-8), is recorded as an event, and starts a new generation, so
 * results of earlier calls no longer count. Threads: any. Fork: acts on this process alone. Each control returns UNSUPPORTED on a
 * policy without a breaker or on a disabled runtime, CLOSED, INVALID_ARGUMENT. Not here: sharing state between processes.
 */
#ifndef BACKSTAY_CIRCUIT_BREAKER_H
#define BACKSTAY_CIRCUIT_BREAKER_H

#include "backstay/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reject every call, for `duration_ns` (then half-open with the next caller), or until another control with -1.
 * The duration is rounded up to milliseconds, at most ten years. Since 1. */
BACKSTAY_API backstay_status backstay_circuit_breaker_force_open(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                                 int64_t duration_ns, backstay_error* error);

/* Move once to closed with an empty window; the rules apply on. Since 1. */
BACKSTAY_API backstay_status backstay_circuit_breaker_force_closed(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                                   backstay_error* error);

/* Let every call pass and evaluate nothing, until another control. Since 1. */
BACKSTAY_API backstay_status backstay_circuit_breaker_disable(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                              backstay_error* error);

/* Let every call pass, count all of them, and never trip, until another control. Since 1. */
BACKSTAY_API backstay_status backstay_circuit_breaker_metrics_only(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                                   backstay_error* error);

/* Go back to how the breaker was configured to start: its first state, empty window, no remembered trips or causes. Totals in
 * metrics go on. Since 1. */
BACKSTAY_API backstay_status backstay_circuit_breaker_reset(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                            backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
