// The C++ face over policies that wait, repeat and have deadlines.
#include <gtest/gtest.h>

#include <atomic>
#include <backstay/backstay.hpp>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using backstay::CallOptions;
using backstay::Nanoseconds;
using backstay::Outcome;
using backstay::Permit;
using backstay::Policy;
using backstay::Runtime;
using std::chrono::milliseconds;
using std::chrono::seconds;

Runtime manual(const std::string& policies) { return Runtime::from_json("{\"clock\":\"manual\",\"policies\":{" + policies + "}}"); }
Runtime real(const std::string& policies) { return Runtime::from_json("{\"policies\":{" + policies + "}}"); }

const std::string kRetry = R"("p":{"retry":{"attempts":3,"backoff":"100ms"},"circuit_breaker":{"consecutive_failures":10}})";

TEST(Face, CallsAgainAfterAPause) {
  Runtime runtime = manual(kRetry);
  Policy policy = runtime.policy("p");
  int calls = 0;
  const int answer = policy.call([&] {
    if (++calls < 3) throw std::runtime_error("not yet");
    return 7;
  });
  EXPECT_EQ(answer, 7);
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(runtime.now(), milliseconds(200));
}

TEST(Face, GivesUpWithTheLastErrorNested) {
  Runtime runtime = manual(kRetry);
  Policy policy = runtime.policy("p");
  try {
    policy.call([]() -> int { throw std::runtime_error("down"); });
    FAIL() << "nothing was thrown";
  } catch (const backstay::RetriesExhausted& error) {
    EXPECT_EQ(error.attempts(), 3);
    EXPECT_EQ(error.elapsed(), milliseconds(200));
    EXPECT_EQ(error.reason(), BACKSTAY_REASON_ATTEMPTS);
    EXPECT_EQ(error.policy(), "p");
    EXPECT_THROW(std::rethrow_if_nested(error), std::runtime_error);
  }
}

TEST(Face, ClassifiersJudgeErrorsAndResults) {
  struct Judge {
    Outcome operator()(const std::exception* /*caught*/) const { return Outcome::permanent; }
    Outcome operator()(int result) const { return result == 503 ? Outcome::failure : Outcome::success; }
  };
  Runtime runtime = manual(kRetry);
  Policy policy = runtime.policy("p");
  int calls = 0;
  EXPECT_EQ(policy.call([&] { return ++calls < 2 ? 503 : 200; }, Judge{}), 200);
  EXPECT_EQ(calls, 2);
  calls = 0;
  EXPECT_THROW(policy.call(
                   [&]() -> int {
                     ++calls;
                     throw std::logic_error("broken");
                   },
                   Judge{}),
               std::logic_error);
  EXPECT_EQ(calls, 1);
  EXPECT_THROW(policy.call([] { return 503; }, Judge{}), backstay::RetriesExhausted);
}

TEST(Face, ARefusalOfALaterAttemptCarriesTheErrorBefore) {
  Runtime runtime = manual(R"("p":{"retry":{"attempts":5,"backoff":"1ms"},"circuit_breaker":{"consecutive_failures":2}})");
  Policy policy = runtime.policy("p");
  try {
    policy.call([] { throw std::runtime_error("down"); });
    FAIL() << "nothing was thrown";
  } catch (const backstay::CircuitOpen& error) {
    const auto* const nested = dynamic_cast<const std::nested_exception*>(&error);
    ASSERT_NE(nested, nullptr);
    EXPECT_THROW(nested->rethrow_nested(), std::runtime_error);
  }
}

TEST(Face, TellsTheDeadlineAndPassesItOn) {
  Runtime runtime = manual(R"("outer":{"timeout":"2s"},"inner":{"timeout":"5s"},"breaker":{"circuit_breaker":"standard"})");
  Policy outer = runtime.policy("outer");
  Policy inner = runtime.policy("inner");
  outer.call([&](const Permit& permit) {
    EXPECT_EQ(permit.time_left(), seconds(2));
    CallOptions options;
    options.deadline = permit.deadline();
    inner.call([&](const Permit& nested) { EXPECT_EQ(nested.deadline(), permit.deadline()); }, options);
    runtime.advance(seconds(2));
    EXPECT_EQ(permit.time_left(), Nanoseconds(0));
    EXPECT_THROW(inner.call([] {}, options), backstay::DeadlineExceeded);
    EXPECT_THROW(runtime.policy("breaker").call([] {}, options), backstay::DeadlineExceeded);
  });
}

