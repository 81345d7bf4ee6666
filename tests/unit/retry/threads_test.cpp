// The retry and its budget on real threads: counts are exact, and the bound holds.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "../policy/written.hpp"
#include "core/policy/retry/budget.hpp"
#include "core/policy/retry/retry.hpp"
#include "core/telemetry/event_log.hpp"

namespace backstay::core::retry {
namespace {

constexpr int kThreads = 4;
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int64_t kCalls = 5'000;
constexpr int kRounds = 30;
#else
constexpr int64_t kCalls = 100'000;
constexpr int kRounds = 300;
#endif

void run_threads(const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int index = 0; index < kThreads; ++index) threads.emplace_back(body, index);
  for (auto& thread : threads) thread.join();
}

// The burst is never full again, so nothing is forgotten: every whole deposit becomes one retry, and no more.
TEST(RetryThreads, EveryDepositIsOneRetry) {
  Clock clock = Clock::manual();
  Counts counts;
  Budget budget({.ratio = 0.3, .minimum_per_second = 1, .burst = 1'000'000}, clock, counts);
  while (budget.withdraw()) {
  }
  std::atomic<int64_t> retries{0};
  run_threads([&](int thread) {
    for (int64_t call = 0; call < kCalls; ++call) {
      if (thread % 2 == 0) {
        counts.add(Count::kFirst);
      } else {
        budget.add_call();
      }
      if (thread == 0 && call % 100 == 0) clock.advance(kNsPerMs);
      if (budget.withdraw()) retries.fetch_add(1);
    }
  });
  while (budget.withdraw()) retries.fetch_add(1);
  const int64_t millionths = kThreads * kCalls * 300'000 + kCalls / 100 * 1'000;
  EXPECT_EQ(retries.load(), millionths / 1'000'000);
}

// Short rounds between barriers, so that every interval from one barrier to another is an interval to check.
TEST(RetryThreads, TheBoundHoldsInEveryInterval) {
  constexpr int kEach = 60;
  constexpr int64_t kBurst = 5;
  Clock clock = Clock::manual();
  Counts counts;
  Budget budget({.ratio = 0.1, .minimum_per_second = 10, .burst = kBurst}, clock, counts);
  std::atomic<int64_t> retries{0};
  std::vector<double> spare;  // deposits less retries, at each barrier
  std::barrier barrier(kThreads, [&]() noexcept {
    const int64_t calls = counts.total(Count::kFirst);
    spare.push_back(0.1 * static_cast<double>(calls) + 10 * static_cast<double>(clock.now_ns()) / 1e9 -
                    static_cast<double>(retries.load()));
  });
  run_threads([&](int thread) {
    for (int round = 0; round < kRounds; ++round) {
      barrier.arrive_and_wait();
      for (int call = 0; call < kEach; ++call) {
        // In some rounds all fail, in others few do, so that the budget fills up again.
        const bool fails = round % 3 == 0 || call % 20 == thread;
        counts.add(Count::kFirst);
        if (thread == 0 && call == 0) clock.advance(kNsPerMs * (round % 50));
        if (fails && budget.withdraw()) retries.fetch_add(1);
      }
    }
    barrier.arrive_and_wait();
  });
  ASSERT_EQ(spare.size(), static_cast<std::size_t>(kRounds) + 1);
  for (std::size_t begin = 0; begin < spare.size(); ++begin) {
    for (std::size_t end = begin + 1; end < spare.size(); ++end) {
      ASSERT_LE(spare[begin] - spare[end], static_cast<double>(kBurst) + 1e-5) << begin << " to " << end;
    }
  }
  EXPECT_GT(retries.load(), kBurst);
}

TEST(RetryThreads, CountsAreExact) {
  Clock clock = Clock::manual();
  EventLog events(16);
  const Surroundings surroundings{.clock = &clock, .events = &events, .policy = "p", .seed = 1, .pass_through = false};
  Settings settings;
  settings.attempts = 2;
  settings.budget = BudgetSettings{.ratio = 0.25, .minimum_per_second = 0, .burst = 1};
  Retry retry(settings, surroundings, {}, nullptr);
  std::atomic<int64_t> again{0};
  run_threads([&](int) {
    for (int64_t call = 0; call < kCalls; ++call) {
      const int64_t token = retry.enter({}).token;
      int64_t attempts = 1;
      if (call % 2 == 0 && retry.repeat({.number = 1, .outcome = Outcome::failure}).again) {
        again.fetch_add(1);
        attempts = 2;
      }
      const bool success = call % 2 != 0 || attempts == 2;
      retry.exit({.token = token, .outcome = success ? Outcome::success : Outcome::failure, .attempts = attempts});
    }
  });
  const Written written(retry);
  const auto calls = static_cast<double>(kThreads * kCalls);
  const auto retries = static_cast<double>(again.load());
  EXPECT_EQ(written["calls"], calls);
  EXPECT_EQ(written["attempts"], calls + retries);
  EXPECT_EQ(written["retries"], retries);
  EXPECT_EQ(written["recovered"], retries);
  EXPECT_EQ(written["exhausted_budget"], calls / 2 - retries);
  EXPECT_LE(retries, 1 + calls / 4);
  EXPECT_GT(retries, 0);
  EXPECT_EQ(events.sequence().load(), 1);
}

}  // namespace
}  // namespace backstay::core::retry
