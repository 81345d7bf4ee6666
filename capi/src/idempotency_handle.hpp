// From handles to idempotencies and claims, and what every step of a claim has in common.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "arguments.hpp"
#include "backstay/idempotency.h"
#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "core/idempotency/submitted.hpp"
#include "core/runtime/idempotency_handle.hpp"
#include "queue_handle.hpp"
#include "wall.hpp"

namespace backstay::capi {

inline core::Idempotency* unwrap(backstay_idempotency* handle) { return reinterpret_cast<core::Idempotency*>(handle); }
inline core::Claim* unwrap(backstay_claim* handle) { return reinterpret_cast<core::Claim*>(handle); }

inline core::Idempotency& open_idempotency(backstay_idempotency* handle) {
  require(handle, "idempotency");
  core::Idempotency& idempotency = *unwrap(handle);
  if (idempotency.runtime().closed()) {
    throw core::Error(core::Status::closed, "idempotency " + core::in_quotes(idempotency.keeper().name()) + ": the runtime was closed");
  }
  return idempotency;
}

inline core::Claim& open_claim(backstay_claim* handle) {
  require(handle, "claim");
  core::Claim& claim = *unwrap(handle);
  if (claim.runtime().closed()) throw core::Error(core::Status::closed, "claim: the runtime was closed");
  return claim;
}

// The claim as its caller's; NULL where the key is not held.
inline backstay_claim* hand_out(core::Runtime& runtime, std::shared_ptr<core::idempotency::Holding> holding) {
  return holding ? reinterpret_cast<backstay_claim*>(new core::Claim(runtime, std::move(holding))) : nullptr;
}

inline core::Queue& queue_of(backstay_queue* handle, const core::Runtime& runtime) {
  core::Queue& queue = known_queue(handle);
  if (queue.completions().closed()) throw core::Error(core::Status::closed, "queue: was closed");
  if (&queue.runtime() != &runtime) throw core::Error(core::Status::invalid_argument, "queue: is one of another runtime");
  return queue;
}

// `step_of` makes the step of an open claim.
template <class StepOf>
backstay_status take_step(backstay_claim* handle, backstay_error* error, StepOf&& step_of) {
  return guard(error, [&] {
    const core::Claim& claim = open_claim(handle);
    return static_cast<backstay_status>(claim.holding().take(step_of(claim)));
  });
}

template <class StepOf>
backstay_status submit_step(backstay_claim* handle, backstay_queue* queue, int64_t token, backstay_error* error, StepOf&& step_of) {
  return guard(error, [&] {
    const core::Claim& claim = open_claim(handle);
    const core::Queue& known = queue_of(queue, claim.runtime());
    return submitted(core::idempotency::submit_step(claim.shared(), step_of(claim), known.shared(), token), token);
  });
}

}  // namespace backstay::capi
