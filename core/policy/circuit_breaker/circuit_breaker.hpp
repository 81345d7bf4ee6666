// The circuit breaker as a pattern: the machine's decisions, with metrics, events and controls around them.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/policy/circuit_breaker/environment.hpp"
#include "core/policy/circuit_breaker/history.hpp"
#include "core/policy/circuit_breaker/machine.hpp"
#include "core/policy/circuit_breaker/settings.hpp"
#include "core/policy/pattern.hpp"

namespace backstay::core::circuit_breaker {

// On cache lines of its own: the word is read by everybody.
class alignas(64) CircuitBreaker final : public Pattern {
 public:
  // All three outlive it.
  CircuitBreaker(const Settings& settings, const Surroundings& surroundings, std::string_view key);
  ~CircuitBreaker() override;

  Admission enter(const EnterRequest& request) noexcept override;
  Conclusion exit(const ExitReport& report) noexcept override;
  bool needs_elapsed() const noexcept override { return settings_.slow_calls.has_value(); }
  GateWords gate() noexcept override;
  void note_cause(int64_t token, std::string_view cause) noexcept override;
  void shut() noexcept override { machine_.shut(); }

  std::string_view kind() const noexcept override { return "circuit_breaker"; }
  std::string_view state() const noexcept override;
  void snapshot(SnapshotWriter& out) const override;
  void metrics(MetricsWriter& out) const override;
  bool idle() const noexcept override;

  // Operator controls; the reason becomes the event's note. Each throws Error unsupported while the runtime is disabled.
  // duration_ns: -1 without end, else rounded up to milliseconds.
  void force_open(std::string_view reason, int64_t duration_ns);
  void force_closed(std::string_view reason);
  void disable(std::string_view reason);
  void metrics_only(std::string_view reason);
  void reset(std::string_view reason);

 private:
  void void_permits() noexcept override { machine_.void_permits(); }

  // What a stripe counts. Success is first: bindings add to it in place.
  enum Slot : std::size_t { kSuccess, kFailure, kTimeout, kCancelled, kNeutral, kSlowCalls, kLate, kRejectedOpen, kSlots };
  struct alignas(kStripeBytes) Stripe {
    std::atomic<int64_t> slots[kSlots]{};
  };
  using Totals = std::array<int64_t, kSlots>;

  void count(Slot slot) noexcept;
  Totals totals() const noexcept;
  Admission refuse(const Entered& entered) noexcept;
  void announce(const Transition& transition, std::string_view note) noexcept;
  void operate(State to, std::string_view reason, int64_t duration_ms, bool forget_trips);
  History* history() noexcept;
  History::Record recorded() const noexcept;

  Machine<RealEnvironment> machine_;
  const Settings& settings_;
  const Surroundings& surroundings_;
  std::string_view key_;
  int64_t stripe_mask_;
  std::unique_ptr<Stripe[]> stripes_;
  std::atomic<History*> history_{nullptr};
  std::atomic<int64_t> rejected_half_open_{0};
  std::atomic<int64_t> rejected_forced_open_{0};
};

}  // namespace backstay::core::circuit_breaker
