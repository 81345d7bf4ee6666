// How long a claim pauses before it looks again whether the other one has ended.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/clock.hpp"

namespace backstay::core::idempotency {

inline constexpr int64_t kShortestPauseNs = 5 * kNsPerMs;
inline constexpr int64_t kLongestPauseNs = 250 * kNsPerMs;

// 0: the wait is over. Each pause is half of what was waited so far, so that a short wait ends soon and a long one asks seldom; the end
// of the lease and the end of the wait are never slept through.
inline int64_t pause_ns(int64_t waited_ns, int64_t wait_ns, int64_t lease_left_ns) noexcept {
  if (waited_ns >= wait_ns) return 0;
  const int64_t pause = std::clamp(waited_ns / 2, kShortestPauseNs, kLongestPauseNs);
  return std::min({pause, wait_ns - waited_ns, lease_left_ns});
}

}  // namespace backstay::core::idempotency
