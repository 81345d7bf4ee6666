// Surviving fork: a generation that a child finds raised, and a lock that a child never finds held by a thread it doesn't have.
#pragma once

#include <atomic>
#include <cstdint>

namespace backstay::core {

// Number of forks between the first registration in an ancestor and this process. Only the child handler changes it.
extern std::atomic<int64_t> fork_generation;

// Registers the child handler once per process image; called when the first runtime is made, never at load.
void watch_forks();

// A small mutual exclusion for cold paths. A lock held at the moment of a fork counts as free in the child, and lock() tells so:
// what it guards may be half-written there.
class ForkSafeLock {
 public:
  // Returns false where the child found the lock held at the fork: repair or drop what it guards.
  bool lock() noexcept;
  void unlock() noexcept;

 private:
  // Fork generation << 1 | held.
  std::atomic<int64_t> word_{0};
};

// Holds such a lock for a block.
class ForkSafeHold {
 public:
  explicit ForkSafeHold(ForkSafeLock& lock) noexcept : lock_(lock), whole_(lock.lock()) {}
  ~ForkSafeHold() { lock_.unlock(); }
  ForkSafeHold(const ForkSafeHold&) = delete;
  ForkSafeHold& operator=(const ForkSafeHold&) = delete;

  // False where what the lock guards may be half-written: see ForkSafeLock::lock.
  bool whole() const noexcept { return whole_; }

 private:
  ForkSafeLock& lock_;
  bool whole_;
};

}  // namespace backstay::core
