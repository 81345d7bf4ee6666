#include "core/policy/retry/budget.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "core/base/clock.hpp"

namespace backstay::core::retry {
namespace {

constexpr int64_t kYearNs = int64_t{365} * 24 * 3'600 * kNsPerSecond;

// A budget on a manual clock, and the calls that it counts.
struct Bench {
  explicit Bench(const BudgetSettings& settings) : budget(settings, clock, counts) {}
  int64_t drain() {
    int64_t taken = 0;
    while (budget.withdraw()) ++taken;
    return taken;
  }

  Clock clock = Clock::manual();
  Counts counts;
  Budget budget;
};

TEST(Budget, BeginsFull) {
  Bench bench({.ratio = 0.2, .minimum_per_second = 1, .burst = 10});
  EXPECT_EQ(bench.budget.left(), 10.0);
  EXPECT_TRUE(bench.budget.is_full());
  EXPECT_EQ(bench.drain(), 10);
  EXPECT_EQ(bench.budget.left(), 0.0);
  EXPECT_FALSE(bench.budget.is_full());
}

TEST(Budget, BeginsFullWhateverTheTime) {
  Clock clock = Clock::manual();
  clock.advance(kYearNs);
  Counts counts;
  for (int i = 0; i < 1'000; ++i) counts.add(Count::kFirst);
  Budget budget({.ratio = 0.2, .minimum_per_second = 1, .burst = 3}, clock, counts);
  EXPECT_EQ(budget.left(), 3.0);
}

TEST(Budget, CallsDepositAShare) {
  Bench bench({.ratio = 0.2, .minimum_per_second = 0, .burst = 10});
  bench.drain();
  for (int call = 0; call < 4; ++call) bench.counts.add(Count::kFirst);
  EXPECT_DOUBLE_EQ(bench.budget.left(), 0.8);
  EXPECT_FALSE(bench.budget.withdraw());
  bench.budget.add_call();
  EXPECT_EQ(bench.budget.left(), 1.0);
  EXPECT_TRUE(bench.budget.withdraw());
  EXPECT_FALSE(bench.budget.withdraw());
  // Nothing else deposits.
  for (const Count::Slot slot : {Count::kOther, Count::kAttempts, Count::kRetries, Count::kRecovered}) bench.counts.add(slot, 100);
  EXPECT_EQ(bench.budget.left(), 0.0);
}

TEST(Budget, TimeDepositsToTheNanosecond) {
  Bench bench({.ratio = 0, .minimum_per_second = 0.5, .burst = 10});
  bench.drain();
  bench.clock.advance(2 * kNsPerSecond - 1);
  EXPECT_FALSE(bench.budget.withdraw());
  bench.clock.advance(1);
  EXPECT_TRUE(bench.budget.withdraw());
  bench.clock.advance(5 * kNsPerSecond);
  EXPECT_EQ(bench.budget.left(), 2.5);
}

TEST(Budget, NeverSavesMoreThanTheBurst) {
  Bench bench({.ratio = 10, .minimum_per_second = 1'000'000, .burst = 4});
  bench.clock.advance(kYearNs);
  for (int call = 0; call < 100; ++call) bench.budget.add_call();
  EXPECT_EQ(bench.budget.left(), 4.0);
  EXPECT_EQ(bench.drain(), 4);
}

TEST(Budget, LivesForEver) {
  // The clock of deposits passes its end several times here; after each quiet time the budget is full and still bounds.
  Bench bench({.ratio = 10, .minimum_per_second = 1'000'000, .burst = 7});
  const int64_t step = kClockMaximumNs / 1'000;
  for (int64_t at = 0; at <= kClockMaximumNs - step; at += step) {
    EXPECT_EQ(bench.drain(), 7);
    bench.clock.advance(step);
  }
  bench.clock.advance(kClockMaximumNs - bench.clock.now_ns());
  EXPECT_EQ(bench.drain(), 7);
  EXPECT_EQ(bench.budget.left(), 0.0);
}

TEST(Budget, HoldsTheGreatestBurst) {
  Bench bench({.ratio = 10, .minimum_per_second = 1'000'000, .burst = 1'000'000});
  EXPECT_EQ(bench.drain(), 1'000'000);
  bench.clock.advance(kNsPerSecond / 2);
  EXPECT_EQ(bench.drain(), 500'000);
}

TEST(Budget, RatesAreMillionths) {
  EXPECT_EQ(Budget::millionths(0.2), 200'000);
  EXPECT_EQ(Budget::millionths(0.1), 100'000);
  EXPECT_EQ(Budget::millionths(1'000'000.0), 1'000'000'000'000);
  EXPECT_EQ(Budget::millionths(4e-7), 0);
}

// The same budget as a bucket in whole numbers: millionths times 10^9, so that nothing is rounded.
class Bucket {
 public:
  explicit Bucket(const BudgetSettings& settings)
      : per_call_(Budget::millionths(settings.ratio) * kNsPerSecond),
        per_ns_(Budget::millionths(settings.minimum_per_second)),
        size_(settings.burst * kRetry),
        left_(size_) {}
  void call() { left_ = std::min(size_, left_ + per_call_); }
  void pass(int64_t ns) { left_ = std::min(size_, left_ + per_ns_ * ns); }
  bool take() {
    if (left_ < kRetry) return false;
    left_ -= kRetry;
    return true;
  }
  double left() const { return static_cast<double>(left_) / static_cast<double>(kRetry); }

 private:
  static constexpr int64_t kRetry = 1'000'000 * kNsPerSecond;
  int64_t per_call_, per_ns_, size_, left_;
};

// retries <= burst + what was deposited, in every interval from one allowed retry to another. One look at each retry suffices: the
// interval that comes nearest to the bound begins where deposits are furthest ahead of retries.
class Bound {
 public:
  explicit Bound(const BudgetSettings& settings) : settings_(settings) {}
  void call() { ++calls_; }
  void retry(int64_t now_ns) {
    const double deposited =
        settings_.ratio * static_cast<double>(calls_) + settings_.minimum_per_second * static_cast<double>(now_ns) / 1e9;
    furthest_ = std::max(furthest_, deposited - static_cast<double>(retries_));
    ++retries_;
    EXPECT_LE(static_cast<double>(retries_) - deposited + furthest_, static_cast<double>(settings_.burst) + 1e-5);
  }
  int64_t retries() const { return retries_; }

 private:
  BudgetSettings settings_;
  int64_t calls_ = 0;
  int64_t retries_ = 0;
  double furthest_ = -std::numeric_limits<double>::infinity();
};

TEST(Budget, BoundsRetriesInEveryInterval) {
  std::mt19937_64 random(20'240'607);
  const auto below = [&random](int64_t end) { return static_cast<int64_t>(random() % static_cast<uint64_t>(end)); };
  int64_t retries = 0;
  int64_t refusals = 0;
  for (int schedule = 0; schedule < 300; ++schedule) {
    // Rates in millionths that doubles don't hold exactly, too.
    const BudgetSettings settings{.ratio = static_cast<double>(below(3) * below(500'000)) / 1e6,
                                  .minimum_per_second = static_cast<double>(1 + below(5'000'000)) / 1e6,
                                  .burst = 1 + below(20)};
    Bench bench(settings);
    Bucket bucket(settings);
    Bound bound(settings);
    const int64_t failing = 1 + below(4);
    for (int step = 0; step < 2'000; ++step) {
      const int64_t pause = below(5) == 0 ? below(2 * kNsPerSecond) : below(3) * below(kNsPerMs);
      bench.clock.advance(pause);
      bucket.pass(pause);
      if (below(2) == 0) {
        bench.counts.add(Count::kFirst);
      } else {
        bench.budget.add_call();
      }
      bound.call();
      bucket.call();
      if (below(4) >= failing) continue;
      const bool allowed = bench.budget.withdraw();
      ASSERT_EQ(allowed, bucket.take()) << "schedule " << schedule << " step " << step;
      if (allowed) bound.retry(bench.clock.now_ns());
      refusals += allowed ? 0 : 1;
    }
    EXPECT_NEAR(bench.budget.left(), bucket.left(), 2e-6);
    retries += bound.retries();
  }
  // Both happened often enough to mean something.
  EXPECT_GT(retries, 10'000);
  EXPECT_GT(refusals, 10'000);
}

}  // namespace
}  // namespace backstay::core::retry
