// How long to pause before another attempt: a step that may grow, drawn with jitter.
#pragma once

#include <cstdint>

#include "core/base/random.hpp"
#include "core/policy/retry/settings.hpp"

namespace backstay::core::retry {

class Backoff {
 public:
  // `settings` outlives it.
  Backoff(const BackoffSettings& settings, uint64_t seed) : settings_(settings), random_(seed) {}

  // After `ended` attempts, from 1; `last_ns` is the pause before the last of them. Draws one random number where there is a choice.
  int64_t delay_ns(int64_t ended, int64_t last_ns) noexcept;

 private:
  double step_ns(int64_t ended) const noexcept;
  double decorrelated_ns(int64_t ended, int64_t last_ns) noexcept;

  const BackoffSettings& settings_;
  Random random_;
};

}  // namespace backstay::core::retry
