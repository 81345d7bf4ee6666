// Counters spread over cache lines, so that threads on different CPUs don't write the same one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace backstay::core {

inline constexpr int64_t kStripeBytes = 64;

// Number of stripes: a power of two, at least the number of CPUs, at most 32. Settled at the first call.
int64_t stripe_count() noexcept;

namespace detail {

// Offset of the kernel's per-thread rseq area from the thread pointer. 0: not looked up yet, 1: not there (the area is aligned, so 1
// is no offset).
extern std::atomic<std::ptrdiff_t> rseq_offset;
// Looks the area up, or numbers the thread where there is none.
int64_t stripe_index_slowly() noexcept;

}  // namespace detail

// A stripe for the calling thread, to be taken modulo (stripe_count() - 1 as mask): the CPU's number where the C library offers
// restartable sequences, else a number given to the thread once. A hash of addresses would collide for ever in some threads.
inline int64_t stripe_index() noexcept {
  const std::ptrdiff_t offset = detail::rseq_offset.load(std::memory_order_relaxed);
  if ((offset & ~std::ptrdiff_t{1}) == 0) [[unlikely]]
    return detail::stripe_index_slowly();
  // rseq.cpu_id_start: the first 32-bit field, always a valid CPU number.
  const auto* const area = static_cast<const char*>(__builtin_thread_pointer()) + offset;
  return static_cast<int64_t>(*reinterpret_cast<const volatile uint32_t*>(area));
}

}  // namespace backstay::core
