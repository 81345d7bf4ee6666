#include "core/policy/timeout/timeout.hpp"

#include "core/policy/deadline.hpp"

namespace backstay::core::timeout {

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

std::string_view Timeout::kind() const noexcept { return scope_ == Scope::call ? "timeout" : "attempt_timeout"; }

}  // namespace backstay::core::timeout
