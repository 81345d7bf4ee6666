#include "core/base/clock.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "core/base/status.hpp"

namespace backstay::core {
namespace {

Status status_of_advance(Clock& clock, int64_t by_ns) {
  try {
    clock.advance(by_ns);
  } catch (const Error& error) {
    return error.status();
  }
  return Status::ok;
}

TEST(ManualClock, StandsStillUntilAdvanced) {
  Clock clock = Clock::manual();
  EXPECT_TRUE(clock.is_manual());
  EXPECT_EQ(clock.now_ns(), 0);
  EXPECT_EQ(clock.now_ns(), 0);
  clock.advance(1'500);
  EXPECT_EQ(clock.now_ns(), 1'500);
  EXPECT_EQ(clock.coarse_ns(), 1'500);
  clock.advance(0);
  EXPECT_EQ(clock.now_ns(), 1'500);
}

TEST(ManualClock, WallTimeStartsInTwentyTwentySix) {
  Clock clock = Clock::manual();
  EXPECT_EQ(clock.wall_ns(0), 1'767'225'600'000'000'000);
  clock.advance(kNsPerSecond);
  EXPECT_EQ(clock.wall_ns(clock.now_ns()), 1'767'225'601'000'000'000);
  EXPECT_EQ(clock.wall_ns(0), 1'767'225'600'000'000'000);
}

TEST(ManualClock, NeverGoesBackAndHasAnEnd) {
  Clock clock = Clock::manual();
  EXPECT_EQ(status_of_advance(clock, -1), Status::invalid_argument);
  clock.advance(kClockMaximumNs);
  EXPECT_EQ(clock.now_ns(), kClockMaximumNs);
  EXPECT_EQ(status_of_advance(clock, 1), Status::invalid_argument);
  EXPECT_EQ(status_of_advance(clock, INT64_MAX), Status::invalid_argument);
  EXPECT_EQ(clock.now_ns(), kClockMaximumNs);
}

TEST(ManualClock, CountsEveryMoveOfSeveralThreads) {
  Clock clock = Clock::manual();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&clock] {
      for (int j = 0; j < 10'000; ++j) clock.advance(1);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(clock.now_ns(), 40'000);
}

TEST(SystemClock, StartsAtItsCreationAndNeverGoesBack) {
  Clock clock = Clock::system();
  EXPECT_FALSE(clock.is_manual());
  int64_t before = 0;
  int64_t coarse_before = 0;
  for (int i = 0; i < 1'000; ++i) {
    const int64_t coarse = clock.coarse_ns();
    const int64_t now = clock.now_ns();
    EXPECT_GE(now, before);
    EXPECT_GE(coarse, coarse_before);
    EXPECT_LE(coarse, now);
    before = now;
    coarse_before = coarse;
  }
}

TEST(SystemClock, WallTimeIsTheSystems) {
  const Clock clock = Clock::system();
  timespec before{};
  timespec after{};
  clock_gettime(CLOCK_REALTIME, &before);
  const int64_t at = clock.now_ns();
  clock_gettime(CLOCK_REALTIME, &after);
  const int64_t wall = clock.wall_ns(at);
  // Whole minutes of room, since the host may set its wall clock meanwhile.
  EXPECT_GE(wall / kNsPerSecond, before.tv_sec - 60);
  EXPECT_LE(wall / kNsPerSecond, after.tv_sec + 60);
}

TEST(SystemClock, CannotBeMoved) {
  Clock clock = Clock::system();
  EXPECT_EQ(status_of_advance(clock, 1), Status::unsupported);
}

}  // namespace
}  // namespace backstay::core
