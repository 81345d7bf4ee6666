#include "core/policy/policy.hpp"

#include <algorithm>

#include "core/base/status.hpp"
#include "core/policy/keyed_instances.hpp"
#include "core/policy/pass_through.hpp"

namespace backstay::core {

namespace {

constexpr int64_t kNsPerUs = 1'000;
// The wait that means unknown, and the longest that can be told. As BACKSTAY_WAIT_UNKNOWN_US.
constexpr int64_t kWaitUnknownUs = (int64_t{1} << 54) - 1;

// Rounded up: who comes back after the wait is let in.
int64_t wait_us(int64_t wait_ns) {
  if (wait_ns < 0) return kWaitUnknownUs;
  return std::min(wait_ns / kNsPerUs + (wait_ns % kNsPerUs != 0 ? 1 : 0), kWaitUnknownUs - 1);
}

int64_t answer(const Conclusion& conclusion) {
  if (conclusion.status < Status::ok) return static_cast<int64_t>(conclusion.status);
  if (conclusion.flags == 0) return 0;
  return wait_us(conclusion.wait_ns) << 8 | conclusion.flags;
}

}  // namespace

Policy::Policy(const PolicyPlan& plan, std::string key)
    : plan_(plan), forks_(fork_generation.load(std::memory_order_relaxed)), key_(std::move(key)) {
  if (plan_.blueprint) {
    pattern_ = plan_.blueprint->build(plan_.surroundings, key_);
  } else {
    pattern_ = std::make_unique<PassThrough>();
  }
  gate_ = pattern_->gate();
}

Policy::~Policy() { delete keyed_.load(); }

int64_t Policy::ask(const EnterRequest& request) noexcept {
  const Admission admission = pattern_->enter(request);
  if (admission.token > 0) [[likely]]
    return admission.token;
  return -(wait_us(admission.wait_ns) << 8 | static_cast<int64_t>(admission.reason));
}

int64_t Policy::tell(const ExitReport& report) noexcept { return answer(pattern_->exit(report)); }

void Policy::void_inherited() noexcept {
  const int64_t now = fork_generation.load(std::memory_order_relaxed);
  int64_t seen = forks_.load(std::memory_order_relaxed);
  while (seen != now) {
    if (!forks_.compare_exchange_weak(seen, now)) continue;
    pattern_->void_permits();
    return;
  }
}

int64_t Policy::leave(int64_t ticket) noexcept { return answer(pattern_->leave(ticket)); }

Policy* Policy::keyed(const std::string& key) {
  if (!key_.empty()) throw Error(Status::unsupported, "an instance for one key has no keyed instances of its own; ask the policy");
  KeyedInstances* instances = keyed_.load(std::memory_order_acquire);
  if (instances == nullptr) {
    auto made = std::make_unique<KeyedInstances>(plan_);
    if (keyed_.compare_exchange_strong(instances, made.get())) instances = made.release();
    if (pattern_->state() == "shut") instances->shut();
  }
  return instances->get(key);
}

void Policy::shut() noexcept {
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
