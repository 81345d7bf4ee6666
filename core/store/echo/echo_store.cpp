#include "core/store/echo/echo_store.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/status.hpp"
#include "core/base/thread.hpp"

namespace backstay::core::echo {

namespace {

bool answer(CompletionQueue& queue, int64_t operation) {
  std::optional<std::string> request = queue.take_request(operation);
  return request && queue.complete(operation, Status::ok, *std::move(request));
}

}  // namespace

class EchoStore::Worker {
 public:
  Worker() : generation_(fork_generation.load(std::memory_order_relaxed)) {
    thread_ = start_thread("the echo store", [this] { run(); });
  }
  ~Worker() {
    {
      const std::lock_guard hold(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void add(std::shared_ptr<CompletionQueue> queue, int64_t operation) {
    {
      const std::lock_guard hold(mutex_);
      waiting_.push_back({std::move(queue), operation});
    }
    changed_.notify_one();
  }

  // A child has this object and not its thread.
  bool inherited() const noexcept { return generation_ != fork_generation.load(std::memory_order_relaxed); }

 private:
  struct Task {
    std::shared_ptr<CompletionQueue> queue;
    int64_t operation = 0;
  };

  void run() {
    std::vector<Task> tasks;
    std::unique_lock hold(mutex_);
    for (;;) {
      changed_.wait(hold, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      tasks.swap(waiting_);
      hold.unlock();
      for (const Task& task : tasks) answer(*task.queue, task.operation);
      tasks.clear();
      hold.lock();
    }
  }

  const int64_t generation_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

EchoStore::EchoStore() = default;

EchoStore::~EchoStore() {
  if (worker_ && worker_->inherited()) static_cast<void>(worker_.release());
}

EchoStore::Worker& EchoStore::worker() {
  const ForkSafeHold hold(lock_);
  if (worker_ && worker_->inherited()) static_cast<void>(worker_.release());
  if (!worker_) worker_ = std::make_unique<Worker>();
  return *worker_;
}

CompletionQueue::Reserved EchoStore::submit(const std::shared_ptr<CompletionQueue>& queue, int64_t token, std::string_view data, How how) {
  Worker* const thread = how == How::on_thread ? &worker() : nullptr;
  const CompletionQueue::Place place = queue->reserve(token, std::string(data));
  if (place.answer != CompletionQueue::Reserved::accepted || how == How::held) return place.answer;
  if (thread == nullptr) {
    answer(*queue, place.operation);
    return place.answer;
  }
  try {
    thread->add(queue, place.operation);
  } catch (const std::bad_alloc&) {
    queue->complete(place.operation, Status::out_of_memory, {});  // accepted is accepted
  }
  return place.answer;
}

bool EchoStore::complete(CompletionQueue& queue, int64_t token) {
  const int64_t operation = queue.find(token);
  return operation != 0 && answer(queue, operation);
}

}  // namespace backstay::core::echo
