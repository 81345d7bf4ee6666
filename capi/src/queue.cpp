#include "backstay/queue.h"

#include <optional>
#include <string>

#include "arguments.hpp"
#include "core/base/status.hpp"
#include "queue_handle.hpp"
#include "wall.hpp"

using namespace backstay;
using core::CompletionQueue;
using core::Error;
using core::Status;

static_assert(CompletionQueue::kHighestCapacity == BACKSTAY_QUEUE_CAPACITY_MAXIMUM);
static_assert(CompletionQueue::kRecordFields == BACKSTAY_RECORD_FIELDS);

namespace backstay::capi {

backstay_status submitted(CompletionQueue::Reserved answer, int64_t token) {
  switch (answer) {
    case CompletionQueue::Reserved::accepted:
      return BACKSTAY_OK;
    case CompletionQueue::Reserved::full:
      return BACKSTAY_FULL;
    case CompletionQueue::Reserved::duplicate:
      throw Error(Status::invalid_argument,
                  "token: " + std::to_string(token) + " is on its way already; use it again when its record was drained");
    case CompletionQueue::Reserved::closed:
      break;
  }
  throw Error(Status::closed, "the queue was closed");
}

void refuse_result(int64_t result) {
  throw Error(Status::invalid_argument,
              "result: " + std::to_string(result) + " is none of this queue and of this kind, or it was taken or dropped before");
}

}  // namespace backstay::capi

backstay_status backstay_queue_create(backstay_runtime* runtime, int64_t capacity, backstay_queue** out, backstay_error* error) {
  return capi::guard(error, [&] {
    core::Runtime& opened = capi::open_runtime(runtime);
    capi::require(out, "out");
    capi::require_within(capacity, "capacity", {1, CompletionQueue::kHighestCapacity});
    *out = capi::wrap(core::Queue::create(opened, capacity));
    return BACKSTAY_OK;
  });
}

backstay_queue* backstay_queue_retain(backstay_queue* queue) {
  if (queue != nullptr) capi::unwrap(queue)->retain();
  return queue;
}

void backstay_queue_release(backstay_queue* queue) {
  if (queue != nullptr) capi::unwrap(queue)->release();
}

backstay_status backstay_queue_close(backstay_queue* queue, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::known_queue(queue).completions().close();
    return BACKSTAY_OK;
  });
}

int64_t backstay_queue_fd(backstay_queue* queue) {
  return capi::guard(nullptr, [&] { return capi::known_queue(queue).completions().descriptor(); });
}

int64_t backstay_queue_drain(backstay_queue* queue, int64_t* records, int64_t capacity) {
  return capi::guard(nullptr, [&]() -> int64_t {
    CompletionQueue& completions = capi::known_queue(queue).completions();
    if (records == nullptr || capacity < 1) return BACKSTAY_INVALID_ARGUMENT;
    const bool closed = completions.closed();  // before: what closes it now may still complete something
    const int64_t count = completions.drain(records, capacity);
    return count == 0 && closed ? BACKSTAY_CLOSED : count;
  });
}

int64_t backstay_queue_wait(backstay_queue* queue, int64_t timeout_ns) {
  return capi::guard(nullptr, [&]() -> int64_t {
    CompletionQueue& completions = capi::known_queue(queue).completions();
    if (timeout_ns < BACKSTAY_UNKNOWN) return BACKSTAY_INVALID_ARGUMENT;
    switch (completions.wait(timeout_ns)) {
      case CompletionQueue::Waited::ready:
        return 1;
      case CompletionQueue::Waited::closed:
        return BACKSTAY_CLOSED;
      case CompletionQueue::Waited::nothing:
        break;
    }
    return 0;
  });
}

int64_t backstay_queue_cancel(backstay_queue* queue, int64_t token) {
  return capi::guard(nullptr, [&] { return capi::known_queue(queue).completions().cancel(token) ? 1 : 0; });
}

backstay_status backstay_queue_take(backstay_queue* queue, int64_t result, backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    CompletionQueue& completions = capi::known_queue(queue).completions();
    capi::require_out(out);
    const bool taken = completions.take(result, [out](const std::string& bytes) { capi::hand_over(out, bytes); });
    if (!taken) capi::refuse_result(result);
    return BACKSTAY_OK;
  });
}

int64_t backstay_queue_drop(backstay_queue* queue, int64_t result) {
  return capi::guard(nullptr,
                     [&] { return capi::known_queue(queue).completions().drop(result) ? BACKSTAY_OK : BACKSTAY_INVALID_ARGUMENT; });
}
