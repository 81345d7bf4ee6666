/* Generated from capi/catalogue.json by packaging/generate/catalogue.py; do not edit. */
#ifndef BACKSTAY_CATALOGUE_H
#define BACKSTAY_CATALOGUE_H

#include <stdint.h>

/* Statuses. */
/* done */
#define BACKSTAY_OK ((int32_t)0)
/* the policy refused the call; reason and retry_after tell why and for how long */
#define BACKSTAY_REJECTED ((int32_t)1)
/* the call may enter later: park with the ticket, enter again with it */
#define BACKSTAY_WAIT ((int32_t)2)
/* the attempt is over, another one may start after the wait */
#define BACKSTAY_AGAIN ((int32_t)3)
/* the queue has no free place: drain it, then submit again */
#define BACKSTAY_FULL ((int32_t)4)
/* the operation was cancelled before it completed */
#define BACKSTAY_CANCELLED ((int32_t)5)
/* somebody else holds the key; retry_after tells for how long at most */
#define BACKSTAY_IN_FLIGHT ((int32_t)6)
/* the key was completed before; its answer is there again */
#define BACKSTAY_REPLAY ((int32_t)7)
/* the key was used for another request: the fingerprints differ */
#define BACKSTAY_MISMATCH ((int32_t)8)
/* the lease of an earlier claim had run out, and the key is the caller's now */
#define BACKSTAY_TAKEN_OVER ((int32_t)9)
/* the key was completed before, and its answer was not kept */
#define BACKSTAY_BODY_NOT_KEPT ((int32_t)10)
/* the lease of an earlier claim had run out, and nobody may take the key over */
#define BACKSTAY_ABANDONED ((int32_t)11)
/* the key is not the claim's any more; nothing was changed */
#define BACKSTAY_LOST_LEASE ((int32_t)12)
/* a parameter is outside its allowed range; the message names it */
#define BACKSTAY_INVALID_ARGUMENT ((int32_t)-1)
/* the runtime behind this handle was closed */
#define BACKSTAY_CLOSED ((int32_t)-2)
/* no such name in the configuration; the message lists near matches */
#define BACKSTAY_NOT_FOUND ((int32_t)-3)
/* the configuration has errors; the message lists each with path, value and allowed range */
#define BACKSTAY_INVALID_CONFIG ((int32_t)-4)
/* a file could not be read */
#define BACKSTAY_IO ((int32_t)-5)
/* an allocation failed; nothing was changed */
#define BACKSTAY_OUT_OF_MEMORY ((int32_t)-6)
/* a defect in Backstay; please report the message */
#define BACKSTAY_INTERNAL ((int32_t)-7)
/* the resource was used before a fork and can't be used in the child; the message gives the remedy */
#define BACKSTAY_FORKED ((int32_t)-8)
/* this policy has no pattern that the call applies to, or the runtime is disabled */
#define BACKSTAY_UNSUPPORTED ((int32_t)-9)
/* the store can't be reached, or refused the operation */
#define BACKSTAY_STORE_UNAVAILABLE ((int32_t)-10)
/* what the store holds is no record of this library: somebody else changed it */
#define BACKSTAY_CORRUPT ((int32_t)-11)

/* Outcomes of a call. */
/* the call did what it should */
#define BACKSTAY_OUTCOME_SUCCESS ((int32_t)0)
/* the call failed; counts against the upstream */
#define BACKSTAY_OUTCOME_FAILURE ((int32_t)1)
/* a deadline passed; counts as a failure, told apart in metrics */
#define BACKSTAY_OUTCOME_TIMEOUT ((int32_t)2)
/* the caller gave up; neutral, or a timeout when it had lasted longer than the slow-call limit */
#define BACKSTAY_OUTCOME_CANCELLED ((int32_t)3)
/* ignored: the permit returns and nothing is counted for or against */
#define BACKSTAY_OUTCOME_NEUTRAL ((int32_t)4)
/* a failure that another attempt would not mend: counts as a failure and is not retried */
#define BACKSTAY_OUTCOME_PERMANENT ((int32_t)5)

/* States of a breaker. */
/* calls pass; results are counted against the trip rules */
#define BACKSTAY_STATE_CLOSED ((int32_t)0)
/* calls are rejected until the open time is over */
#define BACKSTAY_STATE_OPEN ((int32_t)1)
/* a limited number of probes pass; their results decide */
#define BACKSTAY_STATE_HALF_OPEN ((int32_t)2)
/* an operator rejects all calls, for a time or until told otherwise */
#define BACKSTAY_STATE_FORCED_OPEN ((int32_t)3)
/* calls pass and no rule is evaluated */
#define BACKSTAY_STATE_DISABLED ((int32_t)4)
/* calls pass and are counted against the rules, and nothing ever trips */
#define BACKSTAY_STATE_METRICS_ONLY ((int32_t)5)

