// The claim as a unit of a store: creates the key's record, or judges the one that is there.
//
//   what is there                        answer
//   nothing, or its ttl is over          ok, with a lease
//   another request's fingerprint        mismatch
//   done                                 replay, or body_not_kept
//   in flight, its lease holds           in_flight
//   in flight, its lease ran out         taken_over, or abandoned where the terms refuse takeovers
//   the claim's own record               as at first: the answer to an earlier try had been lost
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/catalogue.hpp"
#include "core/idempotency/record.hpp"
#include "core/idempotency/terms.hpp"
#include "core/store/key_value.hpp"

namespace backstay::core::idempotency {

struct ClaimAnswer {
  Status status = Status::ok;
  int64_t fence = 0;            // ok, taken_over: what the holder is known by
  int64_t retry_after_ns = -1;  // in_flight: until the lease would run out
  Record record{};              // as the store has it
};

class ClaimUnit final : public store::Unit {
 public:
  // `wanted` is the record to write: in flight, with its fingerprint, lease and claim.
  ClaimUnit(store::Key key, Record wanted, int64_t ttl_ns, OnTakeover on_takeover);

  const store::Key& key() const noexcept override { return key_; }
  const store::Operation* next(const store::Result* last) override;

  // After the end.
  ClaimAnswer& answer() noexcept { return answer_; }

 private:
  const store::Operation* create();
  const store::Operation* judge(const store::Entry& entry);
  const store::Operation* take_over(const store::Entry& entry, Record record);
  // Both end the unit.
  const store::Operation* finish(Status status, Record record);
  const store::Operation* hold(Status status, int64_t fence, Record record);

  store::Key key_;
  Record wanted_;
  int64_t ttl_ns_;
  OnTakeover on_takeover_;
  store::Operation operation_;
  std::optional<Record> taking_;  // while a takeover is on its way: what it writes
  ClaimAnswer answer_;
};

}  // namespace backstay::core::idempotency
