// The breaker's 64-bit word: everything a decision needs, changed by one compare-and-swap.
//
//   sign 0 | 39 bits by state | generation 19 | state 3 | quiet 1 | start 1
//
//   closed, metrics_only   consecutive failures
//   open, forced_open      until, in milliseconds since the runtime's epoch, rounded up; all ones: no end
//   half_open              in flight 6 | successes 6 | failures 6 | lease deadline 21 (units of 64 ms, modular)
//   disabled, shut         nothing
//
// States are stored from 1, so no word is 0 and the generation may use all its values: a stamp that is linear in the generation
// then wraps without a seam (see time_window.hpp). A permit's token is the word it was given under.
#pragma once

#include <cstdint>

#include "core/base/catalogue.hpp"
#include "core/policy/pattern.hpp"

namespace backstay::core::circuit_breaker {

class Word {
 public:
  static constexpr int64_t kStart = GateWords::kStart;
  static constexpr int64_t kQuiet = GateWords::kQuiet;
  static constexpr int64_t kStateShift = 2;
  static constexpr int64_t kGenerationShift = 5;
  static constexpr int64_t kPayloadShift = 24;
  static constexpr int64_t kStateMask = 7;
  static constexpr int64_t kGenerationMask = (int64_t{1} << 19) - 1;
  static constexpr int64_t kPayloadMask = (int64_t{1} << 39) - 1;
  // The state value of a breaker whose runtime was closed; no State of the catalogue.
  static constexpr int64_t kShut = 7;
  static constexpr int64_t kForever = kPayloadMask;

  constexpr explicit Word(int64_t bits) : bits_(bits) {}
  constexpr Word(State state, int64_t generation, int64_t payload, int64_t gate_bits)
      : bits_((payload & kPayloadMask) << kPayloadShift | (generation & kGenerationMask) << kGenerationShift |
              (static_cast<int64_t>(state) + 1) << kStateShift | gate_bits) {}

  static constexpr Word shut(int64_t generation) { return Word{(generation & kGenerationMask) << kGenerationShift | kShut << kStateShift}; }

  constexpr int64_t bits() const { return bits_; }
  constexpr bool starts() const { return (bits_ & kStart) != 0; }
  constexpr bool quiet() const { return (bits_ & kQuiet) != 0; }
  constexpr bool is_shut() const { return (bits_ >> kStateShift & kStateMask) == kShut; }
  constexpr State state() const { return static_cast<State>((bits_ >> kStateShift & kStateMask) - 1); }
  constexpr int64_t generation() const { return bits_ >> kGenerationShift & kGenerationMask; }
  constexpr int64_t next_generation() const { return (generation() + 1) & kGenerationMask; }
  constexpr int64_t payload() const { return bits_ >> kPayloadShift & kPayloadMask; }
  // True when both were made under the same state entry: what makes a result count or be late.
  constexpr bool same_entry(Word other) const {
    return ((bits_ ^ other.bits_) >> kStateShift & (kGenerationMask << (kGenerationShift - kStateShift) | kStateMask)) == 0;
  }

 private:
  int64_t bits_;
};

// The 39 bits of half-open.
struct Probes {
  static constexpr int64_t kUnitNs = 64'000'000;
  static constexpr int64_t kDeadlineMask = (int64_t{1} << 21) - 1;

  int64_t in_flight = 0;
  int64_t successes = 0;
  int64_t failures = 0;
  int64_t deadline = 0;  // of the newest lease, modular

  static constexpr Probes of(int64_t payload) {
    return {payload >> 33 & 63, payload >> 27 & 63, payload >> 21 & 63, payload & kDeadlineMask};
  }
  constexpr int64_t payload() const { return in_flight << 33 | successes << 27 | failures << 21 | (deadline & kDeadlineMask); }
  constexpr int64_t results() const { return successes + failures; }

  static constexpr int64_t deadline_after(int64_t now_ns, int64_t lease_ns) {
    return (now_ns + lease_ns + kUnitNs - 1) / kUnitNs & kDeadlineMask;
  }
  // Time until the newest lease runs out, 0 when it has. A full-range comparison: a deadline further away than a lease can be is
  // one that has passed, else a modular deadline would look alive again for half its range.
  constexpr int64_t lease_left_ns(int64_t now_ns, int64_t lease_ns) const {
    const int64_t now_units = now_ns / kUnitNs;
    const int64_t ahead = (deadline - now_units) & kDeadlineMask;
    if (ahead == 0 || ahead > (lease_ns + kUnitNs - 1) / kUnitNs + 1) return 0;
    return (now_units + ahead) * kUnitNs - now_ns;
  }
};

}  // namespace backstay::core::circuit_breaker
