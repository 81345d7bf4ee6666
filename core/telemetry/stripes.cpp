#include "core/telemetry/stripes.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <bit>

namespace backstay::core {

namespace {

constexpr int64_t kMostStripes = 32;

// Looked up by name, so that the library still loads where the C library is older than 2.35.
std::ptrdiff_t find_rseq() noexcept {
  const auto* offset = static_cast<const std::ptrdiff_t*>(dlsym(RTLD_DEFAULT, "__rseq_offset"));
  const auto* size = static_cast<const unsigned*>(dlsym(RTLD_DEFAULT, "__rseq_size"));
  const bool usable = offset != nullptr && size != nullptr && *size != 0 && *offset != 0;
  return usable ? *offset : 1;
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

namespace detail {

std::atomic<std::ptrdiff_t> rseq_offset{0};

int64_t stripe_index_slowly() noexcept {
  if (rseq_offset.load(std::memory_order_relaxed) == 0) rseq_offset.store(find_rseq(), std::memory_order_relaxed);
  return rseq_offset.load(std::memory_order_relaxed) == 1 ? thread_number() : stripe_index();
}

}  // namespace detail

}  // namespace backstay::core
