#include "core/base/ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace backstay::core {
namespace {

uint64_t time_ms_of(const Uuid& uuid) {
  uint64_t time = 0;
  for (std::size_t i = 0; i < 6; ++i) time = time << 8U | uuid.bytes[i];
  return time;
}

// The groups of a UUID's text, its version's digit and the variant's.
bool has_shape(std::string_view text, char version) {
  constexpr std::string_view kPattern = "xxxxxxxx-xxxx-Vxxx-vxxx-xxxxxxxxxxxx";
  if (text.size() != kPattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view allowed = kPattern[i] == 'x'   ? "0123456789abcdef"
                                     : kPattern[i] == 'v' ? "89ab"
                                     : kPattern[i] == 'V' ? std::string_view(&version, 1)
                                                          : "-";
    if (allowed.find(text[i]) == std::string_view::npos) return false;
  }
  return true;
}

TEST(Uuid, TextHasTheUsualGroups) {
  Uuid uuid;
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) uuid.bytes[i] = static_cast<uint8_t>(i * 17);
  EXPECT_EQ(uuid.text(), "00112233-4455-6677-8899-aabbccddeeff");
}

TEST(Uuid, VersionFourIsMarkedAndSeeded) {
  Random random(3);
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) {
    const std::string text = uuid_v4(random).text();
    EXPECT_TRUE(has_shape(text, '4')) << text;
    seen.insert(text);
  }
  EXPECT_EQ(seen.size(), 1'000U);
  Random again(3);
  EXPECT_TRUE(seen.contains(uuid_v4(again).text()));
}

TEST(Uuid, VersionSevenHoldsTheWallClock) {
  Clock clock = Clock::manual();
  Random random(3);
  UuidV7Source source(clock, random);
  clock.advance(1'234 * kNsPerMs);
  const Uuid uuid = source.next();
  EXPECT_TRUE(has_shape(uuid.text(), '7')) << uuid.text();
  EXPECT_EQ(time_ms_of(uuid), 1'767'225'600'000U + 1'234U);
}

TEST(Uuid, VersionSevenRisesWithinAMillisecondAndBeyondItsCounter) {
  Clock clock = Clock::manual();
  Random random(3);
  UuidV7Source source(clock, random);
  Uuid before = source.next();
  for (int i = 0; i < 10'000; ++i) {
    const Uuid next = source.next();
    ASSERT_LT(before, next);
    before = next;
  }
  EXPECT_GT(time_ms_of(before), 1'767'225'600'000U);
  clock.advance(1'000 * kNsPerMs);
  const Uuid later = source.next();
  EXPECT_LT(before, later);
  EXPECT_EQ(time_ms_of(later), 1'767'225'601'000U);
}

TEST(Uuid, VersionSevenRisesForEveryThread) {
  Clock clock = Clock::manual();
  Random random = Random::system();
  UuidV7Source source(clock, random);
  std::array<std::vector<Uuid>, 4> made;
  std::vector<std::thread> threads;
  for (auto& mine : made) {
    threads.emplace_back([&source, &mine] {
      for (int i = 0; i < 2'000; ++i) mine.push_back(source.next());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<Uuid> all;
  for (const auto& mine : made) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), 8'000U);
}

}  // namespace
}  // namespace backstay::core
