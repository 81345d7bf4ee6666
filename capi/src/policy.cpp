#include "backstay/policy.h"

#include <cstddef>
#include <string>

#include "arguments.hpp"
#include "core/base/fork.hpp"
#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "core/http/retry_after.hpp"
#include "core/runtime/describe.hpp"
#include "limits.hpp"
#include "wall.hpp"

using namespace backstay;
using core::Policy;

namespace {

// The answer of enter_token to a misuse: no wait is known.
constexpr int64_t kEnterError = -(BACKSTAY_WAIT_UNKNOWN_US << 8 | BACKSTAY_REASON_ERROR);
}  // namespace

void backstay_gate_init(backstay_gate* gate) {
  if (gate != nullptr) *gate = BACKSTAY_GATE_INIT;
}

backstay_policy* backstay_policy_retain(backstay_policy* policy) {
  if (policy == nullptr) return policy;
  capi::unwrap(policy)->retain();
  capi::unwrap(policy)->plan().owner->retain();
  return policy;
}

void backstay_policy_release(backstay_policy* policy) {
  if (policy == nullptr) return;
  core::Runtime* const owner = capi::unwrap(policy)->plan().owner;
  capi::unwrap(policy)->release();
  owner->release();
}

int64_t backstay_policy_enter_token(backstay_policy* policy, int64_t ticket, int64_t cost, int64_t deadline_ns) {
  if (policy == nullptr || ticket < 0 || cost < 1 || cost > capi::kHighestCost || deadline_ns < BACKSTAY_UNKNOWN) [[unlikely]]
    return kEnterError;
  return capi::unwrap(policy)->enter_token({.ticket = ticket, .cost = cost, .deadline_ns = deadline_ns});
}

int64_t backstay_policy_exit_token(backstay_policy* policy, int64_t token, int64_t outcome, int64_t elapsed_ns, int64_t retry_after_ns) {
  const bool sound =
      policy != nullptr && token > 0 && capi::is_outcome(outcome) && elapsed_ns >= BACKSTAY_UNKNOWN && retry_after_ns >= BACKSTAY_UNKNOWN;
  if (!sound) [[unlikely]]
    return BACKSTAY_INVALID_ARGUMENT;
  return capi::unwrap(policy)->exit_token(
      {.token = token, .outcome = static_cast<core::Outcome>(outcome), .elapsed_ns = elapsed_ns, .retry_after_ns = retry_after_ns});
}

int64_t backstay_policy_begin(backstay_policy* policy, int64_t ticket, int64_t cost, int64_t deadline_ns, int64_t* out_started_ns,
                              int64_t* out_deadline_ns) {
  const int64_t answer = backstay_policy_enter_token(policy, ticket, cost, deadline_ns);
  if (answer <= 0) return answer;
  Policy& entered = *capi::unwrap(policy);
  if (out_started_ns != nullptr) *out_started_ns = entered.pattern().needs_elapsed() ? entered.clock().now_ns() : BACKSTAY_UNKNOWN;
  if (out_deadline_ns != nullptr) *out_deadline_ns = entered.pattern().sets_deadlines() ? entered.deadline(answer) : deadline_ns;
  return answer;
}

int64_t backstay_policy_end(backstay_policy* policy, int64_t token, int64_t outcome, int64_t started_ns, int64_t retry_after_ns) {
  if (policy == nullptr || started_ns < BACKSTAY_UNKNOWN) [[unlikely]]
    return BACKSTAY_INVALID_ARGUMENT;
  int64_t elapsed_ns = BACKSTAY_UNKNOWN;
  if (started_ns >= 0) {
    const int64_t now_ns = capi::unwrap(policy)->clock().now_ns();
    elapsed_ns = now_ns > started_ns ? now_ns - started_ns : 0;
  }
  return backstay_policy_exit_token(policy, token, outcome, elapsed_ns, retry_after_ns);
}

int64_t backstay_policy_ticket(backstay_policy* policy, int64_t answer) {
  if (policy == nullptr) return BACKSTAY_INVALID_ARGUMENT;
  return capi::unwrap(policy)->ticket(answer);
}

int64_t backstay_policy_leave(backstay_policy* policy, int64_t ticket) {
  if (policy == nullptr || ticket <= 0) return BACKSTAY_INVALID_ARGUMENT;
  return capi::unwrap(policy)->leave(ticket);
}

int64_t backstay_policy_deadline(backstay_policy* policy, int64_t token) {
  if (policy == nullptr || token <= 0) return BACKSTAY_UNKNOWN;
  return capi::unwrap(policy)->deadline(token);
}

int64_t backstay_policy_has_deadlines(backstay_policy* policy) {
  if (policy == nullptr) return BACKSTAY_INVALID_ARGUMENT;
  return capi::unwrap(policy)->pattern().sets_deadlines() ? 1 : 0;
}

