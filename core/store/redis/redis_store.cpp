#include "core/store/redis/redis_store.hpp"

#include <unistd.h>

#include <chrono>
#include <list>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

#include "core/base/thread.hpp"
#include "core/store/readiness.hpp"
#include "core/store/redis/pipeline.hpp"
#include "core/store/waited_job.hpp"

namespace backstay::core::redis {

class RedisStore::Courier {
 public:
  Courier(const Place& place, const Clock& clock)
      : timeout_(place.options.timeout_ms),
        generation_(fork_generation.load(std::memory_order_relaxed)),
        pipeline_(place, clock, connected_),
        wake_(raised_.open()),
        thread_(start_thread("a Redis store", [this] { run(); })) {}
  ~Courier() {
    {
      const std::lock_guard hold(mutex_);
      stopping_ = true;
      raised_.raise();
    }
    thread_.join();
  }
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  // Takes the job, unless it throws bad_alloc.
  void add(std::unique_ptr<store::Job>& job) {
    const Instant until = std::chrono::steady_clock::now() + timeout_;
    const std::lock_guard hold(mutex_);
    Flight& flight = waiting_.emplace_back();
    flight.job = std::move(job);
    flight.until = until;
    raised_.raise();
  }

  // A child has this object and not its thread.
  bool inherited() const noexcept { return generation_ != fork_generation.load(std::memory_order_relaxed); }
  // In a child: closes its copies of the descriptors. The rest may be in the middle of a change, and is left as it is.
  void close_inherited() noexcept {
    const int connected = connected_.exchange(-1);
    if (connected >= 0) ::close(connected);
    raised_.abandon();
  }

 private:
  void run() {
    std::list<Flight> taken;
    for (;;) {
      bool stopping = false;
      {
        const std::lock_guard hold(mutex_);
        raised_.lower();
        taken.splice(taken.end(), waiting_);
        stopping = stopping_;
      }
      pipeline_.take(taken);
      if (stopping && pipeline_.idle()) return;
      pipeline_.step(wake_);
    }
  }

  const std::chrono::milliseconds timeout_;
  const int64_t generation_;
  Descriptor connected_{-1};
  Pipeline pipeline_;  // the thread's
  std::mutex mutex_;
  Readiness raised_;  // while something is new
  const int wake_;
  std::list<Flight> waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all the others
};

RedisStore::RedisStore(Place place, const Clock& clock) : place_(std::move(place)), clock_(clock) {}

RedisStore::~RedisStore() { leave_inherited(); }

void RedisStore::leave_inherited() noexcept {
  if (courier_ && courier_->inherited()) courier_.release()->close_inherited();
}

RedisStore::Courier& RedisStore::courier() {
  const ForkSafeHold hold(lock_);
  leave_inherited();
  if (!courier_) courier_ = std::make_unique<Courier>(place_, clock_);
  return *courier_;
}

void RedisStore::run(store::Unit& unit) { store::run_and_wait(*this, unit); }

void RedisStore::start(std::unique_ptr<store::Job> job) noexcept {
  const auto refuse = [&](const Error& failure) {
    if (job->begin() != nullptr) job->over(&failure);
  };
  try {
    courier().add(job);
  } catch (const Error& error) {
    refuse(error);
  } catch (const std::bad_alloc&) {
    refuse(Error(Status::out_of_memory, "out of memory"));
  }
}

}  // namespace backstay::core::redis
