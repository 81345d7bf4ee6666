#include "core/idempotency/keeper.hpp"

#include <algorithm>
#include <utility>

namespace backstay::core::idempotency {

Keeper::Keeper(std::string name, Terms terms, store::KeyValueStore& store, Random& random)
    : name_(std::move(name)), terms_(std::move(terms)), store_(store), claim_ids_(random) {}

bool Keeper::runs_unguarded() const noexcept {
  const int32_t wanted = on_unavailable_.load(std::memory_order_relaxed);
  return (wanted == kAsConfigured ? terms_.on_unavailable : static_cast<OnUnavailable>(wanted)) == OnUnavailable::run;
}

void Keeper::set_on_unavailable(std::optional<OnUnavailable> wanted) noexcept {
  on_unavailable_.store(wanted ? static_cast<int32_t>(*wanted) : kAsConfigured, std::memory_order_relaxed);
}

int64_t Keeper::kept_ns(const Record& record) const noexcept { return std::max(terms_.ttl_ns(), record.lease_ns); }

}  // namespace backstay::core::idempotency
