// The protocol of every pattern: enter -> permit | rejected | wait, exit -> done | wake | events, snapshot, metrics, controls.
//
// A pattern decides and remembers; it never calls or sleeps. Most decide who may enter (gates). Two other roles exist only within a
// composition: one that limits the time (limit_ns), and one that starts attempts anew (repeats). Adding a pattern: a folder beside
// circuit_breaker/, one line in registry.cpp, its names in the catalogue.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/catalogue.hpp"
#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/telemetry/stripes.hpp"

namespace backstay::core {

class EventLog;
class MetricsWriter;
class SnapshotWriter;

inline constexpr int64_t kUnknown = -1;

struct EnterRequest {
  int64_t ticket = 0;              // 0 the first time; a wait's ticket; after again, the token that ended
  int64_t cost = 1;                // weight of the call
  int64_t deadline_ns = kUnknown;  // on the runtime's clock
  int64_t now_ns = kUnknown;       // what the caller read a moment ago, so that one reading serves all patterns of a policy
};

// A wait's ticket: place 22 bits below the number in the queue. Places are small and reused, numbers are not, so that the lowest
// ticket is the one that waits longest.
struct Ticket {
  static constexpr int kPlaceBits = 22;
  static constexpr int64_t kPlaceMask = (int64_t{1} << kPlaceBits) - 1;
  static constexpr int64_t kNumberMask = (int64_t{1} << 38) - 1;
  // Set in every ticket, and never in a token.
  static constexpr int64_t kWaits = int64_t{1} << 60;
  // Set where the wait ends with time alone: nobody wakes it, and it sorts behind all that can be woken.
  static constexpr int64_t kTimed = int64_t{1} << 61;

  // `number` counts up from 1 in each queue.
  static constexpr int64_t make(int64_t number, int64_t place) { return kWaits | (number & kNumberMask) << kPlaceBits | place; }
  static constexpr bool is(int64_t holder) { return (holder & kWaits) != 0; }
  static constexpr int64_t place(int64_t ticket) { return ticket & kPlaceMask; }
  static constexpr int64_t with_place(int64_t ticket, int64_t place) { return (ticket & ~kPlaceMask) | place; }
};

// What enter decided. A permit has a token > 0; otherwise `reason` tells, and `wait_ns` when to come back.
struct Admission {
  int64_t token = 0;
  Reason reason = Reason::none;
  int64_t wait_ns = kUnknown;
  int64_t ticket = 0;  // with Reason::wait
  bool wake = false;   // without a token: a place became free on the way out, let the parked caller with the lowest ticket enter
};

struct ExitReport {
  int64_t token = 0;
  Outcome outcome = Outcome::success;
  int64_t elapsed_ns = kUnknown;
  int64_t retry_after_ns = kUnknown;
  int64_t attempts = 1;       // that have ended, for what stands outside the pattern that repeats
  int64_t now_ns = kUnknown;  // where the caller has read the clock; always with a timeout
};

// What exit decided: BACKSTAY_EXIT_* flags, and the wait of `again`; or why the report was refused (the permit is still out).
struct Conclusion {
  Status status = Status::ok;
  int32_t flags = 0;
  int64_t wait_ns = 0;  // with again
  int64_t place = 0;    // with again: of the call that goes on
  // With exhausted.
  Reason reason = Reason::none;
  int64_t attempts = 0;
  int64_t elapsed_ns = 0;
};

// An attempt that ended, for the pattern that may start another.
struct Attempt {
  int64_t number = 1;  // of this call, from 1
  Outcome outcome = Outcome::success;
  int64_t retry_after_ns = kUnknown;
  int64_t now_ns = 0;
  int64_t elapsed_ns = 0;          // since the call began
  int64_t deadline_ns = kUnknown;  // of the whole call
  int64_t last_delay_ns = 0;       // before this attempt; 0 for the first
};

// What such a pattern decided. No reason and no again: the call is over, whatever its end was.
struct Repetition {
  bool again = false;
  int64_t delay_ns = 0;          // with again
  Reason reason = Reason::none;  // given up: attempts, elapsed, budget or deadline
  int32_t flags = 0;             // kExitEvents
};

// The hot words that a binding, or the policy for it, reads and adds to without asking the pattern; see backstay_gate.
struct GateWords {
  static constexpr int64_t kStart = 1;  // a call may start, the word being its token
  static constexpr int64_t kQuiet = 2;  // a success under the unchanged word is one added to a stripe
  // The word of what lets everybody pass.
  static constexpr int64_t kOpenDoor = kStart | kQuiet;

  const std::atomic<int64_t>* word = nullptr;
  std::atomic<int64_t>* stripes = nullptr;
  int64_t stripe_count = 0;
  int64_t stripe_stride = 0;

  // Of what must be asked about every call and told of every end: a word that is always 0.
  static GateWords none() noexcept;
  bool is_none() const noexcept { return word == &kShut; }

