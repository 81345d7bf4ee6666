#include "core/base/random.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

#include "core/base/fork.hpp"

namespace backstay::core {
namespace {

TEST(Random, FollowsThePublishedSplitmix64Sequence) {
  // The first outputs of splitmix64 for seed 1234567, as its reference implementation prints them.
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
}

TEST(Random, UnitIsUniformAndBelowOne) {
  EXPECT_EQ(unit_interval(0), 0.0);
  EXPECT_LT(unit_interval(~uint64_t{0}), 1.0);
  Random random(1);
  std::array<int, 10> buckets{};
  for (int i = 0; i < 100'000; ++i) ++buckets[static_cast<std::size_t>(random.unit() * 10)];
  for (const int count : buckets) EXPECT_NEAR(count, 10'000, 500);
}

TEST(Random, SeveralThreadsDrawEachNumberOnce) {
  constexpr std::size_t kEach = 20'000;
  Random shared(42);
  std::array<std::vector<uint64_t>, 4> drawn;
  std::vector<std::thread> threads;
  for (auto& mine : drawn) {
    threads.emplace_back([&shared, &mine] {
      for (std::size_t i = 0; i < kEach; ++i) mine.push_back(shared.next());
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::vector<uint64_t> all;
  for (const auto& mine : drawn) all.insert(all.end(), mine.begin(), mine.end());
  Random alone(42);
  std::vector<uint64_t> expected;
  for (std::size_t i = 0; i < all.size(); ++i) expected.push_back(alone.next());
  std::sort(all.begin(), all.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(all, expected);
}

TEST(Random, FillsAnyLengthTheSameWayForTheSameSeed) {
  std::array<uint8_t, 13> first{};
  std::array<uint8_t, 13> second{};
  Random(9).fill(first);
  Random(9).fill(second);
  EXPECT_EQ(first, second);
  Random(10).fill(second);
  EXPECT_NE(first, second);
}

TEST(Random, SystemSequencesDiffer) {
  Random one = Random::system();
  Random other = Random::system();
  EXPECT_NE(one.next(), other.next());
  std::array<uint8_t, 16> first{};
  std::array<uint8_t, 16> second{};
  one.fill(first);
  one.fill(second);
  EXPECT_NE(first, second);
}

// What a forked child draws next.
uint64_t draw_in_child(Random& random) {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const uint64_t value = random.next();
    const bool written = write(ends[1], &value, sizeof value) == static_cast<ssize_t>(sizeof value);
    _exit(written ? 0 : 1);
  }
  uint64_t value = 0;
  EXPECT_EQ(read(ends[0], &value, sizeof value), static_cast<ssize_t>(sizeof value));
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  close(ends[0]);
  close(ends[1]);
  return value;
}

TEST(Random, ForkedChildrenGoTheirOwnWayUnlessSeeded) {
  watch_forks();
  Random random = Random::system();
  const uint64_t first = draw_in_child(random);
  const uint64_t second = draw_in_child(random);
  const uint64_t parent = random.next();
  EXPECT_NE(first, second);
  EXPECT_NE(first, parent);
  EXPECT_NE(second, parent);

  Random seeded(5);
  const uint64_t in_child = draw_in_child(seeded);
  EXPECT_EQ(in_child, seeded.next());
}

}  // namespace
}  // namespace backstay::core
