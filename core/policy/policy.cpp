#include "core/policy/policy.hpp"

#include <algorithm>
#include <limits>

#include "core/base/status.hpp"
#include "core/policy/composition.hpp"
#include "core/policy/keyed_instances.hpp"
#include "core/policy/pass_through.hpp"

namespace backstay::core {

namespace {

constexpr int64_t kNsPerUs = 1'000;
// The wait that means unknown, and the longest that can be told. As BACKSTAY_WAIT_UNKNOWN_US.
constexpr int64_t kWaitUnknownUs = (int64_t{1} << 54) - 1;
// Of an answer: code 7 bits, wake 1 bit, then the wait. Where the caller comes back (wait, again) the wait has 32 bits, with the
// caller's place above.
constexpr int64_t kWakeBit = 0x80;
constexpr int kWaitBits = 32;
constexpr int64_t kLongestParkUs = (int64_t{1} << kWaitBits) - 1;
// Of the answer to the report that gave up: attempts 10 bits, reason 8 bits, elapsed microseconds.
constexpr int64_t kMostAttempts = 1023;
constexpr int64_t kLongestElapsedUs = (int64_t{1} << 36) - 1;

// Rounded up: who comes back after the wait is let in.
int64_t wait_us(int64_t wait_ns) {
  if (wait_ns < 0) return kWaitUnknownUs;
  return std::min(wait_ns / kNsPerUs + (wait_ns % kNsPerUs != 0 ? 1 : 0), kWaitUnknownUs - 1);
}

int64_t answer(const Conclusion& conclusion) {
  if (conclusion.status < Status::ok) return static_cast<int64_t>(conclusion.status);
  if (conclusion.flags == 0) return 0;
  int64_t details = 0;
  if ((conclusion.flags & kExitAgain) != 0) details = conclusion.place << kWaitBits | std::min(wait_us(conclusion.wait_ns), kLongestParkUs);
  if ((conclusion.flags & kExitExhausted) != 0) {
    const int64_t elapsed_us = std::clamp<int64_t>(conclusion.elapsed_ns / kNsPerUs, 0, kLongestElapsedUs);
    details = elapsed_us << 18 | static_cast<int64_t>(conclusion.reason) << 10 | std::min(conclusion.attempts, kMostAttempts);
  }
  return details << 8 | conclusion.flags;
}

int64_t answer(const Admission& admission) {
  if (admission.token > 0) [[likely]]
    return admission.token;
  int64_t details = wait_us(admission.wait_ns);
  if (admission.reason == Reason::wait) details = Ticket::place(admission.ticket) << kWaitBits | std::min(details, kLongestParkUs);
  return -(details << 8 | (admission.wake ? kWakeBit : 0) | static_cast<int64_t>(admission.reason));
}

std::unique_ptr<Pattern> build(const PolicyPlan& plan, std::string_view key) {
  if (plan.layers.empty()) return std::make_unique<PassThrough>();
  const PlanLayer& first = plan.layers.front();
  if (plan.layers.size() == 1 && first.blueprint && first.lender == nullptr && first.blueprint->stands_alone())
    return first.blueprint->build(plan.surroundings, key, nullptr);
  if (plan.surroundings.pass_through) return std::make_unique<PassThrough>();
  return std::make_unique<Composition>(plan, key);
}

}  // namespace

Policy::Policy(const PolicyPlan& plan, std::string key) : plan_(plan), key_(std::move(key)) {
  pattern_ = build(plan_, key_);
  gate_ = pattern_->gate();
}

Policy::~Policy() { delete keyed_.load(); }

int64_t Policy::ask(const EnterRequest& request) noexcept {
  if (request.deadline_ns < 0 || plan_.surroundings.pass_through)
    return answer(request.ticket == 0 ? pattern_->enter(request) : pattern_->resume(request));
  EnterRequest timed = request;
  timed.now_ns = clock().now_ns();
  // A ticket is the pattern's to clear away, and one that keeps deadlines counts who is late.
  const bool late = timed.now_ns >= request.deadline_ns;
  if (late && request.ticket == 0 && !pattern_->sets_deadlines()) return answer(Admission{.reason = Reason::deadline});
  return answer(request.ticket == 0 ? pattern_->enter(timed) : pattern_->resume(timed));
}

// Only who may start another attempt makes a difference between failures.
int64_t Policy::tell(const ExitReport& report) noexcept {
  if (report.outcome != Outcome::permanent || pattern_->repeats()) [[likely]]
    return answer(pattern_->exit(report));
  ExitReport plain = report;
  plain.outcome = Outcome::failure;
  return answer(pattern_->exit(plain));
}

int64_t Policy::ticket(int64_t answer) noexcept {
  adopt_fork();
  const bool again = answer > 0 && (answer & kExitAgain) != 0;
  // Any number may come from outside, the lowest too, which has no positive counterpart.
  const int64_t magnitude = answer < 0 ? -std::max(answer, -std::numeric_limits<int64_t>::max()) : answer;
  if (!again && (answer >= 0 || static_cast<Reason>(magnitude & (kWakeBit - 1)) != Reason::wait)) return 0;
  return pattern_->ticket(magnitude >> (8 + kWaitBits) & Ticket::kPlaceMask);
}

int64_t Policy::leave(int64_t ticket) noexcept {
  adopt_fork();
  return answer(pattern_->leave(ticket));
}

int64_t Policy::deadline(int64_t token) noexcept {
  adopt_fork();
  return pattern_->deadline(token);
}

Policy* Policy::keyed(const std::string& key) {
  if (!key_.empty()) throw Error(Status::unsupported, "an instance for one key has no keyed instances of its own; ask the policy");
  KeyedInstances* instances = keyed_.load(std::memory_order_acquire);
  if (instances == nullptr) {
    auto made = std::make_unique<KeyedInstances>(plan_);
    if (keyed_.compare_exchange_strong(instances, made.get())) instances = made.release();
    if (shut_.load()) instances->shut();
  }
  return instances->get(key);
}

void Policy::shut() noexcept {
  shut_.store(true);
  pattern_->shut();
  if (KeyedInstances* const instances = keyed_.load(std::memory_order_acquire)) instances->shut();
}

std::vector<Policy*> Policy::instances() {
  retain();
  std::vector<Policy*> policies{this};
  if (KeyedInstances* const keyed = keyed_.load(std::memory_order_acquire)) {
    const std::vector<Policy*> more = keyed->all();
    policies.insert(policies.end(), more.begin(), more.end());
  }
  return policies;
}

}  // namespace backstay::core
