// Enter and exit with a permit that the caller owns: the scalar pair of policy.cpp, with its answers taken apart into fields.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <utility>

#include "arguments.hpp"
#include "backstay/policy.h"
#include "core/base/status.hpp"
#include "core/policy/policy.hpp"
#include "limits.hpp"
#include "wall.hpp"

using namespace backstay;
using core::Policy;

namespace {

int64_t wait_ns(int64_t answer) {
  const int64_t us = BACKSTAY_ENTER_WAIT_US(answer);
  constexpr int64_t kLongestUs = INT64_MAX / 1000;
  return us == BACKSTAY_WAIT_UNKNOWN_US ? BACKSTAY_UNKNOWN : (us > kLongestUs ? kLongestUs : us) * 1000;
}

// The permit of a caller who may have been compiled with fewer fields: the missing ones have their defaults.
class CallersPermit {
 public:
  explicit CallersPermit(backstay_permit* permit) : callers_(permit) {
    capi::require(permit, "permit");
    capi::require_size(permit->struct_size, offsetof(backstay_permit, ticket), "permit");
    std::memcpy(&permit_, permit, size());
  }
  ~CallersPermit() { std::memcpy(callers_, &permit_, size()); }
  CallersPermit(const CallersPermit&) = delete;
  CallersPermit& operator=(const CallersPermit&) = delete;

  backstay_permit* operator->() { return &permit_; }

 private:
  std::size_t size() const { return std::min(static_cast<std::size_t>(callers_->struct_size), sizeof(backstay_permit)); }

  backstay_permit* callers_;
  backstay_permit permit_ = BACKSTAY_PERMIT_INIT;
};

[[noreturn]] void refuse(const std::string& message) { throw core::Error(core::Status::invalid_argument, message); }

// What enter is asked with; the permit then holds nothing.
core::EnterRequest request_of(CallersPermit& permit) {
  if (permit->ticket < 0) refuse("permit.ticket: is negative; allowed: 0, or what WAIT or AGAIN left there");
  if (permit->cost < 1 || permit->cost > capi::kHighestCost)
    refuse("permit.cost: " + std::to_string(permit->cost) + "; allowed: 1 to " + std::to_string(capi::kHighestCost));
  if (permit->deadline_ns < BACKSTAY_UNKNOWN) refuse("permit.deadline_ns: is negative; allowed: 0 or more, or -1 for none");
  return {.ticket = permit->ticket, .cost = permit->cost, .deadline_ns = permit->deadline_ns};
}

backstay_status take_refusal(Policy& policy, CallersPermit& permit, int64_t answer) {
  permit->reason = BACKSTAY_ENTER_CODE(answer);
  permit->flags = BACKSTAY_ENTER_WAKE(answer) != 0 ? BACKSTAY_EXIT_WAKE : 0;
  permit->retry_after_ns = wait_ns(answer);
  const int64_t asked = std::exchange(permit->ticket, policy.ticket(answer));
  switch (permit->reason) {
    case BACKSTAY_REASON_WAIT:
      return BACKSTAY_WAIT;
    case BACKSTAY_REASON_CLOSED:
      throw core::Error(core::Status::closed, "the runtime was closed");
    case BACKSTAY_REASON_FORKED:
      throw core::Error(core::Status::forked, "permit.ticket: was given before a fork; enter anew");
    case BACKSTAY_REASON_ERROR:
      if (asked != 0)
        refuse("permit.ticket: " + std::to_string(asked) + " waits for nothing; allowed: 0, or what WAIT or AGAIN left there");
      throw core::Error(core::Status::out_of_memory, "no memory for another call in flight");
    default:
      return BACKSTAY_REJECTED;
  }
}

void take_ending(Policy& policy, CallersPermit& permit, int64_t answer) {
  permit->token = 0;
  // It was this attempt's; what holds for the whole call the policy remembers.
  permit->deadline_ns = BACKSTAY_UNKNOWN;
  permit->flags = BACKSTAY_EXIT_FLAGS(answer);
  permit->ticket = policy.ticket(answer);
  if ((permit->flags & BACKSTAY_EXIT_AGAIN) != 0) permit->retry_after_ns = BACKSTAY_EXIT_WAIT_US(answer) * 1000;
  if ((permit->flags & BACKSTAY_EXIT_EXHAUSTED) == 0) return;
  permit->reason = BACKSTAY_EXIT_REASON(answer);
  permit->attempts = BACKSTAY_EXIT_ATTEMPTS(answer);
  permit->elapsed_ns = BACKSTAY_EXIT_ELAPSED_US(answer) * 1000;
}

}  // namespace

void backstay_permit_init(backstay_permit* permit) {
  if (permit != nullptr) *permit = BACKSTAY_PERMIT_INIT;
}

backstay_status backstay_policy_enter(backstay_policy* policy, backstay_permit* permit, backstay_error* error) {
  return capi::guard(error, [&]() -> int32_t {
    Policy& known = capi::known_policy(policy);
    CallersPermit held(permit);
    const core::EnterRequest request = request_of(held);
    held->token = 0;
    held->reason = 0;
    held->flags = 0;
    held->retry_after_ns = BACKSTAY_UNKNOWN;
    held->started_ns = BACKSTAY_UNKNOWN;
    const int64_t answer = known.enter_token(request);
    if (answer <= 0) return take_refusal(known, held, answer);
    held->token = answer;
    held->ticket = 0;
    const int64_t own = known.deadline(answer);
    if (own != BACKSTAY_UNKNOWN) held->deadline_ns = own;
    if (known.pattern().needs_elapsed()) held->started_ns = known.clock().now_ns();
    return BACKSTAY_OK;
  });
}

backstay_status backstay_policy_exit(backstay_policy* policy, backstay_permit* permit, int32_t outcome, backstay_error* error) {
  return capi::guard(error, [&]() -> int32_t {
    Policy& opened = capi::open_policy(policy);
    CallersPermit held(permit);
    if (held->token <= 0) refuse("permit: holds no permit (never taken, or reported already)");
    if (!capi::is_outcome(outcome)) refuse("outcome: " + std::to_string(outcome) + "; allowed: 0 to 5");
    if (held->retry_after_ns < BACKSTAY_UNKNOWN) refuse("permit.retry_after_ns: is negative; allowed: 0 or more, or -1 for none");
    const bool timed = opened.pattern().needs_elapsed();
    if (timed && held->started_ns < 0) refuse("permit.started_ns: was changed; leave it as enter set it");
    const int64_t elapsed = timed ? std::max<int64_t>(opened.clock().now_ns() - held->started_ns, 0) : BACKSTAY_UNKNOWN;
    const int64_t answer = backstay_policy_exit_token(policy, held->token, outcome, elapsed, held->retry_after_ns);
    if (answer == BACKSTAY_CLOSED) throw core::Error(core::Status::closed, "the runtime was closed");
    if (answer < 0) refuse("permit.token: was never given by this policy, or reported already");
    take_ending(opened, held, answer);
    return (held->flags & BACKSTAY_EXIT_AGAIN) != 0 ? BACKSTAY_AGAIN : BACKSTAY_OK;
  });
}
