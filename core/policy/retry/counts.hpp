// What a retry counts on every call.
#pragma once

#include <cstddef>

#include "core/telemetry/striped_counts.hpp"

namespace backstay::core::retry {

struct Count {
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
};

using Counts = StripedCounts<Count::kSlots>;

}  // namespace backstay::core::retry
