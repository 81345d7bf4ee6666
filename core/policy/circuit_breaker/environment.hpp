// What the breaker's algorithms stand on: atomics, a clock, a stripe number. The product uses the machine's; the concurrency
// tests put a scheduler in their place, which chooses the order of every single atomic operation.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/base/clock.hpp"
#include "core/telemetry/stripes.hpp"

namespace backstay::core::circuit_breaker {

struct RealEnvironment {
  template <class T>
  using Atomic = std::atomic<T>;
  using Clock = core::Clock;
  static int64_t stripe() noexcept { return stripe_index(); }
};

}  // namespace backstay::core::circuit_breaker
