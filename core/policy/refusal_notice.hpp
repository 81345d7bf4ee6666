// Tells that a pattern refuses calls: an event at most once in ten seconds, however many calls are refused.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <string_view>

#include "core/base/catalogue.hpp"
#include "core/base/clock.hpp"
#include "core/policy/pattern.hpp"

namespace backstay::core {

class RefusalNotice {
 public:
  static constexpr int64_t kEveryNs = 10 * kNsPerSecond;

  // Records an event `refusing`, unless the last one is less than ten seconds old; true where it did. Of several threads one does.
  bool tell(const Surroundings& surroundings, std::string_view pattern, std::string_view key, TransitionReason reason) noexcept {
    // The coarse clock is behind the exact one, so it is never too early by this.
    if (surroundings.clock->coarse_ns() < next_ns_.load(std::memory_order_relaxed)) [[likely]]
      return false;
    return tell_now(surroundings, pattern, key, reason);
  }

 private:
  bool tell_now(const Surroundings& surroundings, std::string_view pattern, std::string_view key, TransitionReason reason) noexcept;

  std::atomic<int64_t> next_ns_{std::numeric_limits<int64_t>::min()};
};

}  // namespace backstay::core