TEST(Face, WaitsForItsTurnByTheClock) {
  Runtime runtime = manual(R"("p":{"rate_limit":{"rate":"10/s","burst":1,"wait":"1s"}})");
  Policy policy = runtime.policy("p");
  for (int i = 0; i < 4; ++i) policy.call([] {});
  EXPECT_EQ(runtime.now(), milliseconds(300));
  EXPECT_FALSE(policy.rate_limit().allowed);
  EXPECT_EQ(policy.rate_limit().retry_after, milliseconds(100));
  CallOptions heavy;
  heavy.cost = 2;
  EXPECT_THROW(policy.call([] {}, heavy), backstay::RateLimited);
  policy.reset_rate_limit("a test");
  EXPECT_TRUE(policy.rate_limit().allowed);
}

TEST(Face, ThreadsWaitForPlacesInOrder) {
  Runtime runtime =
      real(R"("p":{"bulkhead":{"limit":1,"queue":64,"wait":"1m"}},"q":{"bulkhead":{"use":"p"},"circuit_breaker":"standard"})");
  Policy policy = runtime.policy("p");
  Policy sharing = runtime.policy("q");
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      Policy mine = t % 2 == 0 ? policy : sharing;
      for (int i = 0; i < 50; ++i) {
        mine.call([&] {
          const int now = ++inside;
          for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
          }
          std::this_thread::yield();
          --inside;
          ++done;
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 16 * 50);
  EXPECT_EQ(most, 1);
  EXPECT_NE(policy.snapshot().find("\"in_flight\":0"), std::string::npos) << policy.snapshot();
}

TEST(Face, TryEnterNeverWaits) {
  Runtime runtime = manual(R"("p":{"bulkhead":{"limit":1,"queue":1,"wait":"1m"}})");
  Policy policy = runtime.policy("p");
  Permit held = policy.enter();
  ASSERT_TRUE(held);
  Permit refused = policy.try_enter();
  EXPECT_FALSE(refused);
  EXPECT_EQ(refused.reason(), BACKSTAY_REASON_WAIT);
  held.success();
  EXPECT_TRUE(policy.try_enter());
}

TEST(Face, ANewLimitLetsWaitersIn) {
  Runtime runtime = real(R"("p":{"bulkhead":{"limit":1,"queue":8,"wait":"1m"}})");
  Policy policy = runtime.policy("p");
  Permit held = policy.enter();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) threads.emplace_back([&] { policy.call([] {}); });
  while (policy.snapshot().find("\"waiting\":4") == std::string::npos) std::this_thread::yield();
  policy.set_limit(2, "more room");
  for (std::thread& thread : threads) thread.join();
  held.success();
  EXPECT_NE(policy.snapshot().find("\"in_flight\":0"), std::string::npos);
}

TEST(Face, RefusesACostThatIsNone) {
  Runtime runtime = manual(R"("p":{"circuit_breaker":"standard"})");
  Policy policy = runtime.policy("p");
  CallOptions options;
  options.cost = 0;
  EXPECT_THROW(policy.enter(options), backstay::Error);
  options.cost = 7;
  EXPECT_TRUE(policy.enter(options));
}

TEST(Face, APermitIsOneAttempt) {
  Runtime runtime = manual(kRetry);
  Policy policy = runtime.policy("p");
  Permit permit = policy.enter();
  EXPECT_NE(permit.failure("down") & BACKSTAY_EXIT_AGAIN, 0);
  EXPECT_TRUE(permit.done());
  EXPECT_EQ(permit.failure("down"), 0);
}

// A parking lot with a sleeper behind the one that a test is about.
class ParkingTest : public testing::Test {
 protected:
  using Lots = backstay::detail::Lots;
  using Parking = backstay::detail::Parking;
  static constexpr int64_t kLot = 1;
  static constexpr int64_t kNeverForked = 0;

  ParkingTest() { lots_.park(kLot, 2, behind_); }
  ~ParkingTest() override { lots_.remove(kLot, 2); }
  // Sleeps in the second place; far longer than a wake takes.
  bool sleeps_until_woken() {
    std::thread sleeper([this] { lots_.sleep(behind_, seconds(10)); });
    sleeper.join();
    return behind_.woken;
  }

  Lots& lots_ = Lots::of_process(kNeverForked);
  Lots::Parked behind_;
};

TEST_F(ParkingTest, AWakeThatNobodySleptForIsPassedOn) {
  {
    const Parking first(lots_, kLot, 1);
    lots_.wake(kLot);
    EXPECT_FALSE(behind_.woken);
  }
  EXPECT_TRUE(sleeps_until_woken());
}

TEST_F(ParkingTest, WhoSleptKeepsItsWake) {
  {
    Parking first(lots_, kLot, 1);
    lots_.wake(kLot);
    first.sleep(10'000'000);
  }
  EXPECT_FALSE(behind_.woken);
}

TEST_F(ParkingTest, WhoWasNotWokenWakesNobody) {
  {
    const Parking first(lots_, kLot, 1);
  }
  EXPECT_FALSE(behind_.woken);
}

}  // namespace
