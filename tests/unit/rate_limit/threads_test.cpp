// The rate limit on real threads: the promise holds whatever they do at once.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

#include "core/policy/rate_limit/rate_limit.hpp"
#include "pattern_world.hpp"
#include "promise.hpp"

namespace backstay::core::rate_limit {
namespace {

using World = PatternWorld<RateLimit, Settings>;

constexpr int kThreads = 8;

template <class Body>
void run_threads(int count, const Body& body) {
  std::vector<std::thread> threads;
  std::barrier start(count);
  for (int index = 0; index < count; ++index) {
    threads.emplace_back([&body, &start, index] {
      start.arrive_and_wait();
      body(index);
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST(RateLimitThreads, ShareOneBurstExactly) {
  constexpr int64_t kBurst = 400'000;
  World w({.interval_ns = 1'000'000, .burst = kBurst, .per_second = 1'000});
  std::atomic<int64_t> passed{0};
  run_threads(kThreads, [&](int) {
    for (int i = 0; i < kBurst / 2; ++i) passed += w.subject.enter({}).token > 0 ? 1 : 0;
  });
  EXPECT_EQ(passed.load(), kBurst);
  EXPECT_EQ(w.count("permitted"), kBurst);
  EXPECT_EQ(w.count("rejected"), kThreads * kBurst / 2 - kBurst);
}

// Callers that pass, wait and give up while time goes on: what passed, at its turn, is never more than promised.
TEST(RateLimitThreads, KeepThePromiseWithTurnsThatAreGivenUp) {
  const Settings settings{.interval_ns = 1'000, .burst = 5, .per_second = 1e6, .wait_ns = 20'000};
  World w(settings);
  std::vector<std::vector<Pass>> passes(kThreads);
  std::atomic<int64_t> left{0};
  std::atomic<int64_t> waited{0};
  run_threads(kThreads, [&](int thread) {
    std::mt19937_64 random(static_cast<uint64_t>(thread));
    auto& mine = passes[static_cast<std::size_t>(thread)];
    for (int call = 0; call < 1'000; ++call) {
      if (random() % 4 == 0) w.clock.advance(static_cast<int64_t>(random() % 1'500));
      const auto cost = static_cast<int64_t>(random() % 3 + 1);
      const int64_t now = w.clock.now_ns();
      const Admission told = w.subject.enter({.cost = cost, .now_ns = now});
      if (told.token > 0) mine.push_back({now, cost});
      if (told.reason != Reason::wait) continue;
      ++waited;
      if (random() % 2 == 0) {
        ++left;
        EXPECT_EQ(w.subject.leave(told.ticket).status, Status::ok);
        continue;
      }
      const int64_t due = now + told.wait_ns;
      EXPECT_EQ(w.subject.resume({.ticket = told.ticket, .now_ns = due - 1}).wait_ns, 1);
      EXPECT_GT(w.subject.resume({.ticket = told.ticket, .now_ns = due}).token, 0);
      mine.push_back({due, cost});
    }
  });
  std::vector<Pass> all;
  for (const auto& mine : passes) all.insert(all.end(), mine.begin(), mine.end());
  EXPECT_LE(worst_excess(all, settings), 0);
  EXPECT_EQ(w.count("permitted"), static_cast<int64_t>(all.size()));
  EXPECT_EQ(w.count("waited"), waited.load());
  EXPECT_EQ(w.count("cancelled"), left.load());
  EXPECT_EQ(w.count("waiting"), 0);
  EXPECT_GT(left.load(), 0);
}

}  // namespace
}  // namespace backstay::core::rate_limit
