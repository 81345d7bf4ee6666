// The bulkhead: so many calls in flight at once, and a bounded queue for those beyond, first come first served.
//
// While nobody waits, enter and exit are one compare-and-swap each on a word that counts the calls in flight. The first who has to wait
// sets a bit by a swap on the very word that says full: an exit before it makes the swap fail, and an exit after it sees the bit. From
// then on all take the lock, until the queue is empty again; the bit is set and cleared under the lock only. So with the lock held:
//
//   - the bit is set exactly while somebody is in the queue, and then all places are taken;
//   - a place that becomes free while somebody waits goes to the longest waiter in the same step (a grant): it stays counted in flight,
//     and nobody overtakes;
//   - the calls in flight are the permits out plus the grants not yet fetched. Both come back through exit, resume or leave.
//
// At no moment more calls enter than the limit in force allows. A lower limit throws nobody out: the places go as calls end.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "core/base/fork.hpp"
#include "core/policy/bulkhead/settings.hpp"
#include "core/policy/bulkhead/word.hpp"
#include "core/policy/pattern.hpp"
#include "core/policy/refusal_notice.hpp"
#include "core/policy/ticket_line.hpp"
#include "core/telemetry/striped_counts.hpp"

namespace backstay::core::bulkhead {

// On cache lines of its own: the word is written by everybody.
class alignas(64) Bulkhead final : public Pattern {
 public:
  // All three outlive it.
  Bulkhead(const Settings& settings, const Surroundings& surroundings, std::string_view key);

  Admission enter(const EnterRequest& request) noexcept override;
  Conclusion exit(const ExitReport& report) noexcept override;
  Admission resume(const EnterRequest& request) noexcept override;
  int64_t ticket(int64_t place) noexcept override;
  Conclusion leave(int64_t ticket) noexcept override;
  const void* lot() const noexcept override { return this; }
  bool needs_elapsed() const noexcept override { return false; }
  GateWords gate() noexcept override;
  void shut() noexcept override;

  std::string_view kind() const noexcept override { return "bulkhead"; }
  std::string_view state() const noexcept override { return is_shut() ? "shut" : ""; }
  void snapshot(SnapshotWriter& out) const override;
  void metrics(MetricsWriter& out) const override;
  bool idle() const noexcept override;

  // Operator control: true where waiters were granted the new places, and are to be woken. The reason becomes part of the event's note.
  // Throws Error unsupported while the runtime is disabled, invalid_argument for a limit outside limits::kLimit.
  bool set_limit(int64_t limit, std::string_view reason);

 private:
  // A caller with a ticket. Out of line: the place is granted and not yet fetched.
  struct Waiter {
    int64_t until_ns = 0;
    int64_t deadline_ns = kUnknown;
  };
  struct Counts {
    int64_t limit, in_flight, waiting, permitted, rejected, waited, expired, cancelled;
  };
  // The first is what bindings add to; here they never do.
  enum Slot : std::size_t { kQuiet, kRejected, kSlots };

  void void_permits() noexcept override;
  Word load() const noexcept { return {word_.load(std::memory_order_acquire)}; }
  bool is_shut() const noexcept;
  Admission enter_slowly(const EnterRequest& request) noexcept;
  Conclusion exit_slowly() noexcept;
  Conclusion exit_other(int64_t token) const noexcept;
  Admission refuse() noexcept;
  Counts counts() const noexcept;

  // With the lock held.
  Admission enter_or_join(const EnterRequest& request, int64_t now_ns) noexcept;
  Admission come_back(const EnterRequest& request) noexcept;
  bool give_up(int64_t place) noexcept;
  bool hand_out() noexcept;

  std::atomic<uint64_t> word_{0};
  std::atomic<int64_t> limit_;
  std::atomic<int64_t> token_;  // that permits have now, with the generation of forks in it
  std::atomic<int64_t> gate_word_;
  const Settings& settings_;
  const Surroundings& surroundings_;
  std::string_view key_;
  StripedCounts<kStripeBytes / sizeof(int64_t)> stripes_;
  RefusalNotice notice_;

  mutable ForkSafeLock lock_;
  mutable TicketLine<Waiter> line_{Ticket::kPlaceMask};  // guarded by lock_, as are the counts below
  int64_t limit_changes_ = 0;
  int64_t waited_ = 0;
  int64_t expired_ = 0;
  int64_t cancelled_ = 0;
};

}  // namespace backstay::core::bulkhead
