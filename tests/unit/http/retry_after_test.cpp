#include "core/http/retry_after.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/clock.hpp"

namespace backstay::core {
namespace {

// Sun, 06 Nov 1994 08:49:37 GMT, the RFC's own example.
constexpr int64_t kExample = 784'111'777;
constexpr int64_t kYear2026 = 1'767'225'600;  // Thu, 01 Jan 2026 00:00:00 GMT

std::optional<int64_t> seconds(std::string_view header, int64_t now_seconds) {
  const auto ns = parse_retry_after(header, now_seconds * kNsPerSecond);
  if (!ns) return std::nullopt;
  EXPECT_EQ(*ns % kNsPerSecond, 0);
  return *ns / kNsPerSecond;
}

TEST(RetryAfterSeconds, AreDigits) {
  EXPECT_EQ(seconds("0", kExample), 0);
  EXPECT_EQ(seconds("120", kExample), 120);
  EXPECT_EQ(seconds("00120", kExample), 120);
  EXPECT_EQ(seconds(" \t120\t ", kExample), 120);
}

TEST(RetryAfterSeconds, StopAtAYear) {
  constexpr int64_t kYear = 31'536'000;
  EXPECT_EQ(seconds("31535999", kExample), kYear - 1);
  EXPECT_EQ(seconds("31536000", kExample), kYear);
  EXPECT_EQ(seconds("31536001", kExample), kYear);
  EXPECT_EQ(seconds(std::string(4'000, '9'), kExample), kYear);
}

TEST(RetryAfterDate, HasThreeForms) {
  const int64_t now = kExample - 60;
  EXPECT_EQ(seconds("Sun, 06 Nov 1994 08:49:37 GMT", now), 60);
  EXPECT_EQ(seconds("Sunday, 06-Nov-94 08:49:37 GMT", now), 60);
  EXPECT_EQ(seconds("Sun Nov  6 08:49:37 1994", now), 60);
  EXPECT_EQ(seconds("Wed Nov 16 08:49:37 1994", now), 60 + 10 * 86'400);
  EXPECT_EQ(seconds("\tSun, 06 Nov 1994 08:49:37 GMT ", now), 60);
}

TEST(RetryAfterDate, IsMeasuredToTheNanosecond) {
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", (kExample - 1) * kNsPerSecond + 1), kNsPerSecond - 1);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", kExample * kNsPerSecond - 1), 1);
}

TEST(RetryAfterDate, InThePastIsNow) {
  EXPECT_EQ(seconds("Sun, 06 Nov 1994 08:49:37 GMT", kExample), 0);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", kExample * kNsPerSecond + 1), 0);
  EXPECT_EQ(seconds("Sun, 06 Nov 1994 08:49:37 GMT", kYear2026), 0);
  EXPECT_EQ(seconds("Mon, 01 Jan 0001 00:00:00 GMT", kYear2026), 0);
  EXPECT_EQ(seconds("Sat, 01 Jan 0000 00:00:00 GMT", kYear2026), 0);
}

TEST(RetryAfterDate, FarAheadIsAYear) {
  EXPECT_EQ(seconds("Fri, 31 Dec 9999 23:59:59 GMT", kYear2026), 31'536'000);
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", INT64_MAX), kRetryAfterMaximumNs);
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", INT64_MIN), kRetryAfterMaximumNs);
  EXPECT_EQ(parse_retry_after("Sat, 01 Jan 0000 00:00:00 GMT", INT64_MAX), 0);
}

TEST(RetryAfterDate, LeapSecondIsTheNextMinutesStart) {
  constexpr int64_t kEndOf2016 = 1'483'228'800;
  EXPECT_EQ(seconds("Sat, 31 Dec 2016 23:59:60 GMT", kEndOf2016 - 10), 10);
  EXPECT_EQ(seconds("Sat, 31 Dec 2016 23:59:61 GMT", kEndOf2016 - 10), std::nullopt);
}

TEST(RetryAfterDate, LeapDaysExistInLeapYears) {
  constexpr int64_t kLeapDay = 1'709'164'800;  // 2024-02-29
  EXPECT_EQ(seconds("Thu, 29 Feb 2024 00:00:00 GMT", kLeapDay - 5), 5);
  EXPECT_EQ(seconds("Wed, 29 Feb 2023 00:00:00 GMT", kLeapDay), std::nullopt);
  EXPECT_EQ(seconds("Thu, 29 Feb 1900 00:00:00 GMT", kLeapDay), std::nullopt);
  EXPECT_EQ(seconds("Tue, 29 Feb 2000 00:00:00 GMT", kLeapDay), 0);
}

TEST(RetryAfterDate, TwoDigitYearsLieAtMostFiftyYearsAhead) {
  constexpr int64_t kYear = 31'536'000;
  // 2026: 76 is 2076, exactly fifty years ahead at the same instant; a second later it is 1976.
  EXPECT_EQ(seconds("Wednesday, 01-Jan-76 00:00:00 GMT", kYear2026), kYear);
  EXPECT_EQ(seconds("Wednesday, 01-Jan-76 00:00:01 GMT", kYear2026), 0);
  EXPECT_EQ(seconds("Friday, 01-Jan-77 00:00:00 GMT", kYear2026), 0);
  EXPECT_EQ(seconds("Friday, 01-Jan-26 00:01:00 GMT", kYear2026), 60);
  EXPECT_EQ(seconds("Friday, 01-Jan-27 00:00:00 GMT", kYear2026), kYear);
  // Shortly before a century ends, 00 is the next one.
  constexpr int64_t kEndOf1999 = 946'684'800 - 30;
  EXPECT_EQ(seconds("Saturday, 01-Jan-00 00:00:00 GMT", kEndOf1999), 30);
}

TEST(RetryAfter, RefusesEverythingElse) {
  const std::vector<std::string> wrong{
      "",
      " ",
      "-1",
      "+1",
      "1.5",
      "1e3",
      "1 2",
      "0x10",
      "120s",
      "soon",
      "sun, 06 Nov 1994 08:49:37 GMT",  // case
      "Sun, 06 nov 1994 08:49:37 GMT",  //
      "Sun, 06 Nov 1994 08:49:37 gmt",  //
      "Sun, 06 Nov 1994 08:49:37 UTC",  // zone
      "Sun, 06 Nov 1994 08:49:37 +0000",
      "Sun, 06 Nov 1994 08:49:37",
      "Sun, 6 Nov 1994 08:49:37 GMT",  // digits
      "Sun, 06 Nov 94 08:49:37 GMT",
      "Sun, 06 Nov 1994 8:49:37 GMT",
      "Sun, 06 Nov 1994  08:49:37 GMT",  // spaces
      "Sun,06 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:37 GMT x",
      "Sun, 06-Nov-94 08:49:37 GMT",  // mixed forms
      "Sunday, 06 Nov 1994 08:49:37 GMT",
      "Sun Nov 6 08:49:37 1994",
      "Sun Nov 06 08:49:37 1994 GMT",
      "Xxx, 06 Nov 1994 08:49:37 GMT",  // names
      "Sun, 06 Xxx 1994 08:49:37 GMT",
      "Sun, 00 Nov 1994 08:49:37 GMT",  // ranges
      "Sun, 31 Nov 1994 08:49:37 GMT",
      "Sun, 32 Dec 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:00:00 GMT",
      "Sun, 06 Nov 1994 08:60:37 GMT",
      "06 Nov 1994 08:49:37 GMT",
      std::string("120\0", 4),
      "\xFF",
  };
  for (const std::string& header : wrong) EXPECT_EQ(seconds(header, kExample), std::nullopt) << header;
}

}  // namespace
}  // namespace backstay::core
