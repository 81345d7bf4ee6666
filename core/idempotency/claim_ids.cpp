#include "core/idempotency/claim_ids.hpp"

#include <array>
#include <cstring>

#include "core/base/fork.hpp"

namespace backstay::core::idempotency {

std::string ClaimIds::next() {
  const std::array<uint64_t, 2> halves{own(), count_.fetch_add(1, std::memory_order_relaxed)};
  std::string id(sizeof halves, '\0');
  std::memcpy(id.data(), halves.data(), sizeof halves);
  return id;
}

// Threads that draw at once may use either half: the count alone sets the claims of a process apart.
uint64_t ClaimIds::own() {
  const int64_t forks = fork_generation.load(std::memory_order_relaxed);
  if (drawn_.load(std::memory_order_acquire) != forks) {
    std::array<uint8_t, sizeof(uint64_t)> bytes{};
    random_.fill(bytes);
    uint64_t drawn = 0;
    std::memcpy(&drawn, bytes.data(), sizeof drawn);
    own_.store(drawn, std::memory_order_relaxed);
    drawn_.store(forks, std::memory_order_release);
  }
  return own_.load(std::memory_order_relaxed);
}

}  // namespace backstay::core::idempotency
