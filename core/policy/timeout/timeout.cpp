#include "core/policy/timeout/timeout.hpp"

#include "core/policy/deadline.hpp"
#include "core/telemetry/stripes.hpp"

namespace backstay::core::timeout {

namespace {

// Every call asks, and every exit reports.
constinit const std::atomic<int64_t> kShutGate{0};
constinit std::atomic<int64_t> unused_stripe{0};

}  // namespace

Timeout::Timeout(const Settings& settings, Scope scope, const Surroundings& surroundings)
    : limit_ns_(settings.limit_ms * kNsPerMs), scope_(scope), clock_(*surroundings.clock) {}

Admission Timeout::enter(const EnterRequest& request) noexcept {
  if (shut_.load(std::memory_order_acquire)) [[unlikely]]
    return {.reason = Reason::closed};
  const int64_t now = request.now_ns != kUnknown ? request.now_ns : clock_.now_ns();
  if (passed(request.deadline_ns, now)) [[unlikely]] {
    refused_.fetch_add(1, std::memory_order_relaxed);
    return {.reason = Reason::deadline};
  }
  return {.token = now + limit_ns_};
}

Conclusion Timeout::exit(const ExitReport& report) noexcept {
  if (shut_.load(std::memory_order_acquire)) [[unlikely]]
    return {.status = Status::closed};
  if (report.token < limit_ns_) return {.status = Status::invalid_argument};
  if (report.outcome == Outcome::timeout) [[unlikely]] {
    const int64_t now = report.now_ns != kUnknown ? report.now_ns : clock_.now_ns();
    if (now >= report.token) expired_.fetch_add(1, std::memory_order_relaxed);
  }
  return {};
}

GateWords Timeout::gate() noexcept {
  return {.word = &kShutGate, .stripes = &unused_stripe, .stripe_count = 1, .stripe_stride = kStripeBytes};
}

std::string_view Timeout::kind() const noexcept { return scope_ == Scope::call ? "timeout" : "attempt_timeout"; }

}  // namespace backstay::core::timeout
