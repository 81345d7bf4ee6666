// A pattern's counters, each spread over the stripes.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/telemetry/stripes.hpp"

namespace backstay::core {

// The first of them is what bindings add quiet successes to, in place.
template <std::size_t kSlots>
class StripedCounts {
 public:
  StripedCounts() : mask_(core::stripe_count() - 1), stripes_(new Stripe[static_cast<std::size_t>(core::stripe_count())]) {}

  void add(std::size_t slot, int64_t number = 1) noexcept {
    stripes_[static_cast<std::size_t>(stripe_index() & mask_)].slots[slot].fetch_add(number, std::memory_order_relaxed);
  }
  int64_t total(std::size_t slot) const noexcept {
    int64_t total = 0;
    for (int64_t index = 0; index <= mask_; ++index)
      total += stripes_[static_cast<std::size_t>(index)].slots[slot].load(std::memory_order_relaxed);
    return total;
  }

  std::atomic<int64_t>* stripes() noexcept { return stripes_[0].slots; }
  int64_t stripe_count() const noexcept { return mask_ + 1; }

 private:
  struct alignas(kStripeBytes) Stripe {
    std::atomic<int64_t> slots[kSlots]{};
  };
  static_assert(sizeof(Stripe) == kStripeBytes);

  int64_t mask_;
  std::unique_ptr<Stripe[]> stripes_;
};

}  // namespace backstay::core
