#include "core/idempotency/submitted.hpp"

#include <exception>
#include <new>
#include <utility>

namespace backstay::core::idempotency {

namespace {

// What a job came to, where even saying it may fail for want of memory.
template <class Function>
void keep_failure(std::optional<Error>& failure, Function&& function) {
  try {
    function();
  } catch (const Error& error) {
    failure = error;
  } catch (const std::exception& error) {
    failure.emplace(Status::out_of_memory, error.what());
  }
}

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

void give_back(const Claimed& claimed) noexcept {
  if (claimed.status != Status::ok || !claimed.holding) return;
  try {
    claimed.holding->keeper().store().start(std::make_unique<ReleaseJob>(claimed.holding));
  } catch (const std::bad_alloc&) {
    // The lease gives it back.
  }
}

}  // namespace

Claimed ClaimDelivery::take() {
  if (failure_) throw Error(*failure_);
  return std::move(claimed_);
}

void ClaimDelivery::dropped() noexcept { give_back(claimed_); }

Status StepDelivery::take() const {
  if (failure_) throw Error(*failure_);
  return status_;
}

// A job that was accepted under a token, and whose end is a delivery. Not in a namespace of this file's, since deliveries name the jobs
// that fill them as friends.
template <class Kind>
class SubmittedJob : public store::Job {
 public:
  explicit SubmittedJob(std::shared_ptr<CompletionQueue> queue) : queue_(std::move(queue)), delivery_(std::make_unique<Kind>()) {}

  void reserved(int64_t operation) noexcept { operation_ = operation; }

 protected:
  // Once: false where the operation was cancelled or closed.
  bool wanted() { return queue_->take_request(operation_).has_value(); }
  Kind& delivery() noexcept { return static_cast<Kind&>(*delivery_); }
  // False where nobody hears of it any more; then the delivery is still here.
  bool deliver() { return queue_->complete(operation_, delivery_); }

 private:
  std::shared_ptr<CompletionQueue> queue_;
  std::unique_ptr<Delivery> delivery_;
  int64_t operation_ = 0;
};

class ClaimJob final : public SubmittedJob<ClaimDelivery> {
 public:
  ClaimJob(Keeper& keeper, const Request& request, std::shared_ptr<CompletionQueue> queue)
      : SubmittedJob(std::move(queue)), claiming_(keeper, request) {}

  store::Unit* begin() noexcept override { return wanted() ? &claiming_.unit() : nullptr; }

  void over(const Error* failure) noexcept override {
    if (failure != nullptr) claiming_.failed();
    keep_failure(delivery().failure_, [&] {
      if (failure != nullptr) throw Error(*failure);
      delivery().claimed_ = claiming_.told();
    });
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

namespace {

template <class Job>
CompletionQueue::Reserved submit(std::unique_ptr<Job> job, store::KeyValueStore& store, CompletionQueue& queue, int64_t token) {
  const CompletionQueue::Place place = queue.reserve(token, {});
  if (place.answer != CompletionQueue::Reserved::accepted) return place.answer;
  job->reserved(place.operation);
  store.start(std::move(job));
  return place.answer;
}

}  // namespace

CompletionQueue::Reserved submit_claim(Keeper& keeper, const Request& request, const std::shared_ptr<CompletionQueue>& queue,
                                       int64_t token) {
  return submit(std::make_unique<ClaimJob>(keeper, request, queue), keeper.store(), *queue, token);
}

CompletionQueue::Reserved submit_step(const std::shared_ptr<Holding>& holding, Step step, const std::shared_ptr<CompletionQueue>& queue,
                                      int64_t token) {
  return submit(std::make_unique<StepJob>(holding, std::move(step), queue), holding->keeper().store(), *queue, token);
}

}  // namespace backstay::core::idempotency
