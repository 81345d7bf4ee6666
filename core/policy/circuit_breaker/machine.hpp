// The breaker's state machine: pure decisions over the word, the windows and the clock. No metrics, no events, no allocation.
//
// Every step on the word: load the word, then read the clock, one compare-and-swap; when it fails, both again. Every transition
// takes a new generation. All operations are sequentially consistent; on x86 only the swaps cost.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/catalogue.hpp"
#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/policy/circuit_breaker/count_window.hpp"
#include "core/policy/circuit_breaker/settings.hpp"
#include "core/policy/circuit_breaker/time_window.hpp"
#include "core/policy/circuit_breaker/word.hpp"

namespace backstay::core::circuit_breaker {

// Whether half-open with this limit (0: none) has lasted too long.
inline constexpr bool overdue(int64_t limit_ms, int64_t now_ns) { return limit_ms != 0 && now_ns >= limit_ms * kNsPerMs; }

inline constexpr int64_t ceil_to_ms(int64_t ns) { return (ns + kNsPerMs - 1) / kNsPerMs; }

// More than the coarse clock ever lags behind: it moves with the kernel's tick, every 10 ms at the slowest.
inline constexpr int64_t kCoarseMarginNs = 50 * kNsPerMs;

// A move that an operation made, to be announced by its caller. A lost probe's new round is one that stays in half-open.
struct Transition {
  TransitionReason reason = TransitionReason::none;  // none: nothing moved
  State from = State::closed;
  State to = State::closed;
  int64_t at_ns = 0;
  int64_t wait_ns = -1;  // how long no call may pass; -1 unknown

  explicit operator bool() const { return reason != TransitionReason::none; }
};

struct Entered {
  int64_t token = 0;  // > 0: permitted
  State refused_in = State::closed;
  bool shut = false;
  int64_t wait_ns = -1;
  Transition transition;
};

struct Exited {
  bool late = false;
  Transition transition;
};

// How one result counts, after the outcome and the elapsed time were looked at.
struct Result {
  enum class Kind { success, failure, nothing } kind = Kind::success;
  bool slow = false;  // only where a slow-call rule exists
  int64_t retry_after_ns = -1;
};

template <class Environment>
class Machine {
 public:
  template <class T>
  using Atomic = typename Environment::template Atomic<T>;
  using Clock = typename Environment::Clock;

  // `settings` and `clock` outlive it. `first` is the state it starts in and goes back to on reset.
  Machine(const Settings& settings, State first, const Clock& clock, uint64_t seed, int64_t stripes);

  Entered enter();
  Exited exit(Word token, const Result& result);
  // An operator's move; always takes a new generation. `duration_ms` is for forced_open, -1 without end.
  Transition control(State to, int64_t duration_ms, bool forget_trips);
  Transition reset() { return control(first_, -1, true); }
  State first() const { return first_; }
  // Voids every permit that is out, keeping the state: for the child of a fork. Probe leases are void too.
  void void_permits();
  void shut();

  const Atomic<int64_t>& word() const { return word_; }
  Word load() const { return Word{word_.load()}; }
  int64_t trips() const { return trips_.load(); }
  std::optional<Rate> failure_rate(Word word) const { return rate(word, kFailed); }
  std::optional<Rate> slow_rate(Word word) const { return rate(word, kSlow); }
  // Time until a call may pass in this word's state; 0 now, -1 unknown or not waiting.
  int64_t wait_ns(Word word) const;

