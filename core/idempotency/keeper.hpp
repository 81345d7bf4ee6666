// One configured idempotency: claims keys in its store.
//
// Guarantees: between the claim that got a key and its completion, nobody else holds it, unless its lease ran out; then effects are at
// most one more than takeovers, or at most one where takeovers are refused. Any thread; forked children go on as their store does.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/random.hpp"
#include "core/idempotency/claim_unit.hpp"
#include "core/idempotency/counts.hpp"
#include "core/idempotency/failure.hpp"
#include "core/idempotency/holder_unit.hpp"
#include "core/idempotency/record.hpp"
#include "core/idempotency/terms.hpp"
#include "core/store/key_value.hpp"

namespace backstay::core::idempotency {

// A request for a key.
struct Request {
  std::string_view scope{};        // of the key: another scope, another key
  std::string_view key{};          // the caller's
  std::string_view fingerprint{};  // what the key may be used for again; empty: anything
  int64_t lease_ns = -1;           // -1: as configured
  int64_t waited_ns = 0;           // since the caller's first try
};

class Holding;

// How a claim ended, for the caller.
struct Claimed {
  Status status = Status::ok;
  int64_t retry_after_ns = -1;  // in_flight
  int64_t again_ns = 0;         // in_flight: look again after so long; 0: give up
  std::string message{};        // why the caller may not act and has no answer
  Record record{};
  std::unique_ptr<Holding> holding;  // ok, taken_over
};

class Keeper {
 public:
  // Store and random source outlive it.
  Keeper(std::string name, Terms terms, store::KeyValueStore& store, Random& random);

  const std::string& name() const noexcept { return name_; }
  const Terms& terms() const noexcept { return terms_; }

  // Throws Error corrupt, store_unavailable.
  Claimed claim(const Request& request);
  const Counts& counts() const noexcept { return counts_; }

 private:
  friend class Holding;
  store::Key key_of(const Request& request) const;
  Claimed told(const Request& request, ClaimUnit& unit);
  std::string describe(const Request& request, const ClaimAnswer& answer) const;

  std::string name_;
  Terms terms_;
  store::KeyValueStore& store_;
  Random& random_;
  Counts counts_;
};

// A key while it is held; any thread. Dropped without an end it holds the key until the lease runs out: who vanished may have done the
// work.
class Holding {
 public:
  Holding(Keeper& keeper, store::Key key, int64_t fence, Record record);

  int64_t fence() const noexcept { return fence_; }

  // Each gives ok, or lost_lease where the key is somebody else's or this holding has ended. They throw Error store_unavailable, after
  // which they may be asked again.
  Status complete(Answer answer);
  // It is made again under the key, or its failure is the answer, or the key waits for the end of the lease.
  Status fail(const Failure& failure);
  Status release();
  Status heartbeat();
  Status set_recovery_point(std::string_view point);

 private:
  enum class Stage : int32_t { held, ending, ended };
  // `as` is how it ends where the key is still held.
  Status end(HolderUnit unit, End as);
  Status give_up();
  Status go_on(HolderUnit unit);

  Keeper& keeper_;
  const store::Key key_;
  const int64_t fence_;
  const Record record_;  // as it was claimed
  std::atomic<Stage> stage_{Stage::held};
};

}  // namespace backstay::core::idempotency
