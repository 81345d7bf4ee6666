// The bulkhead on real threads that park and wake as a host does: nobody is forgotten, no place is lost, the limit holds.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "../rate_limit/pattern_world.hpp"
#include "core/policy/bulkhead/bulkhead.hpp"

namespace backstay::core::bulkhead {
namespace {

using World = PatternWorld<Bulkhead, Settings>;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int kCalls = 500;
#else
constexpr int kCalls = 5'000;
#endif
constexpr int64_t kHour = 3'600 * kNsPerSecond;

template <class Body>
void run_threads(int count, const Body& body) {
  std::vector<std::thread> threads;
  for (int index = 0; index < count; ++index) threads.emplace_back([&body, index] { body(index); });
  for (auto& thread : threads) thread.join();
}

// Where threads park by ticket. A wake goes to the lowest one there, and is forgotten where nobody is.
class Lot {
 public:
  // Sleeps until woken, unless `look` has an answer once the caller is here.
  template <class Look>
  Admission park(int64_t ticket, const Look& look) {
    Sleeper self;
    {
      const std::lock_guard hold(mutex_);
      parked_[ticket] = &self;
    }
    Admission told = look();
    std::unique_lock hold(mutex_);
    if (told.reason == Reason::wait) {
      self.wake.wait(hold, [&] { return self.woken; });
      hold.unlock();
      return look();
    }
    parked_.erase(ticket);
    // A wake that came meanwhile may have been meant for another.
    if (self.woken && !parked_.empty()) wake(parked_.begin());
    return told;
  }
  void wake_lowest() {
    const std::lock_guard hold(mutex_);
    if (!parked_.empty()) wake(parked_.begin());
  }
  void wake_all() {
    const std::lock_guard hold(mutex_);
    while (!parked_.empty()) wake(parked_.begin());
  }

 private:
  struct Sleeper {
    std::condition_variable wake;
    bool woken = false;
  };
  using Parked = std::map<int64_t, Sleeper*>;

  void wake(Parked::iterator first) {
    first->second->woken = true;
    first->second->wake.notify_one();
    parked_.erase(first);
  }

  std::mutex mutex_;
  Parked parked_;
};

// Calls that count how many are inside at once.
struct Host {
  World& world;
  Lot lot{};
  std::atomic<int64_t> inside{0};
  std::atomic<int64_t> most{0};
  std::atomic<int64_t> passed{0};

