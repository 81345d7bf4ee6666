// An example of a store, to prove the shape of the completion queue: it gives back what it was sent, at once, when told to, or from a
// thread of its own as a store with a connection would. It keeps nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "core/base/fork.hpp"
#include "core/store/completion_queue.hpp"

namespace backstay::core::echo {

enum class How : int32_t {
  at_once = 0,    // before submit returns, without a thread hop, as the memory store does
  held = 1,       // when complete() is called
  on_thread = 2,  // by the store's thread, which the first such submit starts
};

class EchoStore {
 public:
  EchoStore();
  // Ends the thread. Operations that it has not come to stay uncompleted: their queues are closed by then.
  ~EchoStore();
  EchoStore(const EchoStore&) = delete;
  EchoStore& operator=(const EchoStore&) = delete;

  CompletionQueue::Reserved submit(const std::shared_ptr<CompletionQueue>& queue, int64_t token, std::string_view data, How how);

  // Completes what is held; false where nothing in flight has the token, or somebody else completes it just now.
  static bool complete(CompletionQueue& queue, int64_t token);

 private:
  class Worker;

  Worker& worker();

  ForkSafeLock lock_;
  std::unique_ptr<Worker> worker_;
};

}  // namespace backstay::core::echo