 private:
  // A cache line of cells; stripes start on lines of their own.
  struct alignas(64) Line {
    Atomic<uint64_t> cells[8]{};
  };
  struct OwnedTimeWindow {
    OwnedTimeWindow(const WindowSettings& shape, int64_t stripes)
        : lines(new Line[static_cast<std::size_t>(TimeWindow<Environment>::cells_needed(shape, stripes) / 8)]),
          window(shape, stripes, &lines[0].cells[0]) {}
    std::unique_ptr<Line[]> lines;
    TimeWindow<Environment> window;
  };
  struct OwnedCountWindow {
    OwnedCountWindow(const WindowSettings& shape, const RateRule& rule)
        : cells(new Atomic<uint32_t>[static_cast<std::size_t>(CountWindow<Environment>::cells_needed(shape))] {}),
          window(shape, rule, &cells[0]) {}
    std::unique_ptr<Atomic<uint32_t>[]> cells;
    CountWindow<Environment> window;
  };

  // Generation 19 | milliseconds 44: when half-open has lasted too long, and for which entry that holds.
  struct Limit {
    static constexpr int64_t kGenerationShift = 44;
    static constexpr int64_t pack(int64_t generation, int64_t until_ms) { return generation << kGenerationShift | until_ms; }
    static constexpr int64_t generation(int64_t bits) { return bits >> kGenerationShift; }
    static constexpr int64_t until_ms(int64_t bits) { return bits & ((int64_t{1} << kGenerationShift) - 1); }
  };

  Word make(State state, int64_t generation, int64_t payload = 0) const;
  // Housekeeping after a won transition into `word`.
  void settle_in(Word word, int64_t now_ns);

  // Each tries once; false: the word changed meanwhile, look again.
  bool enter_waiting(Word word, Entered& entered);
  bool enter_half_open(Word word, Entered& entered);

  Exited exit_counting(Word token, const Result& result);
  // Counting steps; true: the result is finished (late, or it tripped), false: go on.
  bool count_consecutive(Word token, const Result& result, Exited& exited);
  bool count_over_time(Word token, const Result& result, int64_t now_ns, Exited& exited);
  bool count_over_calls(Word token, const Result& result, Exited& exited);
  void trip(Word token, TransitionReason reason, const Result& result, Transition& transition);

  Exited exit_probe(Word token, const Result& result);
  // Each tries once; false: the word changed meanwhile, look again.
  bool report_probe(Word word, const Result& result, Exited& exited);
  bool try_open(Word word, int64_t now_ns, TransitionReason reason, int64_t retry_after_ns, Transition& transition);
  bool try_close(Word word, int64_t now_ns, Transition& transition);

  int64_t open_ms(int64_t trips, int64_t retry_after_ns);
  // When `word`'s half-open has lasted too long, in milliseconds; 0 where no limit is in force.
  int64_t half_open_limit_ms(Word word) const;
  void limit_half_open(int64_t generation, int64_t until_ms);
  int64_t carried_limit_ms(int64_t limit_ms, int64_t now_ns) const;
  static int64_t category(const Result& result);
  static TransitionReason reason_of(int64_t hit_bit);
  std::optional<Rate> rate(Word word, int64_t hit_bit) const;

  void add_rule(const RateSettings& settings, int64_t hit_bit, int64_t stripes);
  bool has_windows() const { return time_[0] || time_[1] || count_[0] || count_[1]; }
  int64_t lease_ns() const { return settings_.half_open.lease_ms * kNsPerMs; }

  // Read by everybody, written by failures and transitions only; what stands beside it is written less often still.
  Atomic<int64_t> word_;
  Atomic<int64_t> half_open_limit_{0};
  Atomic<int64_t> trips_{0};
  const Settings& settings_;
  const Clock& clock_;
  Random random_;
  State first_;
  // By pointer, so that a breaker without rate rules stays small. Each pair: for the failure rule, for the slow-call rule; two
  // rules over time windows of one shape share the first.
  std::unique_ptr<OwnedTimeWindow> time_[2];
  std::unique_ptr<OwnedCountWindow> count_[2];
};

}  // namespace backstay::core::circuit_breaker

#include "core/policy/circuit_breaker/machine_enter.hpp"
#include "core/policy/circuit_breaker/machine_exit.hpp"
#include "core/policy/circuit_breaker/machine_setup.hpp"
