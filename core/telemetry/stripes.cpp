#include "core/telemetry/stripes.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <bit>
#include <cstddef>

namespace backstay::core {

namespace {

constexpr int64_t kMostStripes = 32;

// Offset of the kernel's per-thread rseq area from the thread pointer. Looked up by name, so that the library still loads where
// the C library is older than 2.35. 0: not looked up yet, 1: not there (the area is aligned, so 1 is no offset).
std::atomic<std::ptrdiff_t> rseq_offset{0};

std::ptrdiff_t find_rseq() noexcept {
  const auto* offset = static_cast<const std::ptrdiff_t*>(dlsym(RTLD_DEFAULT, "__rseq_offset"));
  const auto* size = static_cast<const unsigned*>(dlsym(RTLD_DEFAULT, "__rseq_size"));
  const bool usable = offset != nullptr && size != nullptr && *size != 0 && *offset != 0;
  const std::ptrdiff_t found = usable ? *offset : 1;
  rseq_offset.store(found, std::memory_order_relaxed);
  return found;
}

int64_t next_thread_number() noexcept {
  static std::atomic<int64_t> next{0};
  return next.fetch_add(1, std::memory_order_relaxed);
}

int64_t thread_number() noexcept {
  thread_local const int64_t number = next_thread_number();
  return number;
}

}  // namespace

int64_t stripe_count() noexcept {
  static const int64_t count = [] {
    const long cpus = sysconf(_SC_NPROCESSORS_CONF);
    const auto wanted = std::bit_ceil(static_cast<uint64_t>(cpus < 1 ? 1 : cpus));
    return static_cast<int64_t>(wanted) > kMostStripes ? kMostStripes : static_cast<int64_t>(wanted);
  }();
  return count;
}

int64_t stripe_index() noexcept {
  std::ptrdiff_t offset = rseq_offset.load(std::memory_order_relaxed);
  if (offset == 0) [[unlikely]]
    offset = find_rseq();
  if (offset == 1) [[unlikely]]
    return thread_number();
  // rseq.cpu_id_start: the first 32-bit field, always a valid CPU number.
  const auto* area = static_cast<const char*>(__builtin_thread_pointer()) + offset;
  return static_cast<int64_t>(*reinterpret_cast<const volatile uint32_t*>(area));
}

}  // namespace backstay::core