  Admission wait(int64_t ticket) {
    Admission told;
    do {
      told = lot.park(ticket, [&] { return world.subject.resume({.ticket = ticket}); });
    } while (told.reason == Reason::wait);
    return told;
  }
  void leave(int64_t ticket) {
    const Conclusion told = world.subject.leave(ticket);
    EXPECT_EQ(told.status, Status::ok);
    if ((told.flags & kExitWake) != 0) lot.wake_lowest();
  }
  void act(int64_t token) {
    const int64_t now = ++inside;
    for (int64_t seen = most.load(); now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::yield();
    --inside;
    ++passed;
    const Conclusion told = world.subject.exit({.token = token});
    EXPECT_EQ(told.status, Status::ok);
    if ((told.flags & kExitWake) != 0) lot.wake_lowest();
  }
  void all_home() const {
    EXPECT_EQ(world.count("in_flight"), 0);
    EXPECT_EQ(world.count("waiting"), 0);
    EXPECT_EQ(world.count("permitted"), passed.load());
    EXPECT_TRUE(world.subject.idle());
  }
};

// A lost wake would leave a thread asleep for ever: nobody looks again by itself.
TEST(BulkheadThreads, WakeEverybodyWhoWaits) {
  for (const int threads : {8, 32}) {
    World w({.limit = 3, .queue = 64, .wait_ns = kHour});
    Host host{w};
    run_threads(threads, [&](int) {
      for (int call = 0; call < kCalls; ++call) {
        Admission told = w.subject.enter({});
        if (told.reason == Reason::wait) told = host.wait(told.ticket);
        ASSERT_GT(told.token, 0);
        host.act(told.token);
      }
    });
    EXPECT_LE(host.most.load(), 3);
    EXPECT_EQ(host.passed.load(), threads * kCalls);
    host.all_home();
  }
}

TEST(BulkheadThreads, LoseNoPlaceToThoseWhoGiveUp) {
  World w({.limit = 2, .queue = 8, .wait_ns = kHour});
  Host host{w};
  std::atomic<int64_t> left{0};
  std::atomic<int64_t> refused{0};
  run_threads(16, [&](int thread) {
    std::mt19937_64 random(static_cast<uint64_t>(thread));
    for (int call = 0; call < kCalls; ++call) {
      Admission told = w.subject.enter({});
      if (told.reason == Reason::wait) {
        if (random() % 3 == 0) {
          if (random() % 2 == 0) std::this_thread::yield();
          host.leave(told.ticket);
          ++left;
          continue;
        }
        told = host.wait(told.ticket);
      }
      if (told.token > 0) {
        host.act(told.token);
      } else {
        ASSERT_EQ(told.reason, Reason::full);
        ++refused;
      }
    }
  });
  EXPECT_LE(host.most.load(), 2);
  EXPECT_EQ(host.passed.load() + left.load() + refused.load(), 16 * kCalls);
  EXPECT_EQ(w.count("cancelled"), left.load());
  EXPECT_EQ(w.count("rejected"), refused.load());
  host.all_home();
}

// Waits that end with time, grants that come at that very moment: each caller ends in one way.
TEST(BulkheadThreads, LoseNoPlaceToThoseWhoseTimeIsOver) {
  World w({.limit = 2, .queue = 8, .wait_ns = 1'000});
  Host host{w};
  std::atomic<int64_t> expired{0};
  std::atomic<int64_t> refused{0};
  run_threads(16, [&](int) {
    for (int call = 0; call < kCalls; ++call) {
      w.clock.advance(50);
      Admission told = w.subject.enter({});
      const bool waited = told.reason == Reason::wait;
      while (told.reason == Reason::wait) {
        w.clock.advance(50);
        told = w.subject.resume({.ticket = told.ticket});
      }
      if (told.token > 0) {
        host.act(told.token);
      } else {
        ASSERT_EQ(told.reason, Reason::full);
        ++(waited ? expired : refused);
      }
    }
  });
  EXPECT_LE(host.most.load(), 2);
  EXPECT_EQ(host.passed.load() + expired.load() + refused.load(), 16 * kCalls);
  EXPECT_EQ(w.count("expired"), expired.load());
  EXPECT_EQ(w.count("rejected"), refused.load());
  host.all_home();
}

// Once the calls in flight have come down to a lower limit, they never exceed it again.
TEST(BulkheadThreads, KeepToALimitThatChanges) {
  World w({.limit = 8, .queue = 64, .wait_ns = kHour});
  Host host{w};
  std::atomic<bool> over{false};
  std::thread operator_thread([&] {
    while (!over.load()) {
      w.subject.set_limit(1, "test");
      host.lot.wake_all();
      while (w.count("in_flight") > 1) std::this_thread::yield();
      for (int look = 0; look < 5; ++look) EXPECT_LE(w.count("in_flight"), 1);
      w.subject.set_limit(8, "test");
      host.lot.wake_all();
      std::this_thread::yield();
    }
  });
  run_threads(12, [&](int) {
    for (int call = 0; call < kCalls; ++call) {
      Admission told = w.subject.enter({});
      if (told.reason == Reason::wait) told = host.wait(told.ticket);
      ASSERT_GT(told.token, 0);
      host.act(told.token);
    }
  });
  over = true;
  operator_thread.join();
  EXPECT_LE(host.most.load(), 8);
  host.all_home();
}

}  // namespace
}  // namespace backstay::core::bulkhead
