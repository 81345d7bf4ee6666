#include "ticketed_permit.hpp"

#include <utility>

#include "answers.hpp"

namespace backstay::conformance {

namespace {

void check(backstay_status status, const backstay_error& error) {
  if (status < 0) throw Error(status, error.message);
}

std::optional<Nanoseconds> known(int64_t ns) { return ns < 0 ? std::nullopt : std::optional(Nanoseconds(ns)); }

}  // namespace

TicketedPermit::TicketedPermit(Policy policy, int64_t cost, int64_t deadline_ns) : policy_(std::move(policy)) {
  permit_.cost = cost;
  permit_.deadline_ns = deadline_ns;
}

TicketedPermit::~TicketedPermit() {
  if (waits()) backstay_policy_leave(policy_.handle(), permit_.ticket);
  if (runs() && backstay_policy_exit(policy_.handle(), &permit_, BACKSTAY_OUTCOME_CANCELLED, nullptr) == BACKSTAY_AGAIN)
    backstay_policy_leave(policy_.handle(), permit_.ticket);
}

json TicketedPermit::enter() {
  backstay_error error = BACKSTAY_ERROR_INIT;
  const backstay_status status = backstay_policy_enter(policy_.handle(), &permit_, &error);
  check(status, error);
  if (status == BACKSTAY_WAIT) return waiting(permit_.retry_after_ns);
  refused_ = status == BACKSTAY_REJECTED;
  return refused_ ? rejection(permit_.reason, known(permit_.retry_after_ns)) : json{{"admitted", true}};
}

json TicketedPermit::report(Outcome outcome, const std::string& cause, std::optional<Nanoseconds> retry_after) {
  if (!runs()) return waits() ? absent() : done();
  end_attempt(outcome, cause, retry_after);
  if (waits()) leave();
  refused_ = false;  // reported, so a second report does nothing
  return done();
}

json TicketedPermit::end_attempt(Outcome outcome, const std::string& cause, std::optional<Nanoseconds> retry_after) {
  if (!runs()) return absent();
  if (retry_after && retry_after->count() < 0) throw Error(BACKSTAY_INVALID_ARGUMENT, "retry_after: is negative; allowed: 0 and more");
  if (!cause.empty()) backstay_policy_cause(policy_.handle(), permit_.token, cause.data(), static_cast<int64_t>(cause.size()), nullptr);
  permit_.retry_after_ns = retry_after ? retry_after->count() : BACKSTAY_UNKNOWN;
  backstay_error error = BACKSTAY_ERROR_INIT;
  check(backstay_policy_exit(policy_.handle(), &permit_, static_cast<int32_t>(outcome), &error), error);
  if ((permit_.flags & BACKSTAY_EXIT_EXHAUSTED) != 0) return exhausted(permit_.reason, permit_.attempts, Nanoseconds(permit_.elapsed_ns));
  return waits() ? json{{"again", true}, {"wait_ns", permit_.retry_after_ns}} : done();
}

json TicketedPermit::leave() {
  const int64_t answer = backstay_policy_leave(policy_.handle(), std::exchange(permit_.ticket, 0));
  if (answer < 0) throw Error(static_cast<backstay_status>(answer), "the ticket waits for nothing");
  refused_ = true;
  return done();
}

json TicketedPermit::deadline() const { return {{"deadline_ns", wait_of(known(permit_.deadline_ns))}}; }

}  // namespace backstay::conformance
