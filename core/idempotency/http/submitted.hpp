// Requests that go through a completion queue, as claims do; also those for which nothing has to be claimed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/status.hpp"
#include "core/idempotency/http/serving.hpp"
#include "core/store/completion_queue.hpp"

namespace backstay::core::idempotency::http {

class ServeDelivery final : public Delivery {
 public:
  // Once. Throws what serving throws.
  Served take();
  void dropped() noexcept override;

 private:
  friend class ServeJob;
  Served served_;
  std::optional<Error> failure_;
};

CompletionQueue::Reserved submit_serve(Keeper& keeper, const Request& request, const std::shared_ptr<CompletionQueue>& queue,
                                       int64_t token);

}  // namespace backstay::core::idempotency::http
