// What a retry counts on every call, in stripes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "core/telemetry/stripes.hpp"

namespace backstay::core::retry {

class Counts {
 public:
  // kFirst is first: bindings add to it in place.
  enum Slot : std::size_t {
    kFirst,      // calls that succeeded at once
    kOther,      // all other calls that ended
    kAttempts,   // of those other calls
    kRetries,    // allowed
    kRecovered,  // calls that succeeded later
    kDeposits,   // calls for the budget: what kFirst doesn't tell, and those of who borrows it
    kSlots
  };

  Counts() : stripes_(new Stripe[static_cast<std::size_t>(stripe_count())]) {}

  void add(Slot slot, int64_t number = 1) noexcept {
    Stripe& stripe = stripes_[static_cast<std::size_t>(stripe_index() & (count() - 1))];
    stripe.slots[slot].fetch_add(number, std::memory_order_relaxed);
  }
  int64_t total(Slot slot) const noexcept {
    int64_t total = 0;
    for (int64_t index = 0; index < count(); ++index) {
      total += stripes_[static_cast<std::size_t>(index)].slots[slot].load(std::memory_order_relaxed);
    }
    return total;
  }

  std::atomic<int64_t>* stripes() noexcept { return stripes_[0].slots; }
  int64_t count() const noexcept { return count_; }
  static constexpr int64_t kStride = kStripeBytes;

 private:
  struct alignas(kStripeBytes) Stripe {
    std::atomic<int64_t> slots[kSlots]{};
  };
  static_assert(sizeof(Stripe) == kStride);

  int64_t count_ = stripe_count();
  std::unique_ptr<Stripe[]> stripes_;
};

}  // namespace backstay::core::retry
