// Counters spread over cache lines, so that threads on different CPUs don't write the same one.
#pragma once

#include <cstdint>

namespace backstay::core {

inline constexpr int64_t kStripeBytes = 64;

// Number of stripes: a power of two, at least the number of CPUs, at most 32. Settled at the first call.
int64_t stripe_count() noexcept;

// A stripe for the calling thread, to be taken modulo (stripe_count() - 1 as mask): the CPU's number where the C library offers
// restartable sequences, else a number given to the thread once. A hash of addresses would collide for ever in some threads.
int64_t stripe_index() noexcept;

}  // namespace backstay::core
