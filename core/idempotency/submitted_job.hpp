// What the jobs share that were accepted under a token: once the store came to them, or could not, their end is a delivery.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/status.hpp"
#include "core/store/completion_queue.hpp"
#include "core/store/key_value.hpp"

namespace backstay::core::idempotency {

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

// A job that was accepted under a token, and whose end is a delivery.
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

// Without a store, where the job asks nothing of it, it ends at once.
template <class Kind>
CompletionQueue::Reserved submit(std::unique_ptr<Kind> job, store::KeyValueStore* store, CompletionQueue& queue, int64_t token) {
  const CompletionQueue::Place place = queue.reserve(token, {});
  if (place.answer != CompletionQueue::Reserved::accepted) return place.answer;
  job->reserved(place.operation);
  if (store == nullptr) {
    job->begin();
  } else {
    store->start(std::move(job));
  }
  return place.answer;
}

}  // namespace backstay::core::idempotency
