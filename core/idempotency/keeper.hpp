// One configured idempotency: its terms, its store, and what is counted of it.
//
// Guarantees: between the claim that got a key and its completion, nobody else holds it, unless its lease ran out; then effects are at
// most one more than takeovers, or at most one where takeovers are refused. Any thread; forked children go on as their store does.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/random.hpp"
#include "core/idempotency/claim_ids.hpp"
#include "core/idempotency/counts.hpp"
#include "core/idempotency/record.hpp"
#include "core/idempotency/terms.hpp"
#include "core/store/key_value.hpp"

namespace backstay::core::idempotency {

class Keeper {
 public:
  // Store and random source outlive it.
  Keeper(std::string name, Terms terms, store::KeyValueStore& store, Random& random);

  const std::string& name() const noexcept { return name_; }
  const Terms& terms() const noexcept { return terms_; }
  store::KeyValueStore& store() const noexcept { return store_; }
  Counts& counts() noexcept { return counts_; }
  const Counts& counts() const noexcept { return counts_; }

  // Whether claims go on without a store that can't be used: as configured, or as an operator says; nothing: as configured again.
  bool runs_unguarded() const noexcept;
  void set_on_unavailable(std::optional<OnUnavailable> wanted) noexcept;

  ClaimIds& claim_ids() noexcept { return claim_ids_; }
  // How long a record in flight stays: it outlives its lease, however long a claim wants that.
  int64_t kept_ns(const Record& record) const noexcept;

 private:
  std::string name_;
  Terms terms_;
  store::KeyValueStore& store_;
  ClaimIds claim_ids_;
  Counts counts_;
  static constexpr int32_t kAsConfigured = -1;
  std::atomic<int32_t> on_unavailable_{kAsConfigured};
};

}  // namespace backstay::core::idempotency
