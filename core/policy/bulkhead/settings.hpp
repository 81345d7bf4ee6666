// A bulkhead's configuration, checked and in machine units. Defaults exist here and nowhere else.
#pragma once

#include <cstdint>

#include "core/base/clock.hpp"

namespace backstay::core::bulkhead {

// The queue where only a wait is given.
inline constexpr int64_t kQueueOfAWait = 100;

struct Settings {
  int64_t limit = 1;               // calls in flight at once, 1 to 1,000,000
  int64_t queue = 0;               // callers that may wait, 0 to 65,536
  int64_t wait_ns = kNsPerSecond;  // each at most so long, 1 ms to 1 h
};

}  // namespace backstay::core::bulkhead
