// Generated from capi/catalogue.json by packaging/generate/catalogue.py; do not edit.
// clang-format off
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace backstay::core {

enum class Status : int32_t {
  ok = 0,  // done
  rejected = 1,  // the policy refused the call; reason and retry_after tell why and for how long
  wait = 2,  // the call may enter later: park with the ticket, enter again with it
  again = 3,  // the attempt is over, another one may start after the wait
  full = 4,  // the queue has no free place: drain it, then submit again
  cancelled = 5,  // the operation was cancelled before it completed
  in_flight = 6,  // somebody else holds the key; retry_after tells for how long at most
  replay = 7,  // the key was completed before; its answer is there again
  mismatch = 8,  // the key was used for another request: the fingerprints differ
  taken_over = 9,  // the lease of an earlier claim had run out, and the key is the caller's now
  body_not_kept = 10,  // the key was completed before, and its answer was not kept
  abandoned = 11,  // the lease of an earlier claim had run out, and nobody may take the key over
  lost_lease = 12,  // the key is not the claim's any more; nothing was changed
  invalid_argument = -1,  // a parameter is outside its allowed range; the message names it
  closed = -2,  // the runtime behind this handle was closed
  not_found = -3,  // no such name in the configuration; the message lists near matches
  invalid_config = -4,  // the configuration has errors; the message lists each with path, value and allowed range
  io = -5,  // a file could not be read
  out_of_memory = -6,  // an allocation failed; nothing was changed
  internal = -7,  // a defect in Backstay; please report the message
  forked = -8,  // the resource was used before a fork and can't be used in the child; the message gives the remedy
  unsupported = -9,  // this policy has no pattern that the call applies to, or the runtime is disabled
  store_unavailable = -10,  // the store can't be reached, or refused the operation
  corrupt = -11,  // what the store holds is no record of this library: somebody else changed it
};

constexpr std::string_view name(Status value) noexcept {
  switch (value) {
    case Status::ok: return "ok";
    case Status::rejected: return "rejected";
    case Status::wait: return "wait";
    case Status::again: return "again";
    case Status::full: return "full";
    case Status::cancelled: return "cancelled";
    case Status::in_flight: return "in_flight";
    case Status::replay: return "replay";
    case Status::mismatch: return "mismatch";
    case Status::taken_over: return "taken_over";
    case Status::body_not_kept: return "body_not_kept";
    case Status::abandoned: return "abandoned";
    case Status::lost_lease: return "lost_lease";
    case Status::invalid_argument: return "invalid_argument";
    case Status::closed: return "closed";
    case Status::not_found: return "not_found";
    case Status::invalid_config: return "invalid_config";
    case Status::io: return "io";
    case Status::out_of_memory: return "out_of_memory";
    case Status::internal: return "internal";
    case Status::forked: return "forked";
    case Status::unsupported: return "unsupported";
    case Status::store_unavailable: return "store_unavailable";
    case Status::corrupt: return "corrupt";
  }
  return "unknown";
}

enum class Outcome : int32_t {
  success = 0,  // the call did what it should
  failure = 1,  // the call failed; counts against the upstream
  timeout = 2,  // a deadline passed; counts as a failure, told apart in metrics
  cancelled = 3,  // the caller gave up; neutral, or a timeout when it had lasted longer than the slow-call limit
  neutral = 4,  // ignored: the permit returns and nothing is counted for or against
  permanent = 5,  // a failure that another attempt would not mend: counts as a failure and is not retried
};

constexpr std::string_view name(Outcome value) noexcept {
  switch (value) {
    case Outcome::success: return "success";
    case Outcome::failure: return "failure";
    case Outcome::timeout: return "timeout";
    case Outcome::cancelled: return "cancelled";
    case Outcome::neutral: return "neutral";
    case Outcome::permanent: return "permanent";
  }
  return "unknown";
}

enum class State : int32_t {
  closed = 0,  // calls pass; results are counted against the trip rules
  open = 1,  // calls are rejected until the open time is over
  half_open = 2,  // a limited number of probes pass; their results decide
  forced_open = 3,  // an operator rejects all calls, for a time or until told otherwise
  disabled = 4,  // calls pass and no rule is evaluated
  metrics_only = 5,  // calls pass and are counted against the rules, and nothing ever trips
};

constexpr std::string_view name(State value) noexcept {
  switch (value) {
    case State::closed: return "closed";
    case State::open: return "open";
    case State::half_open: return "half_open";
    case State::forced_open: return "forced_open";
    case State::disabled: return "disabled";
    case State::metrics_only: return "metrics_only";
  }
  return "unknown";
}

enum class Reason : int32_t {
  none = 0,
  open = 1,  // the breaker is open
  full = 2,  // no place in the bulkhead and its queue
  rate = 3,  // the rate limit is used up
  wait = 4,  // not a rejection: come back with the ticket
  closed = 5,  // the runtime was closed
  forked = 6,  // the resource does not survive a fork
  error = 7,  // a misuse: a parameter is outside its range
  half_open = 8,  // the breaker is half-open and all probe permits are out
  forced_open = 9,  // an operator opened the breaker
  deadline = 10,  // the deadline has passed, or leaves no time for another attempt
  cost = 11,  // the cost is above the burst: no waiting would help
  attempts = 12,  // the last of the allowed attempts failed
  elapsed = 13,  // another attempt would begin after the maximum elapsed time
  budget = 14,  // the retry budget is used up
};
inline constexpr std::size_t kReasonCount = 15;  // with none, to count by them

constexpr std::string_view name(Reason value) noexcept {
  switch (value) {
    case Reason::none: return "";
    case Reason::open: return "open";
    case Reason::full: return "full";
    case Reason::rate: return "rate";
    case Reason::wait: return "wait";
    case Reason::closed: return "closed";
    case Reason::forked: return "forked";
    case Reason::error: return "error";
    case Reason::half_open: return "half_open";
    case Reason::forced_open: return "forced_open";
    case Reason::deadline: return "deadline";
    case Reason::cost: return "cost";
    case Reason::attempts: return "attempts";
    case Reason::elapsed: return "elapsed";
    case Reason::budget: return "budget";
  }
  return "unknown";
}

enum class EventKind : int32_t {
  transition = 1,  // a pattern moved from one state to another
  probe_lost = 2,  // a half-open probe never reported; its lease ran out and a new round began
  disabled = 3,  // the runtime passes every call through
  refusing = 4,  // a pattern began to refuse calls; told at most once in ten seconds
  control = 5,  // an operator control changed a pattern that has no states
};

constexpr std::string_view name(EventKind value) noexcept {
  switch (value) {
    case EventKind::transition: return "transition";
    case EventKind::probe_lost: return "probe_lost";
    case EventKind::disabled: return "disabled";
    case EventKind::refusing: return "refusing";
    case EventKind::control: return "control";
  }
  return "unknown";
}

enum class TransitionReason : int32_t {
  none = 0,
  consecutive_failures = 1,  // so many failures came in a row
  failure_rate = 2,  // the share of failures in the window reached the threshold
  slow_calls = 3,  // the share of slow calls in the window reached the threshold
  open_time_over = 4,  // the open time is over; this caller is the first probe
  probe_failed = 5,  // a half-open probe failed
  probe_slow = 6,  // a half-open probe was slower than the slow-call limit
  probes_succeeded = 7,  // enough half-open probes succeeded
  too_few_successes = 8,  // the agreed number of probe results held too few successes
  half_open_too_long = 9,  // the maximum time in half-open passed without a decision
  operator_ = 10,  // an operator control was used; the note is the operator's
  probe_lost = 11,  // the lease of every probe ran out unreported
  runtime_disabled = 12,  // BACKSTAY_DISABLED, "enabled": false or a disabled runtime
  full = 13,  // no place in the bulkhead and its queue
  rate = 14,  // the rate limit is used up
  budget = 15,  // the retry budget is used up
};
inline constexpr std::size_t kTransitionReasonCount = 16;  // with none, to count by them

constexpr std::string_view name(TransitionReason value) noexcept {
  switch (value) {
    case TransitionReason::none: return "";
    case TransitionReason::consecutive_failures: return "consecutive_failures";
    case TransitionReason::failure_rate: return "failure_rate";
    case TransitionReason::slow_calls: return "slow_calls";
    case TransitionReason::open_time_over: return "open_time_over";
    case TransitionReason::probe_failed: return "probe_failed";
    case TransitionReason::probe_slow: return "probe_slow";
    case TransitionReason::probes_succeeded: return "probes_succeeded";
    case TransitionReason::too_few_successes: return "too_few_successes";
    case TransitionReason::half_open_too_long: return "half_open_too_long";
    case TransitionReason::operator_: return "operator";
    case TransitionReason::probe_lost: return "probe_lost";
    case TransitionReason::runtime_disabled: return "runtime_disabled";
    case TransitionReason::full: return "full";
    case TransitionReason::rate: return "rate";
    case TransitionReason::budget: return "budget";
  }
  return "unknown";
}

enum class AnswerKind : int32_t {
  value = 0,  // what the call returned
  failure = 1,  // how the call failed, which is its answer from now on
  not_kept = 2,  // the call was made, and nobody can say again what it answered
};

constexpr std::string_view name(AnswerKind value) noexcept {
  switch (value) {
    case AnswerKind::value: return "value";
    case AnswerKind::failure: return "failure";
    case AnswerKind::not_kept: return "not_kept";
  }
  return "unknown";
}

enum class ServeAction : int32_t {
  pass = 0,  // run the handler; there is nothing to report
  hold = 1,  // run the handler, then respond with the claim
  reply = 2,  // send the answer that is here; the handler doesn't run
  again = 3,  // pause, then serve once more
};

constexpr std::string_view name(ServeAction value) noexcept {
  switch (value) {
    case ServeAction::pass: return "pass";
    case ServeAction::hold: return "hold";
    case ServeAction::reply: return "reply";
    case ServeAction::again: return "again";
  }
  return "unknown";
}

inline constexpr int32_t kExitAgain = 1;  // another attempt may start after the microseconds in the upper bits
inline constexpr int32_t kExitWake = 2;  // let the parked caller with the lowest ticket enter
inline constexpr int32_t kExitEvents = 4;  // something worth a log line happened: read the event cursor
inline constexpr int32_t kExitLate = 8;  // the result belongs to a state that is over; it was not counted for or against
inline constexpr int32_t kExitExhausted = 16;  // the call failed and is given up: attempts, reason and elapsed time are in the upper bits

struct MetricFamily {
  std::string_view pattern;
  std::string_view name;
  std::string_view type;
  std::string_view help;
};

inline constexpr MetricFamily kMetricFamilies[] = {
    {"circuit_breaker", "circuit_breaker_state", "gauge", "State: 0 closed, 1 open, 2 half-open, 3 forced open, 4 disabled, 5 metrics-only."},
    {"circuit_breaker", "circuit_breaker_calls_total", "counter", "Calls that ended, by outcome; late results have an outcome of their own."},
    {"circuit_breaker", "circuit_breaker_slow_calls_total", "counter", "Calls of any outcome that took longer than the slow-call limit."},
    {"circuit_breaker", "circuit_breaker_rejected_total", "counter", "Calls rejected, by reason."},
    {"circuit_breaker", "circuit_breaker_transitions_total", "counter", "Transitions, by state left and state entered."},
    {"circuit_breaker", "circuit_breaker_failure_rate", "gauge", "Share of failures in the window; absent without calls or rule."},
    {"circuit_breaker", "circuit_breaker_slow_call_rate", "gauge", "Share of slow calls in the window; absent without calls or rule."},
    {"runtime", "backstay_disabled", "gauge", "1 while every policy is a pass-through."},
    {"runtime", "backstay_events_total", "counter", "Events recorded since the start."},
    {"timeout", "timeout_expired_total", "counter", "Ended as a timeout at or after the deadline; scope is call or attempt."},
    {"timeout", "timeout_refused_total", "counter", "Not started because the deadline had passed; scope is call or attempt."},
    {"retry", "retry_calls_total", "counter", "Calls that ended."},
    {"retry", "retry_attempts_total", "counter", "Attempts that ended, first ones included."},
    {"retry", "retry_retries_total", "counter", "Attempts after the first that were allowed."},
    {"retry", "retry_recovered_total", "counter", "Calls that succeeded after the first attempt."},
    {"retry", "retry_exhausted_total", "counter", "Calls given up: attempts, elapsed, budget, deadline or permanent."},
    {"retry", "retry_budget_left", "gauge", "Retries that the budget would allow now; absent without a budget."},
    {"rate_limit", "rate_limit_limit", "gauge", "The burst of the rate limit."},
    {"rate_limit", "rate_limit_remaining", "gauge", "What may pass now without a wait."},
    {"rate_limit", "rate_limit_permitted_total", "counter", "Calls let pass, waiters included."},
    {"rate_limit", "rate_limit_rejected_total", "counter", "Calls refused, by reason."},
    {"rate_limit", "rate_limit_waits_total", "counter", "Calls told to wait for their turn."},
    {"bulkhead", "bulkhead_limit", "gauge", "Calls that may be in flight."},
    {"bulkhead", "bulkhead_in_flight", "gauge", "Calls in flight."},
    {"bulkhead", "bulkhead_waiting", "gauge", "Calls in the wait queue."},
    {"bulkhead", "bulkhead_permitted_total", "counter", "Calls let pass, waiters included."},
    {"bulkhead", "bulkhead_rejected_total", "counter", "Calls refused: full at once, or timeout after the wait time."},
    {"bulkhead", "bulkhead_waits_total", "counter", "Calls that entered the wait queue."},
    {"fallback", "fallback_total", "counter", "Calls whose result a fallback supplied, by the reason of the refusal, or failure."},
    {"idempotency", "idempotency_checks_total", "counter", "Claims, by result: new, taken_over, replay, body_not_kept, in_flight, mismatch, abandoned, store_unavailable, corrupt."},
    {"idempotency", "idempotency_replay_count", "counter", "Claims that were given the answer of an earlier call."},
    {"idempotency", "idempotency_ends_total", "counter", "Claims that ended, by how: value, failure, not_kept, released, left (to the lease), lost_lease."},
    {"idempotency", "idempotency_unguarded_total", "counter", "Claims that ran without their store, which could not be used."},
    {"idempotency", "idempotency_http_refused_total", "counter", "Requests that were answered with a problem, by its code."},
};

struct SnapshotField {
  std::string_view pattern;
  std::string_view name;
  std::string_view type;
  std::string_view unit;
};

inline constexpr SnapshotField kSnapshotFields[] = {
    {"circuit_breaker", "successes", "integer", "calls"},
    {"circuit_breaker", "failures", "integer", "calls"},
    {"circuit_breaker", "timeouts", "integer", "calls"},
    {"circuit_breaker", "cancelled", "integer", "calls"},
    {"circuit_breaker", "neutral", "integer", "calls"},
    {"circuit_breaker", "slow", "integer", "calls"},
    {"circuit_breaker", "late", "integer", "calls"},
    {"circuit_breaker", "not_permitted", "integer", "calls"},
    {"circuit_breaker", "consecutive_failures", "integer", "calls"},
    {"circuit_breaker", "window_calls", "integer", "calls"},
    {"circuit_breaker", "window_failures", "integer", "calls"},
    {"circuit_breaker", "slow_window_calls", "integer", "calls"},
    {"circuit_breaker", "slow_window_slow", "integer", "calls"},
    {"circuit_breaker", "failure_rate", "double", "ratio"},
    {"circuit_breaker", "slow_call_rate", "double", "ratio"},
    {"circuit_breaker", "probes_in_flight", "integer", "calls"},
    {"circuit_breaker", "probe_successes", "integer", "calls"},
    {"circuit_breaker", "probe_failures", "integer", "calls"},
    {"circuit_breaker", "trips", "integer", "trips"},
    {"circuit_breaker", "transitions", "integer", "transitions"},
    {"circuit_breaker", "until_half_open_ns", "integer", "ns"},
    {"circuit_breaker", "last_transition_ns", "integer", "ns"},
    {"circuit_breaker", "last_transition_wall_ns", "integer", "ns"},
    {"circuit_breaker", "last_transition_reason", "text", ""},
    {"circuit_breaker", "last_transition_note", "text", ""},
    {"timeout", "limit_ns", "integer", "ns"},
    {"timeout", "expired", "integer", "calls"},
    {"timeout", "refused", "integer", "calls"},
    {"attempt_timeout", "limit_ns", "integer", "ns"},
    {"attempt_timeout", "expired", "integer", "attempts"},
    {"attempt_timeout", "refused", "integer", "attempts"},
    {"retry", "calls", "integer", "calls"},
    {"retry", "attempts", "integer", "attempts"},
    {"retry", "retries", "integer", "attempts"},
    {"retry", "recovered", "integer", "calls"},
    {"retry", "permanent", "integer", "calls"},
    {"retry", "exhausted_attempts", "integer", "calls"},
    {"retry", "exhausted_elapsed", "integer", "calls"},
    {"retry", "exhausted_budget", "integer", "calls"},
    {"retry", "exhausted_deadline", "integer", "calls"},
    {"retry", "budget_left", "double", "retries"},
    {"rate_limit", "limit", "integer", "cost"},
    {"rate_limit", "rate", "double", "cost/s"},
    {"rate_limit", "remaining", "integer", "cost"},
    {"rate_limit", "retry_after_ns", "integer", "ns"},
    {"rate_limit", "reset_after_ns", "integer", "ns"},
    {"rate_limit", "permitted", "integer", "calls"},
    {"rate_limit", "rejected", "integer", "calls"},
    {"rate_limit", "waited", "integer", "calls"},
    {"rate_limit", "waiting", "integer", "calls"},
    {"rate_limit", "cancelled", "integer", "calls"},
    {"bulkhead", "limit", "integer", "calls"},
    {"bulkhead", "in_flight", "integer", "calls"},
    {"bulkhead", "queue", "integer", "calls"},
    {"bulkhead", "waiting", "integer", "calls"},
    {"bulkhead", "permitted", "integer", "calls"},
    {"bulkhead", "rejected", "integer", "calls"},
    {"bulkhead", "waited", "integer", "calls"},
    {"bulkhead", "expired", "integer", "calls"},
    {"bulkhead", "cancelled", "integer", "calls"},
    {"fallback", "used", "integer", "calls"},
};

}  // namespace backstay::core
