#include "core/policy/rate_limit/settings.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/config_document.hpp"
#include "core/policy/rate_limit/pattern_type.hpp"
#include "core/policy/rate_limit/rate_text.hpp"
#include "core/policy/rate_limit/settings_limits.hpp"
#include "core/policy/rate_limit/settings_reader.hpp"
#include "tests/unit/policy/settings_checks.hpp"

namespace backstay::core::rate_limit {
namespace {

const SettingsChecks<read_settings> kChecks("b");

Settings good(const std::string& json) { return kChecks.good(json); }
std::string bad(const std::string& json) { return kChecks.bad(json); }

constexpr const char* kRates = "allowed: a rate such as \"100/s\" or \"5/10s\", up to 1000000 per second";

TEST(RateLimitSettings, ReadsTheWholeForm) {
  const Settings settings = good(R"({"rate": "100/s", "burst": 20, "wait": "500ms"})");
  EXPECT_EQ(settings.interval_ns, 10'000'000);
  EXPECT_EQ(settings.burst, 20);
  EXPECT_EQ(settings.wait_ns, 500'000'000);
  EXPECT_EQ(settings.per_second, 100.0);
}

TEST(RateLimitSettings, HasDefaults) {
  for (const std::string json : {R"("100/s")", R"({"rate": "100/s"})"}) {
    const Settings settings = good(json);
    EXPECT_EQ(settings.interval_ns, 10'000'000);
    EXPECT_EQ(settings.burst, 100);
    EXPECT_EQ(settings.wait_ns, 0);
  }
}

TEST(RateLimitSettings, ReadsEveryUnitAndDurationsAndRoundsTheIntervalUp) {
  const std::vector<std::pair<std::string, int64_t>> cases{
      {"1/s", 1'000'000'000},     {"1/sec", 1'000'000'000},           {"1/m", 60'000'000'000},     {"1/min", 60'000'000'000},
      {"1/h", 3'600'000'000'000}, {"1/hour", 3'600'000'000'000},      {"1/d", 86'400'000'000'000}, {"1/day", 86'400'000'000'000},
      {"5/10s", 2'000'000'000},   {"3/1m30s", 30'000'000'000},        {"3/s", 333'333'334},        {"1000000/s", 1'000},
      {"1/1us", 1'000},           {"1/365d", 31'536'000'000'000'000}, {"1000000000/1000s", 1'000}};
  for (const auto& [text, interval] : cases) {
    EXPECT_EQ(good("\"" + text + "\"").interval_ns, interval) << text;
    EXPECT_TRUE(std::regex_search(text, std::regex(rate_pattern()))) << text;
  }
  EXPECT_EQ(good(R"("3/s")").per_second, 3.0);
  EXPECT_EQ(good(R"("6/h")").per_second, 6.0 / 3'600);
}

TEST(RateLimitSettings, RefusesWhatIsNoRate) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"100", "has no period; write so many per second as \"100/s\""},
      {"/s", "doesn't begin with a whole number"},
      {"1.5/s", "doesn't begin with a whole number"},
      {"-1/s", "doesn't begin with a whole number"},
      {" 1/s", "doesn't begin with a whole number"},
      {"0/s", "has a number that is out of range"},
      {"1000000001/d", "has a number that is out of range"},
      {"99999999999999999999/s", "has a number that is out of range"},
      {"1/", "has a period that is no unit and no duration"},
      {"1/10", "has a period that is no unit and no duration"},
      {"1/week", "has a period that is no unit and no duration"},
      {"1/s/s", "has a period that is no unit and no duration"},
      {"1/0s", "has a period that is no unit and no duration"},
      {"1/8761h", "has a period above 365 days"},
      {"1000001/s", "is above 1000000 per second, where the time for one rounds to nothing"},
      {"1/999ns", "is above 1000000 per second, where the time for one rounds to nothing"},
  };
  for (const auto& [text, problem] : cases) {
    EXPECT_EQ(bad("\"" + text + "\""), "b: " + problem + " (\"" + text + "\"; " + kRates + ")");
    EXPECT_EQ(bad("{\"rate\": \"" + text + "\"}"), "b.rate: " + problem + " (\"" + text + "\"; " + kRates + ")");
  }
}

TEST(RateLimitSettings, EveryRangeHasBothEnds) {
  good(R"({"rate": "1/s", "burst": 1})");
  good(R"({"rate": "1000000/s", "burst": 1000000000})");
  good(R"({"rate": "1/s", "wait": "0s"})");
  good(R"({"rate": "1/s", "wait": "1h"})");
  EXPECT_EQ(bad(R"({"rate": "1/s", "burst": 0})"), "b.burst: is out of range (0; allowed: a whole number from 1 to 1000000000)");
  EXPECT_EQ(bad(R"({"rate": "1000000/s", "burst": 1000000001})"),
            "b.burst: is out of range (1000000001; allowed: a whole number from 1 to 1000000000)");
  EXPECT_EQ(bad(R"({"rate": "1/s", "wait": "1h1ms"})"),
            "b.wait: is out of range (\"1h1ms\"; allowed: a duration such as \"250ms\" or \"30s\", from 0s to 1h)");
  good(R"({"rate": "1/365d", "burst": 10})");
  EXPECT_EQ(bad(R"({"rate": "1/365d", "burst": 11})"),
            "b.burst: takes more than ten years to come back at this rate (11; allowed: up to 10)");
}

TEST(RateLimitSettings, ReportsAllProblemsTogether) {
  EXPECT_EQ(bad(R"({"rates": "1/s", "burst": true, "wait": 5})"),
            "b.rates: is unknown; did you mean \"rate\"? (\"1/s\"; allowed: the keys \"rate\", \"burst\", \"wait\")\n"
            "b.rate: is missing: it says how many may pass in what time (" +
                std::string(kRates) +
                ")\n"
                "b.burst: is true or false (true; allowed: a whole number from 1 to 1000000000)\n"
                "b.wait: is a bare number without a unit; write \"5s\" for seconds (5; allowed: a duration such as \"250ms\" or \"30s\", "
                "from 0s to 1h)");
}

TEST(RateLimitSettings, RefusesWrongTypes) {
  EXPECT_EQ(bad("100"), std::string("b: is a bare number without a period; write \"100/s\" for so many per second (100; ") + kRates + ")");
  EXPECT_EQ(bad(R"({"rate": 100})"),
            std::string("b.rate: is a bare number without a period; write \"100/s\" for so many per second (100; ") + kRates + ")");
  EXPECT_EQ(bad(R"({"rate": {}})"), std::string("b.rate: is no rate (an object of 0 keys; ") + kRates + ")");
  EXPECT_EQ(bad("true"), std::string("b: is true or false (true; ") + kRates + "; or an object)");
}

TEST(RateLimitSettings, MakeABlueprintOrNone) {
  ConfigContext context;
  const auto fine = parse_document(R"("1/s")", context.findings);
  const auto wrong = parse_document(R"("1")", context.findings);
  EXPECT_NE(kPatternType.read(ConfigReader(*fine, "b", context)), nullptr);
  EXPECT_EQ(kPatternType.read(ConfigReader(*wrong, "b", context)), nullptr);
  EXPECT_EQ(kPatternType.key, "rate_limit");
}

TEST(RateLimitSchema, AgreesWithTheReader) {
  const auto schema = settings_schema();
  const auto& properties = schema["anyOf"][1]["properties"];
  for (const std::string_view key : limits::kKeys) EXPECT_TRUE(properties.contains(key)) << key;
  EXPECT_EQ(properties.size(), limits::kKeys.size());
  EXPECT_EQ(schema["anyOf"][1]["required"], nlohmann::ordered_json::array({"rate"}));
  EXPECT_EQ(properties["burst"]["maximum"], limits::kBurst.maximum);
  EXPECT_EQ(properties["wait"]["default"], "0s");
  const std::regex pattern(schema["anyOf"][0]["pattern"].get<std::string>());
  for (const std::string text : {"100/s", "5/1m30s", "1/day", "${RATE}"}) EXPECT_TRUE(std::regex_search(text, pattern)) << text;
  for (const std::string text : {"100", "1/week", "1.5/s", "-1/s", "1/10", "1/"}) EXPECT_FALSE(std::regex_search(text, pattern)) << text;
}

}  // namespace
}  // namespace backstay::core::rate_limit