/* Reasons of an answer that is no permit. */
/* the breaker is open */
#define BACKSTAY_REASON_OPEN ((int32_t)1)
/* no place in the bulkhead and its queue */
#define BACKSTAY_REASON_FULL ((int32_t)2)
/* the rate limit is used up */
#define BACKSTAY_REASON_RATE ((int32_t)3)
/* not a rejection: come back with the ticket */
#define BACKSTAY_REASON_WAIT ((int32_t)4)
/* the runtime was closed */
#define BACKSTAY_REASON_CLOSED ((int32_t)5)
/* the resource does not survive a fork */
#define BACKSTAY_REASON_FORKED ((int32_t)6)
/* a misuse: a parameter is outside its range */
#define BACKSTAY_REASON_ERROR ((int32_t)7)
/* the breaker is half-open and all probe permits are out */
#define BACKSTAY_REASON_HALF_OPEN ((int32_t)8)
/* an operator opened the breaker */
#define BACKSTAY_REASON_FORCED_OPEN ((int32_t)9)
/* the deadline has passed, or leaves no time for another attempt */
#define BACKSTAY_REASON_DEADLINE ((int32_t)10)
/* the cost is above the burst: no waiting would help */
#define BACKSTAY_REASON_COST ((int32_t)11)
/* the last of the allowed attempts failed */
#define BACKSTAY_REASON_ATTEMPTS ((int32_t)12)
/* another attempt would begin after the maximum elapsed time */
#define BACKSTAY_REASON_ELAPSED ((int32_t)13)
/* the retry budget is used up */
#define BACKSTAY_REASON_BUDGET ((int32_t)14)

/* Flags of exit. */
/* another attempt may start after the microseconds in the upper bits */
#define BACKSTAY_EXIT_AGAIN ((int32_t)1)
/* let the parked caller with the lowest ticket enter */
#define BACKSTAY_EXIT_WAKE ((int32_t)2)
/* something worth a log line happened: read the event cursor */
#define BACKSTAY_EXIT_EVENTS ((int32_t)4)
/* the result belongs to a state that is over; it was not counted for or against */
#define BACKSTAY_EXIT_LATE ((int32_t)8)
/* the call failed and is given up: attempts, reason and elapsed time are in the upper bits */
#define BACKSTAY_EXIT_EXHAUSTED ((int32_t)16)

/* Kinds of events. */
/* a pattern moved from one state to another */
#define BACKSTAY_EVENT_TRANSITION ((int32_t)1)
/* a half-open probe never reported; its lease ran out and a new round began */
#define BACKSTAY_EVENT_PROBE_LOST ((int32_t)2)
/* the runtime passes every call through */
#define BACKSTAY_EVENT_DISABLED ((int32_t)3)
/* a pattern began to refuse calls; told at most once in ten seconds */
#define BACKSTAY_EVENT_REFUSING ((int32_t)4)
/* an operator control changed a pattern that has no states */
#define BACKSTAY_EVENT_CONTROL ((int32_t)5)

/* Reasons of a transition. */
/* so many failures came in a row */
#define BACKSTAY_TRANSITION_CONSECUTIVE_FAILURES ((int32_t)1)
/* the share of failures in the window reached the threshold */
#define BACKSTAY_TRANSITION_FAILURE_RATE ((int32_t)2)
/* the share of slow calls in the window reached the threshold */
#define BACKSTAY_TRANSITION_SLOW_CALLS ((int32_t)3)
/* the open time is over; this caller is the first probe */
#define BACKSTAY_TRANSITION_OPEN_TIME_OVER ((int32_t)4)
/* a half-open probe failed */
#define BACKSTAY_TRANSITION_PROBE_FAILED ((int32_t)5)
/* a half-open probe was slower than the slow-call limit */
#define BACKSTAY_TRANSITION_PROBE_SLOW ((int32_t)6)
/* enough half-open probes succeeded */
#define BACKSTAY_TRANSITION_PROBES_SUCCEEDED ((int32_t)7)
/* the agreed number of probe results held too few successes */
#define BACKSTAY_TRANSITION_TOO_FEW_SUCCESSES ((int32_t)8)
/* the maximum time in half-open passed without a decision */
#define BACKSTAY_TRANSITION_HALF_OPEN_TOO_LONG ((int32_t)9)
/* an operator control was used; the note is the operator's */
#define BACKSTAY_TRANSITION_OPERATOR ((int32_t)10)
/* the lease of every probe ran out unreported */
#define BACKSTAY_TRANSITION_PROBE_LOST ((int32_t)11)
/* BACKSTAY_DISABLED, "enabled": false or a disabled runtime */
#define BACKSTAY_TRANSITION_RUNTIME_DISABLED ((int32_t)12)
/* no place in the bulkhead and its queue */
#define BACKSTAY_TRANSITION_FULL ((int32_t)13)
/* the rate limit is used up */
#define BACKSTAY_TRANSITION_RATE ((int32_t)14)
/* the retry budget is used up */
#define BACKSTAY_TRANSITION_BUDGET ((int32_t)15)

/* Kinds of an answer that is kept under an idempotency key. */
/* what the call returned */
#define BACKSTAY_ANSWER_VALUE ((int32_t)0)
/* how the call failed, which is its answer from now on */
#define BACKSTAY_ANSWER_FAILURE ((int32_t)1)
/* the call was made, and nobody can say again what it answered */
#define BACKSTAY_ANSWER_NOT_KEPT ((int32_t)2)

/* What to do with a request over HTTP. */
/* run the handler; there is nothing to report */
#define BACKSTAY_SERVE_PASS ((int32_t)0)
/* run the handler, then respond with the claim */
#define BACKSTAY_SERVE_HOLD ((int32_t)1)
/* send the answer that is here; the handler doesn't run */
#define BACKSTAY_SERVE_REPLY ((int32_t)2)
/* pause, then serve once more */
#define BACKSTAY_SERVE_AGAIN ((int32_t)3)

#endif
