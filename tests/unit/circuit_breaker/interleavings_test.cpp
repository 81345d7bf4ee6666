// The machine under a scheduler that chooses the order of every atomic operation: the consecutive rule and half-open must be
// linearizable, rates exact when all is quiet, and the checks must notice a machine whose compare-and-swap isn't one.
#include <gtest/gtest.h>

#include <cstdint>

#include "histories.hpp"
#include "linearizable.hpp"
#include "scheduler.hpp"

namespace backstay::test {
namespace {

template <bool kBroken>
using ScheduledMachine = breaker::Machine<ScheduledEnvironment<kBroken>>;

// One run of the scripts; the merged history.
template <bool kBroken>
std::vector<Operation> run(const breaker::Settings& settings, const std::vector<Script>& scripts, Strategy& strategy) {
  ScheduledClock clock;
  ScheduledMachine<kBroken> machine(settings, State::closed, clock, 1, 2);
  std::vector<std::vector<Operation>> histories(scripts.size());
  int64_t moments = 0;
  std::vector<std::function<void()>> bodies;
  World world;
  world.moment = [&] { return ++moments; };
  world.last_reading = [&] { return clock.last[Scheduler::fiber()]; };
  world.tick = [&](int64_t ns) {
    Scheduler::step();
    clock.ns += ns;
  };
  for (std::size_t index = 0; index < scripts.size(); ++index) {
    bodies.push_back([&, index] { histories[index] = run_script(machine, scripts[index], world); });
  }
  Scheduler::run(bodies, strategy);
  std::vector<Operation> merged;
  for (const auto& history : histories) merged.insert(merged.end(), history.begin(), history.end());
  return merged;
}

// How many of so many random histories are not linearizable.
template <bool kBroken>
int violations(int runs, uint64_t seed) {
  int found = 0;
  for (int index = 0; index < runs; ++index) {
    std::mt19937_64 random(seed + static_cast<uint64_t>(index));
    const breaker::Settings settings = consecutive_settings(random);
    const std::vector<Script> scripts{random_script(random, 6), random_script(random, 6), random_script(random, 5)};
    RandomStrategy strategy(random(), static_cast<int>(random() % 8));
    const auto history = run<kBroken>(settings, scripts, strategy);
    if (!LinearizabilityCheck(settings, history).holds()) ++found;
  }
  return found;
}

TEST(Interleavings, RandomHistoriesAreLinearizable) { EXPECT_EQ(violations<false>(60'000, 1), 0); }

TEST(Interleavings, ACompareAndSwapOfLoadAndStoreIsNoticed) { EXPECT_GT(violations<true>(4'000, 1), 0); }

// Every order with up to three preemptions, over scripts around the transitions.
TEST(Interleavings, EveryOrderWithThreePreemptionsIsLinearizable) {
  int64_t orders = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 random(seed);
    breaker::Settings settings = consecutive_settings(random);
    settings.consecutive_failures = 1 + static_cast<int64_t>(seed % 2);
    const std::vector<Script> scripts{random_script(random, 4), random_script(random, 4)};
    ExhaustiveStrategy strategy(3);
    do {
      ++orders;
      const auto history = run<false>(settings, scripts, strategy);
      ASSERT_TRUE(LinearizabilityCheck(settings, history).holds()) << "seed " << seed;
    } while (strategy.next());
  }
  EXPECT_GT(orders, 10'000);
}

struct RateRun {
  int64_t failures = 0;
  int64_t successes = 0;
  int64_t late = 0;
  bool tripped = false;
  std::optional<breaker::Rate> rate;
};

breaker::Settings rate_settings(std::mt19937_64& random, bool over_time) {
  breaker::Settings settings;
  breaker::RateSettings rule;
  rule.threshold = std::vector<double>{0.34, 0.5, 0.67, 1.0}[random() % 4];
  rule.minimum_calls = 2 + static_cast<int64_t>(random() % 5);
  rule.window = over_time ? breaker::WindowSettings{0, 1000, 2 + static_cast<int64_t>(random() % 3)} : breaker::WindowSettings{12, 0, 10};
  settings.failure_rate = rule;
  settings.open.initial_ms = settings.open.maximum_ms = 1'000'000;
  return settings;
}

// Three fibers report results that all started closed; the clock stands still, so at the end the window must be exact.
RateRun run_rates(const breaker::Settings& settings, std::mt19937_64& random) {
  ScheduledClock clock;
  ScheduledMachine<false> machine(settings, State::closed, clock, 1, 2);
  RateRun outcome;
  std::vector<std::function<void()>> bodies;
  for (int fiber = 0; fiber < 3; ++fiber) {
    const uint64_t failing = random();
    bodies.push_back([&, failing] {
      for (int call = 0; call < 4; ++call) {
        const auto entered = machine.enter();
        if (entered.token == 0) return;
        const bool fails = (failing >> call & 1U) != 0;
        const auto exited = machine.exit(breaker::Word{entered.token}, result_of(fails ? Kind::failure : Kind::success));
        if (exited.transition) outcome.tripped = true;
        ++(exited.late ? outcome.late : fails ? outcome.failures : outcome.successes);
      }
    });
  }
  RandomStrategy strategy(random(), static_cast<int>(random() % 6));
  Scheduler::run(bodies, strategy);
  const breaker::Word word = machine.load();
  EXPECT_EQ(outcome.tripped, word.state() == State::open);
  outcome.rate = machine.failure_rate(word);
  return outcome;
}

bool due(const breaker::RateSettings& rule, int64_t failures, int64_t total) {
  return total >= rule.minimum_calls && failures > 0 && static_cast<double>(failures) / static_cast<double>(total) >= rule.threshold;
}

// A trip needs a moment that justifies it: some number of the failures and successes that were counted.
bool could_trip(const breaker::RateSettings& rule, const RateRun& run) {
  for (int64_t successes = 0; successes <= run.successes + run.late; ++successes) {
    if (due(rule, run.failures, run.failures + successes)) return true;
  }
  return due(rule, run.failures + run.late, run.failures + run.late);
}

void check_rates(bool over_time) {
  int trips = 0;
  for (uint64_t seed = 1; seed <= 20'000; ++seed) {
    std::mt19937_64 random(seed);
    const breaker::Settings settings = rate_settings(random, over_time);
    const RateRun run = run_rates(settings, random);
    if (run.tripped) {
      ++trips;
      ASSERT_TRUE(could_trip(*settings.failure_rate, run)) << "seed " << seed;
      continue;
    }
    ASSERT_EQ(run.late, 0) << "seed " << seed;
    ASSERT_EQ(run.rate->total, run.failures + run.successes) << "seed " << seed;
    ASSERT_EQ(run.rate->hits, run.failures) << "seed " << seed;
    ASSERT_FALSE(due(*settings.failure_rate, run.failures, run.failures + run.successes)) << "a due trip is left, seed " << seed;
  }
  EXPECT_GT(trips, 1'000);
}

TEST(Interleavings, TimeWindowIsExactAndLeavesNoDueTrip) { check_rates(true); }
TEST(Interleavings, CountWindowIsExactAndLeavesNoDueTrip) { check_rates(false); }

// A small ring laps many times; afterwards successes must wash every failure out, to exactly zero.
TEST(Interleavings, CountWindowForgetsExactlyWhatFallsOut) {
  for (uint64_t seed = 1; seed <= 10'000; ++seed) {
    std::mt19937_64 random(seed);
    breaker::Settings settings;
    settings.mode = breaker::Mode::metrics_only;
    settings.failure_rate = breaker::RateSettings{1.0, {1 + static_cast<int64_t>(random() % 3), 0, 10}, 1};
    ScheduledClock clock;
    ScheduledMachine<false> machine(settings, State::metrics_only, clock, 1, 2);
    const breaker::Word token = machine.load();
    std::vector<std::function<void()>> bodies;
    for (int fiber = 0; fiber < 3; ++fiber) {
      const uint64_t failing = random();
      bodies.push_back([&, failing] {
        for (int call = 0; call < 5; ++call) machine.exit(token, result_of((failing >> call & 1U) != 0 ? Kind::failure : Kind::success));
      });
    }
    RandomStrategy strategy(random(), static_cast<int>(random() % 6));
    Scheduler::run(bodies, strategy);
    const int64_t size = settings.failure_rate->window.calls;
    ASSERT_LE(machine.failure_rate(token)->hits, size) << "seed " << seed;
    for (int64_t call = 0; call < size; ++call) machine.exit(token, result_of(Kind::success));
    ASSERT_EQ(machine.failure_rate(token)->hits, 0) << "seed " << seed;
    ASSERT_EQ(machine.failure_rate(token)->total, size) << "seed " << seed;
  }
}

}  // namespace
}  // namespace backstay::test
