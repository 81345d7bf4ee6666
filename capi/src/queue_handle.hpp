// From a handle to its completion queue, for the queue and for every store.
#pragma once

#include "arguments.hpp"
#include "backstay/queue.h"
#include "core/runtime/queue.hpp"

namespace backstay::capi {

inline core::Queue* unwrap(backstay_queue* handle) { return reinterpret_cast<core::Queue*>(handle); }
inline backstay_queue* wrap(core::Queue* queue) { return reinterpret_cast<backstay_queue*>(queue); }

inline core::Queue& known_queue(backstay_queue* handle) {
  require(handle, "queue");
  return *unwrap(handle);
}

// What a submit came to, as its status; `token` is for the message.
backstay_status submitted(core::CompletionQueue::Reserved answer, int64_t token);

// Throws what a take says where there is no such result.
[[noreturn]] void refuse_result(int64_t result);

}  // namespace backstay::capi
