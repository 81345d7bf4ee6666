// What a breaker remembers for people: its last transition, how often it moved, and why calls failed. Cold, behind a lock that
// survives fork, in memory that a breaker gets with its first transition or cause.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/catalogue.hpp"
#include "core/base/fork.hpp"
#include "core/policy/circuit_breaker/machine.hpp"
#include "core/telemetry/event_log.hpp"

namespace backstay::core::circuit_breaker {

class History {
 public:
  static constexpr std::size_t kStates = 6;
  static constexpr std::size_t kCauses = 4;

  struct Cause {
    ShortText<64> text;
    int64_t count = 0;
    int64_t last_at_ns = 0;
  };
  struct Record {
    std::array<std::array<int64_t, kStates>, kStates> moves{};  // by state left, by state entered
    Transition last;
    int64_t last_wall_ns = 0;
    ShortText<128> note;                  // the operator's reason for the last one
    std::array<Cause, kCauses> causes{};  // the last different ones, newest first

    int64_t transitions() const;
  };

  void add_transition(const Transition& transition, int64_t wall_ns, std::string_view note) noexcept;
  void add_cause(std::string_view cause, int64_t at_ns) noexcept;
  void forget_causes() noexcept;
  ShortText<64> newest_cause() const noexcept;
  Record read() const noexcept;

 private:
  // Whatever was half-written when a fork came is plain numbers and short texts: readable, at worst mixed from two entries.
  mutable ForkSafeLock lock_;
  Record record_;
};

}  // namespace backstay::core::circuit_breaker
