// What claims know their own records by: 16 bytes, unique in the world.
//
// One half is random, drawn once a process, and the other counts, since entropy for each claim would cost more than the rest of a replay. A
// forked child draws its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "core/base/random.hpp"

namespace backstay::core::idempotency {

class ClaimIds {
 public:
  // It outlives this.
  explicit ClaimIds(Random& random) noexcept : random_(random) {}
  // Any thread. Throws Error internal where the kernel has no entropy to give.
  std::string next();

 private:
  uint64_t own();

  static constexpr int64_t kNeverDrawn = -1;
  Random& random_;
  std::atomic<uint64_t> own_{0};
  std::atomic<int64_t> drawn_{kNeverDrawn};  // the fork generation that own_ belongs to
  std::atomic<uint64_t> count_{0};
};

}  // namespace backstay::core::idempotency