  // The token of a call that may start without asking; 0: ask.
  int64_t start() const noexcept {
    const int64_t seen = word->load(std::memory_order_acquire);
    return (seen & kStart) != 0 ? seen : 0;
  }
  // Counts a success that needs no report; false where it must be reported. A call that had to ask was counted then, so that nothing
  // is left to count.
  bool succeed_quietly(int64_t token) const noexcept {
    if ((token & kQuiet) == 0 || word->load(std::memory_order_acquire) != token) return false;
    if ((token & kStart) == 0) return true;
    const int64_t stripe = stripe_index() & (stripe_count - 1);
    stripes[stripe * stripe_stride / static_cast<int64_t>(sizeof(int64_t))].fetch_add(1, std::memory_order_relaxed);
    return true;
  }

 private:
  static const std::atomic<int64_t> kShut;
};

// What all instances of a policy are built into. Outlives them.
struct Surroundings {
  const Clock* clock = nullptr;
  EventLog* events = nullptr;
  std::string_view policy;  // the policy's name, for events and labels
  uint64_t seed = 0;        // for jitter; each instance mixes its key in
  bool pass_through = false;

  // For controls: throws Error unsupported while the runtime is disabled.
  void require_enabled() const;
};

class Pattern {
 public:
  virtual ~Pattern() = default;

  virtual Admission enter(const EnterRequest& request) noexcept = 0;
  virtual Conclusion exit(const ExitReport& report) noexcept = 0;
  // Enter with the ticket of a wait, or with the token of an attempt that ended in `again`.
  virtual Admission resume([[maybe_unused]] const EnterRequest& request) noexcept { return {.reason = Reason::error}; }
  // The ticket that waits in a place; 0 where none does.
  virtual int64_t ticket([[maybe_unused]] int64_t place) noexcept { return 0; }
  // Gives up a ticket, or the attempts that may follow; refused where it is unknown.
  virtual Conclusion leave([[maybe_unused]] int64_t ticket) noexcept { return {.status = Status::invalid_argument}; }
  // When the call behind a token must have ended; kUnknown: no deadline.
  virtual int64_t deadline([[maybe_unused]] int64_t token) noexcept { return kUnknown; }
  // Where waiters meet that an exit may wake: equal for policies that share a queue. Null: nobody is ever woken.
  virtual const void* lot() const noexcept { return nullptr; }

  // Whether deadline() may ever answer with an instant that the caller didn't bring.
  virtual bool sets_deadlines() const noexcept { return limit_ns() != kUnknown; }

  // The longest time for what is inside this pattern; kUnknown: it sets none.
  virtual int64_t limit_ns() const noexcept { return kUnknown; }
  virtual bool repeats() const noexcept { return false; }
  virtual Repetition repeat([[maybe_unused]] const Attempt& attempt) noexcept { return {}; }

  virtual bool needs_elapsed() const noexcept = 0;
  virtual GateWords gate() noexcept = 0;
  virtual void note_cause([[maybe_unused]] int64_t token, [[maybe_unused]] std::string_view cause) noexcept {}
  // Once after a fork, however many policies share the pattern: voids every permit and ticket that is out, since in the child they
  // belong to the parent.
  void adopt_fork() noexcept {
    if (forks_.load(std::memory_order_relaxed) != fork_generation.load(std::memory_order_relaxed)) [[unlikely]]
      void_inherited();
  }
  // After this, enter and exit answer closed.
  virtual void shut() noexcept = 0;

  virtual std::string_view kind() const noexcept = 0;
  // Name of the state for the snapshot's head; empty where the pattern has none.
  virtual std::string_view state() const noexcept = 0;
  virtual void snapshot(SnapshotWriter& out) const = 0;
  virtual void metrics(MetricsWriter& out) const = 0;
  // True when nothing would be lost by forgetting this instance (keyed eviction).
  virtual bool idle() const noexcept = 0;
  // The patterns that this one is made of, outermost first: itself, unless it is a composition.
  virtual std::vector<Pattern*> parts() { return {this}; }

 protected:
  virtual void void_permits() noexcept = 0;

 private:
  void void_inherited() noexcept;

  std::atomic<int64_t> forks_{fork_generation.load(std::memory_order_relaxed)};
};

// A pattern as configured: immutable, shared by all instances of a policy.
class Blueprint {
 public:
  virtual ~Blueprint() = default;
  // `key` is the instance's, empty where it has none; it outlives the pattern, as the surroundings do. `lender` is the same kind of
  // pattern of the policy that `lender()` names, else null.
  virtual std::unique_ptr<Pattern> build(const Surroundings& surroundings, std::string_view key, Pattern* lender) const = 0;
  // False for what has its role only within a composition, even where it is all that a policy has.
  virtual bool stands_alone() const noexcept { return true; }
  // As Pattern::limit_ns.
  virtual int64_t limit_ns() const noexcept { return kUnknown; }
  // The policy whose pattern of this kind shares a part with this one (a retry's budget); empty: none.
  virtual std::string_view lender() const noexcept { return {}; }
  // False where there is no such part that others could use.
  virtual bool lends() const noexcept { return true; }
};

}  // namespace backstay::core
