// A limit for the time of a call, or of each attempt: sets a deadline, and counts what came too late.
//
// The host acts on the deadline and says how it ended; here nothing is interrupted.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "core/policy/pattern.hpp"
#include "core/policy/timeout/settings.hpp"

namespace backstay::core::timeout {

enum class Scope { call, attempt };

// The token is the deadline.
class Timeout final : public Pattern {
 public:
  // `surroundings` outlives it.
  Timeout(const Settings& settings, Scope scope, const Surroundings& surroundings);

  Admission enter(const EnterRequest& request) noexcept override;
  Conclusion exit(const ExitReport& report) noexcept override;
  int64_t limit_ns() const noexcept override { return limit_ns_; }
  bool needs_elapsed() const noexcept override { return false; }
  GateWords gate() noexcept override { return GateWords::none(); }
  void shut() noexcept override { shut_.store(true, std::memory_order_release); }

  std::string_view kind() const noexcept override;
  std::string_view state() const noexcept override { return {}; }
  void snapshot(SnapshotWriter& out) const override;
  void metrics(MetricsWriter& out) const override;
  bool idle() const noexcept override { return true; }

 private:
  // A deadline holds in the child too.
  void void_permits() noexcept override {}

  const int64_t limit_ns_;
  const Scope scope_;
  const Clock& clock_;
  std::atomic<bool> shut_{false};
  std::atomic<int64_t> expired_{0};
  std::atomic<int64_t> refused_{0};
};

}  // namespace backstay::core::timeout
