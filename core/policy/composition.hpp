// Several patterns as one: each call passes them outermost first, and reports to them innermost first.
//
// One may start attempts anew (retry). What stands outside it is entered once a call, what stands inside once an attempt.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/policy/call_slots.hpp"
#include "core/policy/pattern.hpp"
#include "core/policy/plan.hpp"

namespace backstay::core {

class Composition final : public Pattern {
 public:
  // Throws what a blueprint throws. `plan` and `key` outlive it.
  Composition(const PolicyPlan& plan, std::string_view key);

  Admission enter(const EnterRequest& request) noexcept override;
  Admission resume(const EnterRequest& request) noexcept override;
  Conclusion exit(const ExitReport& report) noexcept override;
  int64_t ticket(int64_t place) noexcept override;
  Conclusion leave(int64_t ticket) noexcept override;
  int64_t deadline(int64_t token) noexcept override;
  const void* lot() const noexcept override { return lot_; }
  bool repeats() const noexcept override { return repeat_at_ >= 0; }
  bool sets_deadlines() const noexcept override { return first_limit_ >= 0; }

  // It measures by itself, unless a call may begin without being told.
  bool needs_elapsed() const noexcept override { return !gate_.is_none() && layers_[0].pattern->needs_elapsed(); }
  GateWords gate() noexcept override { return gate_; }
  void note_cause(int64_t token, std::string_view cause) noexcept override;
  void shut() noexcept override;

  std::string_view kind() const noexcept override { return {}; }
  std::string_view state() const noexcept override;
  void snapshot(SnapshotWriter& out) const override;
  // Of its own patterns: what is borrowed is told by its owner.
  void metrics(MetricsWriter& out) const override;
  bool idle() const noexcept override;
  std::vector<Pattern*> parts() override;

 private:
  struct Layer {
    Pattern* pattern = nullptr;
    int64_t limit_ns = kUnknown;
    GateWords gate;  // where it allows, the pattern isn't even asked
  };

  void void_permits() noexcept override;
  void add(Pattern& pattern);
  GateWords find_gate();

  void begin(CallSlot& slot, const EnterRequest& request) noexcept;
  CallSlot* claim(int64_t holder) noexcept;
  CallSlot* claim_reported(const ExitReport& report) noexcept;
  // Passes the layers from `from` on.
  Admission go_on(CallSlot& slot, int64_t from, int64_t now_ns) noexcept;
  Admission go_on_waiting(CallSlot& slot, int64_t now_ns) noexcept;
  Admission park(CallSlot& slot, int64_t layer, const Admission& told) noexcept;
  void enter_layer(CallSlot& slot, int64_t layer, int64_t token, int64_t now_ns) noexcept;
  // Leaves the layers below `layer`, and the call is over.
  Admission refuse(CallSlot& slot, int64_t layer, Admission told) noexcept;
  Admission refuse_late(CallSlot& slot, int64_t layer, bool wake) noexcept;
  // Reports to the layers from `last` down to `first`; the flags of their answers.
  int32_t leave_layers(CallSlot& slot, int64_t last, int64_t first, const ExitReport& report) noexcept;
  Repetition ask_repeater(CallSlot& slot, const ExitReport& report, int64_t now_ns) noexcept;
  int64_t read_clock(const CallSlot& slot) const noexcept;
  bool inherited(const CallSlot& slot) const noexcept { return slot.forks != fork_generation.load(std::memory_order_relaxed); }

  const Clock& clock_;
  std::vector<std::unique_ptr<Pattern>> own_;
  std::array<Layer, kMostLayers> layers_{};
  int64_t count_ = 0;
  int64_t repeat_at_ = -1;
  int64_t first_limit_ = -1;
  bool timed_ = false;     // the call's beginning must be known
  bool measures_ = false;  // a layer counts how long an attempt took
  const void* lot_ = nullptr;
  GateWords gate_;
  std::atomic<bool> shut_{false};
  CallSlots slots_;
};

}  // namespace backstay::core
