#include "core/base/fork.hpp"

#include <pthread.h>
#include <sched.h>

namespace backstay::core {

std::atomic<int64_t> fork_generation{0};

namespace {

std::atomic<bool> watching{false};

// All that is allowed here is one store: the child has one thread, and locks may be held by threads it doesn't have.
void in_child() { fork_generation.store(fork_generation.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }

}  // namespace

void watch_forks() {
  if (!watching.exchange(true)) pthread_atfork(nullptr, nullptr, in_child);
}

bool ForkSafeLock::lock() noexcept {
  for (;;) {
    const int64_t generation = fork_generation.load(std::memory_order_relaxed);
    int64_t seen = word_.load(std::memory_order_relaxed);
    const bool held = (seen & 1) != 0;
    const bool inherited = held && seen >> 1 != generation;
    if ((!held || inherited) &&
        word_.compare_exchange_weak(seen, generation << 1 | 1, std::memory_order_acquire, std::memory_order_relaxed)) {
      return !inherited;
    }
    // Held for a few hundred nanoseconds at most, on paths that run once a transition: give the holder the CPU.
    if (held && !inherited) sched_yield();
  }
}

void ForkSafeLock::unlock() noexcept { word_.store(fork_generation.load(std::memory_order_relaxed) << 1, std::memory_order_release); }

}  // namespace backstay::core
