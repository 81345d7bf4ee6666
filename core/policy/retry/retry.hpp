// The retry as a pattern: after each attempt, whether the call is over, goes on after a pause, or is given up and why.
//
// It lets every call enter. A composition asks it about attempts (repeat), and tells it how the call ended (exit).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/policy/pattern.hpp"
#include "core/policy/refusal_notice.hpp"
#include "core/policy/retry/backoff.hpp"
#include "core/policy/retry/budget.hpp"
#include "core/policy/retry/counts.hpp"
#include "core/policy/retry/settings.hpp"

namespace backstay::core::retry {

// On cache lines of its own: the word is read by everybody.
class alignas(64) Retry final : public Pattern {
 public:
  // All outlive it. `lent`: another retry's budget, used instead of an own one; null: none.
  Retry(const Settings& settings, const Surroundings& surroundings, std::string_view key, Budget* lent);

  Admission enter(const EnterRequest& request) noexcept override;
  Conclusion exit(const ExitReport& report) noexcept override;
  bool repeats() const noexcept override { return true; }
  Repetition repeat(const Attempt& attempt) noexcept override;
  // The pauses and their limit count from the call's beginning, which nobody else remembers of a call that began under the gate word.
  bool needs_elapsed() const noexcept override { return true; }
  GateWords gate() noexcept override;
  void shut() noexcept override { word_.store(kShut, std::memory_order_release); }

  std::string_view kind() const noexcept override { return "retry"; }
  std::string_view state() const noexcept override { return {}; }
  void snapshot(SnapshotWriter& out) const override;
  void metrics(MetricsWriter& out) const override;
  bool idle() const noexcept override { return !own_budget_ || own_budget_->is_full(); }

  // Its own or the borrowed one; null where it has none.
  Budget* budget() noexcept { return budget_; }

 private:
  // Nothing is bound to a process.
  void void_permits() noexcept override {}

  Repetition give_up(Reason reason) noexcept;
  Repetition refuse() noexcept;
  int64_t exhausted(Reason reason) const noexcept;
  int64_t calls() const noexcept { return counts_.total(Count::kFirst) + counts_.total(Count::kOther); }
  int64_t attempts() const noexcept { return counts_.total(Count::kFirst) + counts_.total(Count::kAttempts); }

  // The word of every call, and its token; the last bit only keeps it apart from other patterns' words.
  static constexpr int64_t kOpen = 4 | GateWords::kStart;
  static constexpr int64_t kShut = 0;

  std::atomic<int64_t> word_;
  const Settings& settings_;
  const Surroundings& surroundings_;
  std::string_view key_;
  Counts counts_;
  std::optional<Budget> own_budget_;
  Budget* budget_ = nullptr;
  Backoff backoff_;
  std::array<std::atomic<int64_t>, kReasonCount> exhausted_{};
  std::atomic<int64_t> permanent_{0};
  RefusalNotice notice_;
};

}  // namespace backstay::core::retry
