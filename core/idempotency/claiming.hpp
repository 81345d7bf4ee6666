// A claim on its way through the store, and what its caller is told then.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/status.hpp"
#include "core/idempotency/claim_unit.hpp"
#include "core/idempotency/holding.hpp"
#include "core/idempotency/keeper.hpp"

namespace backstay::core::idempotency {

// A request for a key.
struct Request {
  std::string_view scope{};        // of the key: another scope, another key
  std::string_view key{};          // the caller's
  std::string_view fingerprint{};  // what the key may be used for again; empty: anything
  int64_t lease_ns = -1;           // -1: as configured
  int64_t waited_ns = 0;           // since the caller's first try
};

// How a claim ended, for the caller.
struct Claimed {
  Status status = Status::ok;
  int64_t retry_after_ns = -1;  // in_flight
  int64_t again_ns = 0;         // in_flight: look again after so long; 0: give up
  std::string message{};        // why the caller may not act and has no answer
  Record record{};
  std::shared_ptr<Holding> holding;  // ok, taken_over
};

class Claiming {
 public:
  // The keeper outlives it; nothing of the request does.
  Claiming(Keeper& keeper, const Request& request);

  store::Unit& unit() noexcept { return unit_; }
  // After the unit. Throws Error corrupt.
  Claimed told();
  // Where the store failed: its error is thrown, unless claims go on without it.
  Claimed failed(const Error& failure);

 private:
  std::string describe(const ClaimAnswer& answer) const;

  Keeper& keeper_;
  const std::string key_;
  const int64_t waited_ns_;
  ClaimUnit unit_;
};

// Waits for the store. Throws Error corrupt, store_unavailable, forked.
Claimed claim(Keeper& keeper, const Request& request);

}  // namespace backstay::core::idempotency
