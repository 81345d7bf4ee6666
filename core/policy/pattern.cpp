#include "core/policy/pattern.hpp"

namespace backstay::core {

void Pattern::void_inherited() noexcept {
  const int64_t now = fork_generation.load(std::memory_order_relaxed);
  int64_t seen = forks_.load(std::memory_order_relaxed);
  while (seen != now) {
    if (!forks_.compare_exchange_weak(seen, now)) continue;
    void_permits();
    return;
  }
}

}  // namespace backstay::core
