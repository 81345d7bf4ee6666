#include "core/idempotency/submitted.hpp"

#include <new>
#include <utility>

#include "core/idempotency/submitted_job.hpp"

namespace backstay::core::idempotency {

namespace {

// The key of a claim that nobody hears of is free again.
class ReleaseJob final : public store::Job {
 public:
  explicit ReleaseJob(std::shared_ptr<Holding> holding) : holding_(std::move(holding)), step_(holding_->release()) {}

  store::Unit* begin() noexcept override {
    Status status = Status::ok;
    return holding_->begin(step_, status) ? &*step_.unit : nullptr;
  }
  bool urgent() const noexcept override { return true; }
  void over(const Error* failure) noexcept override {
    if (failure == nullptr) holding_->conclude(step_);
  }

 private:
  std::shared_ptr<Holding> holding_;
  Step step_;
};

}  // namespace

void give_back(Status status, const std::shared_ptr<Holding>& holding) noexcept {
  if (status != Status::ok || !holding) return;
  try {
    holding->keeper().store().start(std::make_unique<ReleaseJob>(holding));
  } catch (const std::bad_alloc&) {
    // The lease gives it back.
  }
}

Claimed ClaimDelivery::take() {
  if (failure_) throw Error(*failure_);
  return std::move(claimed_);
}

void ClaimDelivery::dropped() noexcept { give_back(claimed_.status, claimed_.holding); }

Status StepDelivery::take() const {
  if (failure_) throw Error(*failure_);
  return status_;
}

class ClaimJob final : public SubmittedJob<ClaimDelivery> {
 public:
  ClaimJob(Keeper& keeper, const Request& request, std::shared_ptr<CompletionQueue> queue)
      : SubmittedJob(std::move(queue)), claiming_(keeper, request) {}

  store::Unit* begin() noexcept override { return wanted() ? &claiming_.unit() : nullptr; }

  void over(const Error* failure) noexcept override {
    keep_failure(delivery().failure_, [&] { delivery().claimed_ = failure == nullptr ? claiming_.told() : claiming_.failed(*failure); });
    if (!deliver()) delivery().dropped();
  }

 private:
  Claiming claiming_;
};

class StepJob final : public SubmittedJob<StepDelivery> {
 public:
  StepJob(std::shared_ptr<Holding> holding, Step step, std::shared_ptr<CompletionQueue> queue)
      : SubmittedJob(std::move(queue)), holding_(std::move(holding)), step_(std::move(step)) {}

  store::Unit* begin() noexcept override {
    if (holding_->begin(step_, delivery().status_)) return &*step_.unit;
    deliver();
    return nullptr;
  }

  void over(const Error* failure) noexcept override {
    if (failure != nullptr) {
      holding_->give_back(step_);
      keep_failure(delivery().failure_, [&] { throw Error(*failure); });
    } else {
      delivery().status_ = holding_->conclude(step_);
    }
    deliver();
  }

 private:
  std::shared_ptr<Holding> holding_;
  Step step_;
};

CompletionQueue::Reserved submit_claim(Keeper& keeper, const Request& request, const std::shared_ptr<CompletionQueue>& queue,
                                       int64_t token) {
  return submit(std::make_unique<ClaimJob>(keeper, request, queue), &keeper.store(), *queue, token);
}

CompletionQueue::Reserved submit_step(const std::shared_ptr<Holding>& holding, Step step, const std::shared_ptr<CompletionQueue>& queue,
                                      int64_t token) {
  store::KeyValueStore* const store = step.unit ? &holding->keeper().store() : nullptr;
  return submit(std::make_unique<StepJob>(holding, std::move(step), queue), store, *queue, token);
}

}  // namespace backstay::core::idempotency
