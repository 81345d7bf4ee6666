// Generated from capi/catalogue.json by packaging/generate/rust.py; do not edit.
/// The version of the headers that this crate was made from.
pub const BACKSTAY_VERSION: &str = "0.1.0";
/// As `base.h` defines it.
pub const BACKSTAY_ABI_VERSION: i64 = 1;
/// As `base.h` defines it.
pub const BACKSTAY_NUL_TERMINATED: i64 = -1;
/// As `base.h` defines it.
pub const BACKSTAY_UNKNOWN: i64 = -1;
/// As `echo.h` defines it.
pub const BACKSTAY_ECHO_AT_ONCE: i64 = 0;
/// As `echo.h` defines it.
pub const BACKSTAY_ECHO_HELD: i64 = 1;
/// As `echo.h` defines it.
pub const BACKSTAY_ECHO_THREAD: i64 = 2;
/// As `policy.h` defines it.
pub const BACKSTAY_GATE_START: i64 = 1;
/// As `policy.h` defines it.
pub const BACKSTAY_GATE_QUIET: i64 = 2;
/// As `queue.h` defines it.
pub const BACKSTAY_RECORD_FIELDS: i64 = 4;
/// As `queue.h` defines it.
pub const BACKSTAY_RECORD_TOKEN: i64 = 0;
/// As `queue.h` defines it.
pub const BACKSTAY_RECORD_STATUS: i64 = 1;
/// As `queue.h` defines it.
pub const BACKSTAY_RECORD_RESULT: i64 = 2;
/// As `queue.h` defines it.
pub const BACKSTAY_RECORD_LENGTH: i64 = 3;
/// As `queue.h` defines it.
pub const BACKSTAY_QUEUE_CAPACITY_MAXIMUM: i64 = 65536;
/// done
pub const BACKSTAY_OK: i32 = 0;
/// the policy refused the call; reason and retry_after tell why and for how long
pub const BACKSTAY_REJECTED: i32 = 1;
/// the call may enter later: park with the ticket, enter again with it
pub const BACKSTAY_WAIT: i32 = 2;
/// the attempt is over, another one may start after the wait
pub const BACKSTAY_AGAIN: i32 = 3;
/// the queue has no free place: drain it, then submit again
pub const BACKSTAY_FULL: i32 = 4;
/// the operation was cancelled before it completed
pub const BACKSTAY_CANCELLED: i32 = 5;
/// somebody else holds the key; retry_after tells for how long at most
pub const BACKSTAY_IN_FLIGHT: i32 = 6;
/// the key was completed before; its answer is there again
pub const BACKSTAY_REPLAY: i32 = 7;
/// the key was used for another request: the fingerprints differ
pub const BACKSTAY_MISMATCH: i32 = 8;
/// the lease of an earlier claim had run out, and the key is the caller's now
pub const BACKSTAY_TAKEN_OVER: i32 = 9;
/// the key was completed before, and its answer was not kept
pub const BACKSTAY_BODY_NOT_KEPT: i32 = 10;
/// the lease of an earlier claim had run out, and nobody may take the key over
pub const BACKSTAY_ABANDONED: i32 = 11;
/// the key is not the claim's any more; nothing was changed
pub const BACKSTAY_LOST_LEASE: i32 = 12;
/// a parameter is outside its allowed range; the message names it
pub const BACKSTAY_INVALID_ARGUMENT: i32 = -1;
/// the runtime behind this handle was closed
pub const BACKSTAY_CLOSED: i32 = -2;
/// no such name in the configuration; the message lists near matches
pub const BACKSTAY_NOT_FOUND: i32 = -3;
/// the configuration has errors; the message lists each with path, value and allowed range
pub const BACKSTAY_INVALID_CONFIG: i32 = -4;
/// a file could not be read
pub const BACKSTAY_IO: i32 = -5;
/// an allocation failed; nothing was changed
pub const BACKSTAY_OUT_OF_MEMORY: i32 = -6;
/// a defect in Backstay; please report the message
pub const BACKSTAY_INTERNAL: i32 = -7;
/// the resource was used before a fork and can't be used in the child; the message gives the remedy
pub const BACKSTAY_FORKED: i32 = -8;
/// this policy has no pattern that the call applies to, or the runtime is disabled
pub const BACKSTAY_UNSUPPORTED: i32 = -9;
/// the store can't be reached, or refused the operation
pub const BACKSTAY_STORE_UNAVAILABLE: i32 = -10;
/// what the store holds is no record of this library: somebody else changed it
pub const BACKSTAY_CORRUPT: i32 = -11;
/// the call did what it should
pub const BACKSTAY_OUTCOME_SUCCESS: i32 = 0;
/// the call failed; counts against the upstream
pub const BACKSTAY_OUTCOME_FAILURE: i32 = 1;
/// a deadline passed; counts as a failure, told apart in metrics
pub const BACKSTAY_OUTCOME_TIMEOUT: i32 = 2;
/// the caller gave up; neutral, or a timeout when it had lasted longer than the slow-call limit
pub const BACKSTAY_OUTCOME_CANCELLED: i32 = 3;
/// ignored: the permit returns and nothing is counted for or against
pub const BACKSTAY_OUTCOME_NEUTRAL: i32 = 4;
/// a failure that another attempt would not mend: counts as a failure and is not retried
pub const BACKSTAY_OUTCOME_PERMANENT: i32 = 5;
/// calls pass; results are counted against the trip rules
pub const BACKSTAY_STATE_CLOSED: i32 = 0;
/// calls are rejected until the open time is over
pub const BACKSTAY_STATE_OPEN: i32 = 1;
/// a limited number of probes pass; their results decide
pub const BACKSTAY_STATE_HALF_OPEN: i32 = 2;
/// an operator rejects all calls, for a time or until told otherwise
pub const BACKSTAY_STATE_FORCED_OPEN: i32 = 3;
/// calls pass and no rule is evaluated
pub const BACKSTAY_STATE_DISABLED: i32 = 4;
/// calls pass and are counted against the rules, and nothing ever trips
pub const BACKSTAY_STATE_METRICS_ONLY: i32 = 5;
/// the breaker is open
pub const BACKSTAY_REASON_OPEN: i32 = 1;
/// no place in the bulkhead and its queue
pub const BACKSTAY_REASON_FULL: i32 = 2;
/// the rate limit is used up
pub const BACKSTAY_REASON_RATE: i32 = 3;
/// not a rejection: come back with the ticket
pub const BACKSTAY_REASON_WAIT: i32 = 4;
/// the runtime was closed
pub const BACKSTAY_REASON_CLOSED: i32 = 5;
/// the resource does not survive a fork
pub const BACKSTAY_REASON_FORKED: i32 = 6;
/// a misuse: a parameter is outside its range
pub const BACKSTAY_REASON_ERROR: i32 = 7;
/// the breaker is half-open and all probe permits are out
pub const BACKSTAY_REASON_HALF_OPEN: i32 = 8;
/// an operator opened the breaker
pub const BACKSTAY_REASON_FORCED_OPEN: i32 = 9;
/// the deadline has passed, or leaves no time for another attempt
pub const BACKSTAY_REASON_DEADLINE: i32 = 10;
/// the cost is above the burst: no waiting would help
pub const BACKSTAY_REASON_COST: i32 = 11;
/// the last of the allowed attempts failed
pub const BACKSTAY_REASON_ATTEMPTS: i32 = 12;
/// another attempt would begin after the maximum elapsed time
pub const BACKSTAY_REASON_ELAPSED: i32 = 13;
/// the retry budget is used up
pub const BACKSTAY_REASON_BUDGET: i32 = 14;
/// another attempt may start after the microseconds in the upper bits
pub const BACKSTAY_EXIT_AGAIN: i32 = 1;
/// let the parked caller with the lowest ticket enter
pub const BACKSTAY_EXIT_WAKE: i32 = 2;
/// something worth a log line happened: read the event cursor
pub const BACKSTAY_EXIT_EVENTS: i32 = 4;
/// the result belongs to a state that is over; it was not counted for or against
pub const BACKSTAY_EXIT_LATE: i32 = 8;
/// the call failed and is given up: attempts, reason and elapsed time are in the upper bits
pub const BACKSTAY_EXIT_EXHAUSTED: i32 = 16;
/// a pattern moved from one state to another
pub const BACKSTAY_EVENT_TRANSITION: i32 = 1;
/// a half-open probe never reported; its lease ran out and a new round began
pub const BACKSTAY_EVENT_PROBE_LOST: i32 = 2;
/// the runtime passes every call through
pub const BACKSTAY_EVENT_DISABLED: i32 = 3;
/// a pattern began to refuse calls; told at most once in ten seconds
pub const BACKSTAY_EVENT_REFUSING: i32 = 4;
/// an operator control changed a pattern that has no states
pub const BACKSTAY_EVENT_CONTROL: i32 = 5;
/// so many failures came in a row
pub const BACKSTAY_TRANSITION_CONSECUTIVE_FAILURES: i32 = 1;
/// the share of failures in the window reached the threshold
pub const BACKSTAY_TRANSITION_FAILURE_RATE: i32 = 2;
/// the share of slow calls in the window reached the threshold
pub const BACKSTAY_TRANSITION_SLOW_CALLS: i32 = 3;
/// the open time is over; this caller is the first probe
pub const BACKSTAY_TRANSITION_OPEN_TIME_OVER: i32 = 4;
/// a half-open probe failed
pub const BACKSTAY_TRANSITION_PROBE_FAILED: i32 = 5;
/// a half-open probe was slower than the slow-call limit
pub const BACKSTAY_TRANSITION_PROBE_SLOW: i32 = 6;
/// enough half-open probes succeeded
pub const BACKSTAY_TRANSITION_PROBES_SUCCEEDED: i32 = 7;
/// the agreed number of probe results held too few successes
pub const BACKSTAY_TRANSITION_TOO_FEW_SUCCESSES: i32 = 8;
/// the maximum time in half-open passed without a decision
pub const BACKSTAY_TRANSITION_HALF_OPEN_TOO_LONG: i32 = 9;
/// an operator control was used; the note is the operator's
pub const BACKSTAY_TRANSITION_OPERATOR: i32 = 10;
/// the lease of every probe ran out unreported
pub const BACKSTAY_TRANSITION_PROBE_LOST: i32 = 11;
/// BACKSTAY_DISABLED, "enabled": false or a disabled runtime
pub const BACKSTAY_TRANSITION_RUNTIME_DISABLED: i32 = 12;
/// no place in the bulkhead and its queue
pub const BACKSTAY_TRANSITION_FULL: i32 = 13;
/// the rate limit is used up
pub const BACKSTAY_TRANSITION_RATE: i32 = 14;
/// the retry budget is used up
pub const BACKSTAY_TRANSITION_BUDGET: i32 = 15;
/// what the call returned
pub const BACKSTAY_ANSWER_VALUE: i32 = 0;
/// how the call failed, which is its answer from now on
pub const BACKSTAY_ANSWER_FAILURE: i32 = 1;
/// the call was made, and nobody can say again what it answered
pub const BACKSTAY_ANSWER_NOT_KEPT: i32 = 2;
/// run the handler; there is nothing to report
pub const BACKSTAY_SERVE_PASS: i32 = 0;
/// run the handler, then respond with the claim
pub const BACKSTAY_SERVE_HOLD: i32 = 1;
/// send the answer that is here; the handler doesn't run
pub const BACKSTAY_SERVE_REPLY: i32 = 2;
/// pause, then serve once more
pub const BACKSTAY_SERVE_AGAIN: i32 = 3;
