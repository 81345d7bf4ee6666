// Claims and steps that go through a completion queue: accepted at once, run by the store in its turn, taken as a delivery.
//
// A claim that its caller cancelled before the store came to it never happens. One that got its key though nobody hears of it any
// more gives the key back; after a takeover it leaves it to the lease, because somebody else may have acted. A step that was cancelled
// is taken all the same: the work behind it is done.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/status.hpp"
#include "core/idempotency/claiming.hpp"
#include "core/idempotency/holding.hpp"
#include "core/store/completion_queue.hpp"

namespace backstay::core::idempotency {

class ClaimDelivery final : public Delivery {
 public:
  // Once. Throws what a claim that waits throws.
  Claimed take();
  void dropped() noexcept override;

 private:
  friend class ClaimJob;
  Claimed claimed_;
  std::optional<Error> failure_;
};

class StepDelivery final : public Delivery {
 public:
  // Throws what a step that waits throws.
  Status take() const;

 private:
  friend class StepJob;
  Status status_ = Status::ok;
  std::optional<Error> failure_;
};

// The key of a new claim that nobody hears of is free again.
void give_back(Status status, const std::shared_ptr<Holding>& holding) noexcept;

// What becomes of it comes by the queue, a store that can't begin included.
CompletionQueue::Reserved submit_claim(Keeper& keeper, const Request& request, const std::shared_ptr<CompletionQueue>& queue,
                                       int64_t token);
CompletionQueue::Reserved submit_step(const std::shared_ptr<Holding>& holding, Step step, const std::shared_ptr<CompletionQueue>& queue,
                                      int64_t token);

}  // namespace backstay::core::idempotency
