#include "core/policy/retry/backoff.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/policy/retry/settings_limits.hpp"
#include "core/policy/seed.hpp"

namespace backstay::core::retry {
namespace {

// splitmix64 as published, as numbers from 0 to below 1.
class Splitmix {
 public:
  explicit Splitmix(uint64_t seed) : state_(seed) {}
  double unit() {
    uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    z ^= z >> 31U;
    return std::ldexp(static_cast<double>(z >> 11U), -53);
  }

 private:
  uint64_t state_;
};

using Delays = std::vector<int64_t>;

// The pauses of one call, in turn.
Delays delays(const BackoffSettings& settings, int64_t count, uint64_t seed = 42) {
  Backoff backoff(settings, seed);
  Delays all;
  int64_t last = 0;
  for (int64_t ended = 1; ended <= count; ++ended) all.push_back(last = backoff.delay_ns(ended, last));
  return all;
}

BackoffSettings with(Growth growth, Jitter jitter) { return {.growth = growth, .jitter = jitter}; }

TEST(Backoff, StepsWithoutJitter) {
  EXPECT_EQ(delays(with(Growth::exponential, Jitter::none), 9),
            (Delays{100 * kNsPerMs, 200 * kNsPerMs, 400 * kNsPerMs, 800 * kNsPerMs, 1'600 * kNsPerMs, 3'200 * kNsPerMs, 6'400 * kNsPerMs,
                    10'000 * kNsPerMs, 10'000 * kNsPerMs}));
  EXPECT_EQ(delays(with(Growth::constant, Jitter::none), 3), (Delays{100 * kNsPerMs, 100 * kNsPerMs, 100 * kNsPerMs}));
  EXPECT_EQ(delays(with(Growth::linear, Jitter::none), 4), (Delays{100 * kNsPerMs, 200 * kNsPerMs, 300 * kNsPerMs, 400 * kNsPerMs}));
  BackoffSettings short_linear = with(Growth::linear, Jitter::none);
  short_linear.maximum_ms = 250;
  EXPECT_EQ(delays(short_linear, 4), (Delays{100 * kNsPerMs, 200 * kNsPerMs, 250 * kNsPerMs, 250 * kNsPerMs}));
}

TEST(Backoff, RoundsToWholeNanoseconds) {
  // 1.1 and its powers aren't doubles: 1 ms * 1.1^7 is 1948717.1 ns.
  const BackoffSettings settings{.initial_ms = 1, .multiplier = 1.1, .jitter = Jitter::none};
  EXPECT_EQ(delays(settings, 8), (Delays{1'000'000, 1'100'000, 1'210'000, 1'331'000, 1'464'100, 1'610'510, 1'771'561, 1'948'717}));
}

// Numbers worked out apart from this library.
TEST(Backoff, DrawsTheAgreedNumbers) {
  EXPECT_EQ(delays(with(Growth::exponential, Jitter::full), 4), (Delays{74'156'488, 31'982'079, 111'440'452, 275'352'573}));
  EXPECT_EQ(delays(with(Growth::exponential, Jitter::equal), 4), (Delays{87'078'244, 115'991'039, 255'720'226, 537'676'287}));
  EXPECT_EQ(delays(with(Growth::decorrelated, Jitter::full), 5), (Delays{248'312'976, 203'132'437, 241'918'667, 315'379'406, 132'178'779}));
}

TEST(Backoff, EveryKindDrawsOneNumberAPause) {
  for (const Growth growth : {Growth::exponential, Growth::constant, Growth::linear}) {
    const Delays steps = delays(with(growth, Jitter::none), 20);
    Splitmix full(7);
    Splitmix equal(7);
    const Delays drawn_full = delays(with(growth, Jitter::full), 20, 7);
    const Delays drawn_equal = delays(with(growth, Jitter::equal), 20, 7);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const auto step = static_cast<double>(steps[i]);
      EXPECT_EQ(drawn_full[i], std::lrint(step * full.unit()));
      EXPECT_EQ(drawn_equal[i], std::lrint(step / 2 + step / 2 * equal.unit()));
    }
  }
}

TEST(Backoff, DecorrelatedGoesFromInitialToThreeTimesTheLast) {
  const BackoffSettings settings{.growth = Growth::decorrelated, .initial_ms = 200, .maximum_ms = 5'000};
  Splitmix random(99);
  double last = 200e6;
  for (const int64_t delay : delays(settings, 50, 99)) {
    last = std::min(5'000e6, 200e6 + random.unit() * (3 * last - 200e6));
    last = std::nearbyint(last);
    EXPECT_EQ(delay, static_cast<int64_t>(last));
    EXPECT_GE(delay, 200 * kNsPerMs);
    EXPECT_LE(delay, 5'000 * kNsPerMs);
  }
  // A Retry-After may have made the last pause longer.
  Backoff backoff(settings, 1);
  EXPECT_EQ(backoff.delay_ns(2, int64_t{1} << 62), 5'000 * kNsPerMs);
}

TEST(Backoff, DrawsNothingWhereThereIsNoChoice) {
  BackoffSettings settings{.growth = Growth::constant, .initial_ms = 0, .multiplier = 100.0, .jitter = Jitter::full};
  Backoff backoff(settings, 42);
  for (const Growth growth : {Growth::exponential, Growth::constant, Growth::linear, Growth::decorrelated}) {
    settings.growth = growth;
    EXPECT_EQ(backoff.delay_ns(1, 0), 0);
    EXPECT_EQ(backoff.delay_ns(1'000, 0), 0);
  }
  settings = with(Growth::exponential, Jitter::none);
  EXPECT_EQ(backoff.delay_ns(1, 0), 100 * kNsPerMs);
  settings.jitter = Jitter::full;
  EXPECT_EQ(backoff.delay_ns(1, 0), delays(settings, 1).front());
}

TEST(Backoff, GrowsBeyondEveryNumberAndIsCut) {
  const int64_t hour = limits::kMaximum.maximum_ms;
  for (const Jitter jitter : {Jitter::none, Jitter::full, Jitter::equal}) {
    for (const Growth growth : {Growth::exponential, Growth::linear, Growth::decorrelated}) {
      const BackoffSettings settings{
          .growth = growth, .initial_ms = limits::kInitial.maximum_ms, .multiplier = 100.0, .maximum_ms = hour, .jitter = jitter};
      Backoff backoff(settings, 3);
      for (const int64_t ended : {int64_t{1}, int64_t{2}, int64_t{200}, int64_t{1'000}}) {
        const int64_t delay = backoff.delay_ns(ended, INT64_MAX);
        EXPECT_GE(delay, 0);
        EXPECT_LE(delay, hour * kNsPerMs);
        if (jitter == Jitter::none) {
          EXPECT_EQ(delay, hour * kNsPerMs);
        }
      }
    }
  }
}

TEST(Backoff, JitterIsSpreadOverItsRange) {
  const BackoffSettings constant{.growth = Growth::constant, .jitter = Jitter::full};
  const Delays drawn = delays(constant, 1'000);
  EXPECT_LT(*std::min_element(drawn.begin(), drawn.end()), 2 * kNsPerMs);
  EXPECT_GT(*std::max_element(drawn.begin(), drawn.end()), 98 * kNsPerMs);
  const BackoffSettings half{.growth = Growth::constant, .jitter = Jitter::equal};
  const Delays upper = delays(half, 1'000);
  EXPECT_GE(*std::min_element(upper.begin(), upper.end()), 50 * kNsPerMs);
  EXPECT_LE(*std::max_element(upper.begin(), upper.end()), 100 * kNsPerMs);
}

TEST(Seed, EachKeyHasItsOwn) {
  EXPECT_EQ(seed_of(42, ""), 42U);
  EXPECT_EQ(seed_of(42, "tenant-7"), 0xfa9691352481d6adU);
  EXPECT_EQ(seed_of(0, "a"), 0x02c0bdbf481420f8U);
}

}  // namespace
}  // namespace backstay::core::retry
