// How far a server's clock is from this machine's: nothing depends on it, and whoever compares logs wants to know.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/clock.hpp"
#include "core/store/examination.hpp"

namespace backstay::core::store {

inline int64_t wall_now_ns() noexcept {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// The server was asked between two readings of this machine's clock, and is taken to have answered half-way.
inline void add_clock(int64_t server_ns, int64_t before_ns, int64_t after_ns, Examination& examination) {
  const int64_t ahead_ms = (server_ns - before_ns - (after_ns - before_ns) / 2) / kNsPerMs;
  const std::string sign = ahead_ms < 0 ? "behind" : "ahead of";
  examination.facts.push_back({"clock", std::to_string(std::abs(ahead_ms)) + " ms " + sign + " this machine's"});
}

}  // namespace backstay::core::store
