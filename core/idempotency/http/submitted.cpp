#include "core/idempotency/http/submitted.hpp"

#include <utility>

#include "core/idempotency/submitted.hpp"
#include "core/idempotency/submitted_job.hpp"

namespace backstay::core::idempotency::http {

Served ServeDelivery::take() {
  if (failure_) throw Error(*failure_);
  return std::move(served_);
}

void ServeDelivery::dropped() noexcept { give_back(served_.status, served_.holding); }

class ServeJob final : public SubmittedJob<ServeDelivery> {
 public:
  ServeJob(Keeper& keeper, const Request& request, std::shared_ptr<CompletionQueue> queue)
      : SubmittedJob(std::move(queue)), serving_(keeper, request) {}

  bool claims() noexcept { return serving_.claiming() != nullptr; }

  store::Unit* begin() noexcept override {
    if (claims()) return wanted() ? &serving_.claiming()->unit() : nullptr;
    delivery().served_ = serving_.settled();
    deliver();
    return nullptr;
  }

  void over(const Error* failure) noexcept override {
    keep_failure(delivery().failure_, [&] { delivery().served_ = failure == nullptr ? serving_.told() : serving_.failed(*failure); });
    if (!deliver()) delivery().dropped();
  }

 private:
  Serving serving_;
};

CompletionQueue::Reserved submit_serve(Keeper& keeper, const Request& request, const std::shared_ptr<CompletionQueue>& queue,
                                       int64_t token) {
  auto job = std::make_unique<ServeJob>(keeper, request, queue);
  store::KeyValueStore* const store = job->claims() ? &keeper.store() : nullptr;
  return submit(std::move(job), store, *queue, token);
}

}  // namespace backstay::core::idempotency::http
