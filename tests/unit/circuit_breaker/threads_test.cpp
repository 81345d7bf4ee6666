// The machine and the breaker on real threads: exact counts, linearizable histories.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "core/base/fork.hpp"
#include "core/policy/circuit_breaker/circuit_breaker.hpp"
#include "core/telemetry/event_log.hpp"
#include "core/telemetry/writers.hpp"
#include "histories.hpp"
#include "linearizable.hpp"

namespace backstay::test {
namespace {

using core::circuit_breaker::CircuitBreaker;

constexpr int kThreads = 8;
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr int64_t kCalls = 20'000;
constexpr int kHistories = 1'500;
#else
constexpr int64_t kCalls = 1'000'000;
constexpr int kHistories = 20'000;
#endif

class IntegersOnly final : public core::SnapshotWriter {
 public:
  void integer(std::string_view name, int64_t value) override { values_[std::string(name)] = value; }
  void real(std::string_view, double) override {}
  void text(std::string_view, std::string_view) override {}
  void cause(std::string_view, int64_t, int64_t) override {}
  int64_t operator[](const std::string& name) const { return values_.at(name); }

 private:
  std::map<std::string, int64_t> values_;
};

void run_threads(int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int index = 0; index < count; ++index) threads.emplace_back(body, index);
  for (auto& thread : threads) thread.join();
}

// Every outcome from every thread, through enter and exit, with a rule that never trips.
void count_everything(const breaker::Settings& settings) {
  core::Clock clock = core::Clock::manual();
  core::EventLog events(64);
  const core::Surroundings surroundings{.clock = &clock, .events = &events, .policy = "p", .seed = 1, .pass_through = false};
  CircuitBreaker guard(settings, surroundings, {});
  run_threads(kThreads, [&](int) {
    for (int64_t call = 0; call < kCalls; ++call) {
      const auto admission = guard.enter({});
      guard.exit({.token = admission.token, .outcome = static_cast<core::Outcome>(call % 5), .elapsed_ns = 0, .retry_after_ns = -1});
    }
  });
  IntegersOnly seen;
  guard.snapshot(seen);
  const int64_t each = kThreads * kCalls / 5;
  EXPECT_EQ(seen["successes"], each);
  EXPECT_EQ(seen["failures"], each);
  EXPECT_EQ(seen["timeouts"], each);
  EXPECT_EQ(seen["cancelled"], each);
  EXPECT_EQ(seen["neutral"], each);
  EXPECT_EQ(seen["late"], 0);
  if (settings.failure_rate) {
    const int64_t window = settings.failure_rate->window.calls > 0 ? settings.failure_rate->window.calls : 3 * each;
    EXPECT_EQ(seen["window_calls"], window);
    if (settings.failure_rate->window.calls == 0) {
      EXPECT_EQ(seen["window_failures"], 2 * each);
    }
  }
}

TEST(Threads, CountsAreExactWithAConsecutiveRule) {
  breaker::Settings settings;
  settings.consecutive_failures = 1'000'000'000;
  count_everything(settings);
}

TEST(Threads, CountsAreExactWithATimeWindow) {
  breaker::Settings settings;
  settings.failure_rate = breaker::RateSettings{1.0, {0, 10'000, 10}, 1'000'000};
  count_everything(settings);
}

TEST(Threads, CountsAreExactWithACountWindow) {
  breaker::Settings settings;
  settings.failure_rate = breaker::RateSettings{1.0, {100, 0, 10}, 100};
  settings.mode = breaker::Mode::metrics_only;
  count_everything(settings);
}

// A manual clock that remembers each thread's last reading.
struct RecordingClock {
  std::atomic<int64_t> ns{0};
  static int64_t& last() {
    thread_local int64_t reading = 0;
    return reading;
  }
  int64_t now_ns() const { return last() = ns.load(); }
  int64_t coarse_ns() const { return now_ns(); }
};

struct RecordingEnvironment {
  template <class T>
  using Atomic = std::atomic<T>;
  using Clock = RecordingClock;
  static int64_t stripe() { return core::stripe_index(); }
};

// Short histories of three threads that start together, over and over: each must be explainable one operation after another.
TEST(Threads, HistoriesAreLinearizable) {
  constexpr int kParticipants = 3;
  std::vector<std::vector<Operation>> histories(kParticipants);
  std::vector<Script> scripts(kParticipants);
  breaker::Settings settings;
  std::unique_ptr<RecordingClock> clock;
  std::unique_ptr<breaker::Machine<RecordingEnvironment>> machine;
  std::atomic<int64_t> moments{0};
  const World world{[&] { return ++moments; }, [&](int64_t ns) { clock->ns.fetch_add(ns); }, [] { return RecordingClock::last(); }};
  std::mt19937_64 random(7);
  std::barrier start(kParticipants + 1);
  std::barrier end(kParticipants + 1);
  std::vector<std::thread> threads;
  for (std::size_t index = 0; index < kParticipants; ++index) {
    threads.emplace_back([&, index] {
      for (int run = 0; run < kHistories; ++run) {
        start.arrive_and_wait();
        histories[index] = run_script(*machine, scripts[index], world);
        end.arrive_and_wait();
      }
    });
  }
  int violations = 0;
  for (int run = 0; run < kHistories; ++run) {
    settings = consecutive_settings(random);
    for (auto& script : scripts) script = random_script(random, 6);
    clock = std::make_unique<RecordingClock>();
    machine = std::make_unique<breaker::Machine<RecordingEnvironment>>(settings, State::closed, *clock, 1, 2);
    start.arrive_and_wait();
    end.arrive_and_wait();
    std::vector<Operation> merged;
    for (const auto& history : histories) merged.insert(merged.end(), history.begin(), history.end());
    if (!LinearizabilityCheck(settings, merged).holds()) ++violations;
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(violations, 0);
}

// Threads that trip, probe and recover a breaker with all rules while others operate it: nothing is lost, nothing counted twice.
TEST(Threads, EveryCallEndsInExactlyOneCount) {
  constexpr int64_t kMoveEach = 500;
  breaker::Settings settings;
  settings.consecutive_failures = 50;
  settings.failure_rate = breaker::RateSettings{0.5, {0, 1'000, 10}, 20};
  settings.slow_calls = breaker::RateSettings{0.5, {64, 0, 10}, 20};
  settings.slow_longer_than_ns = 1'000;
  settings.open = {1, 1.0, 1, 0.5};
  core::Clock clock = core::Clock::system();
  core::EventLog events(64);
  const core::Surroundings surroundings{.clock = &clock, .events = &events, .policy = "p", .seed = 1, .pass_through = false};
  CircuitBreaker guard(settings, surroundings, {});
  std::atomic<int64_t> permitted{0};
  std::atomic<int64_t> refused{0};
  run_threads(4, [&](int thread) {
    std::mt19937_64 random(static_cast<uint64_t>(thread));
    for (int64_t call = 0; call < kCalls / 4; ++call) {
      // Also so that the test doesn't depend on how often a breaker that is open for a millisecond gets to close by itself.
      if (call % kMoveEach == 0) guard.force_closed("test");
      const auto admission = guard.enter({});
      if (admission.token == 0) {
        refused.fetch_add(1);
        continue;
      }
      permitted.fetch_add(1);
      const auto outcome = static_cast<core::Outcome>(random() % 5);
      guard.exit(
          {.token = admission.token, .outcome = outcome, .elapsed_ns = static_cast<int64_t>(random() % 2'000), .retry_after_ns = -1});
    }
  });
  IntegersOnly seen;
  guard.snapshot(seen);
  EXPECT_EQ(seen["successes"] + seen["failures"] + seen["timeouts"] + seen["cancelled"] + seen["neutral"] + seen["late"], permitted.load());
  EXPECT_EQ(seen["not_permitted"], refused.load());
  EXPECT_GE(seen["transitions"], kCalls / kMoveEach);
  EXPECT_GT(refused.load(), 0);
  EXPECT_EQ(events.sequence().load(), seen["transitions"]);
}

}  // namespace
}  // namespace backstay::test
