// A unit that a thread waits for, in a store that has a thread of its own.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

#include "core/base/status.hpp"
#include "core/store/key_value.hpp"

namespace backstay::core::store {

// Where the waiting thread learns the end; it outlives the job.
class Arrival {
 public:
  void come(const Error* failure) noexcept {
    const std::lock_guard hold(mutex_);
    if (failure != nullptr) failure_ = *failure;
    here_ = true;
    arrived_.notify_one();  // under the lock: the one who waits may destroy this as soon as it has it
  }
  // Throws what came.
  void wait() {
    std::unique_lock hold(mutex_);
    arrived_.wait(hold, [this] { return here_; });
    if (failure_) throw Error(*failure_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<Error> failure_;
  bool here_ = false;
};

class WaitedJob final : public Job {
 public:
  WaitedJob(Unit& unit, Arrival& arrival) noexcept : unit_(unit), arrival_(arrival) {}
  Unit* begin() noexcept override { return &unit_; }
  void over(const Error* failure) noexcept override { arrival_.come(failure); }

 private:
  Unit& unit_;
  Arrival& arrival_;
};

inline void run_and_wait(KeyValueStore& store, Unit& unit) {
  Arrival arrival;
  store.start(std::make_unique<WaitedJob>(unit, arrival));
  arrival.wait();
}

}  // namespace backstay::core::store