int64_t backstay_policy_pass_time(backstay_policy* policy, int64_t until_ns) {
  if (policy == nullptr || until_ns < 0 || until_ns > core::kClockMaximumNs) return BACKSTAY_INVALID_ARGUMENT;
  return core::Runtime::of(*capi::unwrap(policy)).pass_time(until_ns) ? 1 : 0;
}

backstay_status backstay_policy_fallback(backstay_policy* policy, int32_t reason, backstay_error* error) {
  return capi::guard(error, [&] {
    Policy& opened = capi::open_policy(policy);
    if (reason < 0 || reason >= static_cast<int32_t>(core::kReasonCount))
      throw core::Error(core::Status::invalid_argument, "reason: " + std::to_string(reason) + "; allowed: 0, or a BACKSTAY_REASON_*");
    opened.count_fallback(static_cast<core::Reason>(reason));
    return BACKSTAY_OK;
  });
}

int64_t backstay_policy_needs_elapsed(backstay_policy* policy) {
  if (policy == nullptr) return BACKSTAY_INVALID_ARGUMENT;
  return capi::unwrap(policy)->pattern().needs_elapsed() ? 1 : 0;
}

int64_t backstay_policy_now(backstay_policy* policy) {
  if (policy == nullptr) return BACKSTAY_INVALID_ARGUMENT;
  return capi::unwrap(policy)->clock().now_ns();
}

backstay_status backstay_policy_gate(backstay_policy* policy, backstay_gate* gate, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::require(policy, "policy");
    capi::require(gate, "gate");
    capi::require_size(gate->struct_size, offsetof(backstay_gate, lot), "gate");
    // Lock-free 64-bit atomics are laid out as the integer itself, on every platform this builds for.
    static_assert(sizeof(std::atomic<int64_t>) == sizeof(int64_t) && std::atomic<int64_t>::is_always_lock_free);
    Policy& known = *capi::unwrap(policy);
    const core::GateWords words = known.pattern().gate();
    gate->word = reinterpret_cast<const int64_t*>(words.word);
    gate->stripes = reinterpret_cast<int64_t*>(words.stripes);
    gate->stripe_count = words.stripe_count;
    gate->stripe_stride = words.stripe_stride;
    gate->event_sequence = reinterpret_cast<const int64_t*>(&core::Runtime::of(known).event_log().sequence());
    gate->fork_generation = reinterpret_cast<const int64_t*>(&core::fork_generation);
    if (gate->struct_size >= static_cast<int64_t>(sizeof(backstay_gate)))
      gate->lot = static_cast<int64_t>(reinterpret_cast<std::uintptr_t>(known.pattern().lot()));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_policy_cause(backstay_policy* policy, int64_t token, const char* cause, int64_t cause_length,
                                      backstay_error* error) {
  return capi::guard(error, [&] {
    Policy& opened = capi::open_policy(policy);
    if (token <= 0) throw core::Error(core::Status::invalid_argument, "token: " + std::to_string(token) + "; allowed: a permit's token");
    opened.pattern().note_cause(token, capi::text(cause, cause_length, "cause", capi::kCause));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_policy_retry_after(backstay_policy* policy, const char* header, int64_t header_length, int64_t* out_ns,
                                            backstay_error* error) {
  return capi::guard(error, [&] {
    Policy& opened = capi::open_policy(policy);
    capi::require(out_ns, "out_ns");
    const std::string_view value = capi::text(header, header_length, "header", capi::kHeader);
    const auto parsed = core::parse_retry_after(value, opened.clock().wall_ns(opened.clock().now_ns()));
    if (!parsed)
      throw core::Error(core::Status::invalid_argument, "header: " + core::in_quotes(value) + " is neither seconds nor an HTTP date");
    *out_ns = *parsed;
    return BACKSTAY_OK;
  });
}

backstay_status backstay_policy_keyed(backstay_policy* policy, const char* key, int64_t key_length, backstay_policy** out,
                                      backstay_error* error) {
  return capi::guard(error, [&] {
    Policy& opened = capi::open_policy(policy);
    capi::require(out, "out");
    Policy* const instance = opened.keyed(std::string(capi::text(key, key_length, "key", capi::kKey)));
    instance->plan().owner->retain();
    *out = capi::wrap(instance);
    return BACKSTAY_OK;
  });
}

backstay_status backstay_policy_snapshot(backstay_policy* policy, backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    Policy& opened = capi::open_policy(policy);
    capi::require_out(out);
    capi::hand_over(out, core::snapshot_json(opened));
    return BACKSTAY_OK;
  });
}

const char* backstay_policy_name(backstay_policy* policy) {
  return policy == nullptr ? nullptr : capi::unwrap(policy)->plan().name.c_str();
}
