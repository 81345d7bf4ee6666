// The rate limit: a burst at once and then a steady rate, by the generic cell rate algorithm (ITU-T I.371).
//
// One word holds the theoretical arrival time (TAT): when all that was let pass will be made up for. A call of cost c takes the slot
// from max(TAT, now) to c intervals later; it may pass as soon as the slot's end is no more than burst * interval away. Slots
// never overlap. So in every span of time t, its ends included, calls of at most burst + t / interval pass, whatever threads do. A refusal
// writes nothing.
//
// A caller who may wait takes its slot at once (a reservation) and comes back when its turn is due; it counts as passing then. A
// reservation given up is given back only from the end of all slots: later callers have been told their turns and keep them, and letting
// another pass beside them would break the promise above. One in the middle is given back together with the next, should that be
// given up too; else its time goes unused.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "core/base/fork.hpp"
#include "core/policy/pattern.hpp"
#include "core/policy/rate_limit/settings.hpp"
#include "core/policy/refusal_notice.hpp"
#include "core/policy/ticket_line.hpp"
#include "core/telemetry/striped_counts.hpp"

namespace backstay::core::rate_limit {

// What a call of some cost would be answered at an instant.
struct Look {
  bool allowed = false;
  int64_t limit = 0;                  // the burst
  int64_t remaining = 0;              // may pass without a wait
  int64_t retry_after_ns = kUnknown;  // until it would pass; 0 now, kUnknown never
  int64_t reset_after_ns = 0;         // until the whole burst is there
};

// On cache lines of its own: the word is written by everybody.
class alignas(64) RateLimit final : public Pattern {
 public:
  static constexpr int64_t kMostReservations = 65'536;

  // All three outlive it.
  RateLimit(const Settings& settings, const Surroundings& surroundings, std::string_view key);

  Admission enter(const EnterRequest& request) noexcept override;
  Conclusion exit(const ExitReport& report) noexcept override;
  Admission resume(const EnterRequest& request) noexcept override;
  int64_t ticket(int64_t place) noexcept override;
  Conclusion leave(int64_t ticket) noexcept override;
  bool needs_elapsed() const noexcept override { return false; }
  GateWords gate() noexcept override;
  void shut() noexcept override { gate_word_.store(0, std::memory_order_release); }

  std::string_view kind() const noexcept override { return "rate_limit"; }
  std::string_view state() const noexcept override { return is_shut() ? "shut" : ""; }
  void snapshot(SnapshotWriter& out) const override;
  void metrics(MetricsWriter& out) const override;
  bool idle() const noexcept override;

  // What a call of that cost would be answered now; takes nothing. Throws Error unsupported while the runtime is disabled.
  Look peek(int64_t cost) const;
  // Operator control: gives the whole burst back. The reason becomes the event's note. Throws Error unsupported as peek does.
  void reset(std::string_view reason);

 private:
  // A slot that a waiting caller has, and when its turn is.
  struct Reservation {
    int64_t due_ns = 0;
    int64_t deadline_ns = kUnknown;
    int64_t begin_ns = 0;  // of the slot, with those in front that were given up
    int64_t end_ns = 0;
    int64_t resets = 0;  // slots from before a reset are void
  };
  struct Waits {
    int64_t waited, waiting, cancelled;
  };
  // The first is what bindings add quiet successes to; nobody is told that number.
  enum Slot : std::size_t { kQuiet, kPermitted, kRejectedRate, kRejectedCost, kSlots };

  void void_permits() noexcept override;
  bool is_shut() const noexcept { return gate_word_.load(std::memory_order_acquire) == 0; }
  // How much too early a call of that weight is; 0 or less: it may pass.
  int64_t early_ns(int64_t tat, int64_t now_ns, int64_t weight_ns) const noexcept;
  // Whether its turn comes within the wait, and before the deadline.
  bool worth_waiting(int64_t early_ns, const EnterRequest& request, int64_t now_ns) const noexcept;
  Admission permit(int64_t token) noexcept;
  Admission refuse(int64_t early_ns) noexcept;
  Admission refuse_cost() noexcept;
  Look look(int64_t cost) const noexcept;
  Waits waits() const noexcept;
  int64_t rejected() const noexcept { return stripes_.total(kRejectedRate) + stripes_.total(kRejectedCost); }

  // With the lock held.
  Admission pass_or_reserve(const EnterRequest& request, int64_t now_ns) noexcept;
  Admission come_back(const EnterRequest& request) noexcept;
  void give_back(int64_t place) noexcept;

  std::atomic<int64_t> tat_ns_{0};
  std::atomic<int64_t> gate_word_;  // also the token of every call; 0: shut
  const int64_t interval_ns_;
  const int64_t burst_;
  const int64_t burst_ns_;
  const Settings& settings_;
  const Surroundings& surroundings_;
  std::string_view key_;
  StripedCounts<kStripeBytes / sizeof(int64_t)> stripes_;
  RefusalNotice notice_;

  mutable ForkSafeLock lock_;
  mutable TicketLine<Reservation> line_{kMostReservations, Ticket::kTimed};  // guarded by lock_, as are the counts below
  int64_t resets_ = 0;
  int64_t waited_ = 0;
  int64_t cancelled_ = 0;
};

}  // namespace backstay::core::rate_limit
