#include "core/base/duration.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/random.hpp"

namespace backstay::core {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

TEST(ParseDuration, ReadsUnitsDecimalsAndCombinations) {
  const std::vector<std::pair<std::string, int64_t>> cases{
      {"0s", 0},
      {"1ns", 1},
      {"1us", 1'000},
      {"250ms", 250'000'000},
      {"30s", 30 * kSecond},
      {"1.5s", 1'500'000'000},
      {"5m", 300 * kSecond},
      {"24h", 86'400 * kSecond},
      {"1d", 86'400 * kSecond},
      {"1h30m", 5'400 * kSecond},
      {"1m0.5s", 60'500'000'000},
      {"1d1h1m1s1ms1us1ns", 90'061'001'001'001},
      {"0.5h", 1'800 * kSecond},
      {"0.000000001s", 1},
      {"1.50000000000000000000s", 1'500'000'000},
      {"007s", 7 * kSecond},
      {"9223372036854775807ns", INT64_MAX},
      {"9223372036.854775807s", INT64_MAX},
  };
  for (const auto& [text, ns] : cases) {
    const ParsedDuration parsed = parse_duration(text);
    EXPECT_TRUE(parsed.ok()) << text << " " << parsed.problem;
    EXPECT_EQ(parsed.ns, ns) << text;
  }
}

TEST(ParseDuration, SaysWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "is empty"},
      {"30", R"(has no unit, which nobody remembers; write "30s" for seconds)"},
      {"0", R"(has no unit, which nobody remembers; write "0s" for seconds)"},
      {"1m30", R"(has no unit, which nobody remembers; write "1m30s" for seconds)"},
      {"-1s", "has a sign"},
      {"+1s", "has a sign"},
      {"fast", "is no number with a unit"},
      {" 1s", "is no number with a unit"},
      {".5s", "is no number with a unit"},
      {"1.s", "has a point without digits after it"},
      {"1 s", R"(has the unknown unit " s")"},
      {"1s ", R"(has the unknown unit "s ")"},
      {"1S", R"(has the unknown unit "S")"},
      {"1sec", R"(has the unknown unit "sec")"},
      {"1.5.5s", R"(has the unknown unit ".")"},
      {"30m1h", "has its units out of order; the longest comes first, each once"},
      {"1s1s", "has its units out of order; the longest comes first, each once"},
      {"0.1ns", "has more decimals than whole nanoseconds"},
      {"1.0000000001s", "has more decimals than whole nanoseconds"},
      {"9223372036854775808ns", "is longer than can be counted (292 years)"},
      {"99999999999999999999d", "is longer than can be counted (292 years)"},
      {"106752d", "is longer than can be counted (292 years)"},
      {"9223372036.854775808s", "is longer than can be counted (292 years)"},
      {"106751d24h", "is longer than can be counted (292 years)"},
  };
  for (const auto& [text, problem] : cases) EXPECT_EQ(parse_duration(text).problem, problem) << text;
}

TEST(FormatDuration, IsCanonical) {
  const std::vector<std::pair<int64_t, std::string>> cases{
      {0, "0s"},
      {1, "1ns"},
      {1'500, "1.5us"},
      {250'000'000, "250ms"},
      {250'500'000, "250.5ms"},
      {30 * kSecond, "30s"},
      {1'500'000'000, "1.5s"},
      {60 * kSecond, "1m"},
      {90 * kSecond, "1m30s"},
      {3'600 * kSecond, "1h"},
      {86'400 * kSecond, "24h"},
      {3'600 * kSecond + 1, "1h0.000000001s"},
  };
  for (const auto& [ns, text] : cases) EXPECT_EQ(format_duration(ns), text);
  EXPECT_EQ(format_duration_ms(1'500), "1.5s");
}

TEST(FormatDuration, IsReadBackToTheSameValue) {
  Random random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto ns = static_cast<int64_t>(random.next() >> (1 + random.next() % 63));
    const ParsedDuration parsed = parse_duration(format_duration(ns));
    ASSERT_TRUE(parsed.ok()) << format_duration(ns) << " " << parsed.problem;
    ASSERT_EQ(parsed.ns, ns) << format_duration(ns);
  }
}

}  // namespace
}  // namespace backstay::core
