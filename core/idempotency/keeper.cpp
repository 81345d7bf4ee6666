#include "core/idempotency/keeper.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace backstay::core::idempotency {

Keeper::Keeper(std::string name, Terms terms, store::KeyValueStore& store, Random& random)
    : name_(std::move(name)), terms_(terms), store_(store), random_(random) {}

std::string Keeper::new_claim_id() {
  std::array<uint8_t, 16> bytes{};
  random_.fill(bytes);
  return {bytes.begin(), bytes.end()};
}

int64_t Keeper::kept_ns(const Record& record) const noexcept { return std::max(terms_.ttl_ns(), record.lease_ns); }

}  // namespace backstay::core::idempotency
