// A policy without any pattern: every call starts, nothing is counted or remembered.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/policy/pattern.hpp"
#include "core/telemetry/stripes.hpp"

namespace backstay::core {

class PassThrough final : public Pattern {
 public:
  Admission enter([[maybe_unused]] const EnterRequest& request) noexcept override {
    const int64_t word = word_.load();
    return word == kShut ? Admission{.reason = Reason::closed} : Admission{.token = word};
  }
  Conclusion exit(const ExitReport& report) noexcept override {
    if (report.token != GateWords::kOpenDoor) return {.status = Status::invalid_argument};
    return {.status = word_.load() == kShut ? Status::closed : Status::ok};
  }
  bool needs_elapsed() const noexcept override { return false; }
  GateWords gate() noexcept override { return {.word = &word_, .stripes = &stripe_, .stripe_count = 1, .stripe_stride = kStripeBytes}; }
  void shut() noexcept override { word_.store(kShut); }

  std::string_view kind() const noexcept override { return {}; }
  std::string_view state() const noexcept override { return word_.load() == kShut ? "shut" : name(State::disabled); }
  void snapshot([[maybe_unused]] SnapshotWriter& out) const override {}
  void metrics([[maybe_unused]] MetricsWriter& out) const override {}
  bool idle() const noexcept override { return true; }

 private:
  void void_permits() noexcept override {}

  static constexpr int64_t kShut = 0;

  std::atomic<int64_t> word_{GateWords::kOpenDoor};
  std::atomic<int64_t> stripe_{0};
};

}  // namespace backstay::core
