// A rate limit's configuration, checked and in machine units. Defaults exist here and nowhere else.
#pragma once

#include <cstdint>

namespace backstay::core::rate_limit {

// A rate of `number` in `period` is one in every `interval`, rounded up to nanoseconds, with a burst of `number`.
struct Settings {
  int64_t interval_ns = 0;  // 1 us to 365 days
  int64_t burst = 1;        // 1 to 1,000,000,000; burst * interval at most ten years
  double per_second = 0;    // the rate as it was written
  int64_t wait_ns = 0;      // how long a caller may be told to wait, 0 (refuse at once) to 1 h
};

}  // namespace backstay::core::rate_limit
