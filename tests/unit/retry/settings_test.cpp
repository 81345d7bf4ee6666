#include "core/policy/retry/settings.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/config_document.hpp"
#include "core/base/duration.hpp"
#include "core/policy/retry/pattern_type.hpp"
#include "core/policy/retry/presets.hpp"
#include "core/policy/retry/settings_limits.hpp"
#include "core/policy/retry/settings_reader.hpp"
#include "tests/unit/policy/settings_checks.hpp"

namespace backstay::core::retry {
namespace {

const SettingsChecks<read_settings> kChecks("r");

Settings good(const std::string& json) { return kChecks.good(json); }
std::string bad(const std::string& json) { return kChecks.bad(json); }
std::string odd(const std::string& json) { return kChecks.odd(json); }

std::unique_ptr<Blueprint> read_pattern(const std::string& json) {
  ConfigContext context;
  const auto document = parse_document(json, context.findings);
  return kPatternType.read(ConfigReader(*document, "r", context));
}

TEST(RetrySettings, ReadsTheWholeForm) {
  const Settings settings = good(R"({
    "attempts": 5,
    "backoff": {"kind": "exponential", "initial": "250ms", "multiplier": 1.5, "maximum": "20s", "jitter": "equal"},
    "maximum_elapsed": "30s",
    "budget": {"ratio": 0.5, "minimum_per_second": 0.25, "burst": 20},
    "retry_after_maximum": "90s",
    "reraise": true})");
  EXPECT_EQ(settings.attempts, 5);
  EXPECT_EQ(settings.backoff,
            (BackoffSettings{
                .growth = Growth::exponential, .initial_ms = 250, .multiplier = 1.5, .maximum_ms = 20'000, .jitter = Jitter::equal}));
  EXPECT_EQ(settings.maximum_elapsed_ms, 30'000);
  EXPECT_EQ(settings.budget, (BudgetSettings{.ratio = 0.5, .minimum_per_second = 0.25, .burst = 20}));
  EXPECT_EQ(settings.lender, "");
  EXPECT_EQ(settings.retry_after_maximum_ms, 90'000);
  EXPECT_TRUE(settings.reraise);
}

TEST(RetrySettings, HasDefaults) {
  const Settings settings = good("{}");
  EXPECT_EQ(settings.attempts, 3);
  EXPECT_EQ(
      settings.backoff,
      (BackoffSettings{.growth = Growth::exponential, .initial_ms = 100, .multiplier = 2.0, .maximum_ms = 10'000, .jitter = Jitter::full}));
  EXPECT_EQ(settings.maximum_elapsed_ms, 0);
  EXPECT_EQ(settings.budget, std::nullopt);
  EXPECT_EQ(settings.lender, "");
  EXPECT_EQ(settings.retry_after_maximum_ms, 60'000);
  EXPECT_FALSE(settings.reraise);
  EXPECT_EQ(good(R"({"budget": {}})").budget, (BudgetSettings{.ratio = 0.2, .minimum_per_second = 1.0, .burst = 10}));
  EXPECT_EQ(good(R"({"backoff": {}})").backoff, settings.backoff);
}

TEST(RetrySettings, ANumberIsTheAttempts) {
  const Settings settings = good("7");
  EXPECT_EQ(settings.attempts, 7);
  EXPECT_EQ(settings.backoff, BackoffSettings{});
  EXPECT_EQ(settings.budget, std::nullopt);
  EXPECT_EQ(good("1").attempts, 1);
  EXPECT_EQ(good("1e3").attempts, 1'000);
  EXPECT_EQ(bad("0"), "r: is out of range (0; allowed: a whole number from 1 to 1000)");
  EXPECT_EQ(bad("1001"), "r: is out of range (1001; allowed: a whole number from 1 to 1000)");
  EXPECT_EQ(bad("2.5"), "r: is no whole number (2.5; allowed: a whole number from 1 to 1000)");
}

TEST(RetrySettings, ADurationIsAConstantBackoffWithoutJitter) {
  EXPECT_EQ(
      good(R"({"backoff": "100ms"})").backoff,
      (BackoffSettings{.growth = Growth::constant, .initial_ms = 100, .multiplier = 2.0, .maximum_ms = 10'000, .jitter = Jitter::none}));
  EXPECT_EQ(good(R"({"backoff": "0ms"})").backoff.initial_ms, 0);
  EXPECT_EQ(good(R"({"backoff": "1m"})").backoff.maximum_ms, 60'000);
  EXPECT_EQ(good(R"({"backoff": {"kind": "constant"}})").backoff.jitter, Jitter::full);
}

TEST(RetrySettings, TheMaximumGrowsWithTheInitialPause) {
  EXPECT_EQ(good(R"({"backoff": {"initial": "30s"}})").backoff.maximum_ms, 30'000);
  EXPECT_EQ(good(R"({"backoff": {"initial": "30s", "maximum": "30s"}})").backoff.maximum_ms, 30'000);
}

TEST(RetrySettings, EveryKindAndJitterHasItsName) {
  EXPECT_EQ(good(R"({"backoff": {"kind": "exponential"}})").backoff.growth, Growth::exponential);
  EXPECT_EQ(good(R"({"backoff": {"kind": "constant"}})").backoff.growth, Growth::constant);
  EXPECT_EQ(good(R"({"backoff": {"kind": "linear"}})").backoff.growth, Growth::linear);
  EXPECT_EQ(good(R"({"backoff": {"kind": "decorrelated"}})").backoff.growth, Growth::decorrelated);
  EXPECT_EQ(good(R"({"backoff": {"jitter": "full"}})").backoff.jitter, Jitter::full);
  EXPECT_EQ(good(R"({"backoff": {"jitter": "equal"}})").backoff.jitter, Jitter::equal);
  EXPECT_EQ(good(R"({"backoff": {"jitter": "none"}})").backoff.jitter, Jitter::none);
}

TEST(RetrySettings, BorrowsABudget) {
  const Settings settings = good(R"({"preset": "standard", "budget": {"use": "database"}})");
  EXPECT_EQ(settings.lender, "database");
  EXPECT_EQ(settings.budget, std::nullopt);
  EXPECT_EQ(read_pattern(R"({"budget": {"use": "database"}})")->lender(), "database");
  EXPECT_EQ(read_pattern("{}")->lender(), "");
}

TEST(RetrySettings, LendsOnlyWhereThereIsABudget) {
  EXPECT_TRUE(read_pattern(R"({"budget": {}})")->lends());
  EXPECT_TRUE(read_pattern(R"({"budget": {"use": "database"}})")->lends());
  EXPECT_TRUE(read_pattern(R"("standard")")->lends());
  EXPECT_FALSE(read_pattern("3")->lends());
  EXPECT_FALSE(read_pattern(R"("once")")->lends());
  EXPECT_EQ(read_pattern("0"), nullptr);
}

TEST(RetrySettings, EveryRangeHasBothEnds) {
  // A document with "?" for the value, the least and greatest that are accepted, and the next ones outside.
  struct Case {
    std::string json, least, greatest, below, above;
  };
  const std::vector<Case> cases{
      {R"({"attempts": ?})", "1", "1000", "0", "1001"},
      {R"({"backoff": "?"})", "0ms", "1h", "-1s", "1h1ms"},
      {R"({"backoff": {"initial": "?"}})", "0ms", "1h", "-1s", "1h1ms"},
      {R"({"backoff": {"multiplier": ?}})", "1", "100", "0.999", "100.001"},
      {R"({"backoff": {"initial": "1ms", "maximum": "?"}})", "1ms", "1h", "0s", "1h1ms"},
      {R"({"maximum_elapsed": "?"})", "1ms", "24h", "0s", "24h1ms"},
      {R"({"budget": {"ratio": ?}})", "0", "10", "-0.001", "10.001"},
      {R"({"budget": {"minimum_per_second": ?}})", "0", "1000000", "-0.001", "1000000.1"},
      {R"({"budget": {"burst": ?}})", "1", "1000000", "0", "1000001"},
      {R"({"retry_after_maximum": "?"})", "0ms", "1h", "-1s", "1h1ms"},
  };
  for (const Case& one : cases) {
    const auto with = [&one](const std::string& value) { return std::string(one.json).replace(one.json.find('?'), 1, value); };
    good(with(one.least));
    good(with(one.greatest));
    for (const std::string& outside : {one.below, one.above}) {
      const std::string messages = bad(with(outside));
      EXPECT_NE(messages.find("; allowed: "), std::string::npos) << messages;
      EXPECT_EQ(messages.find('\n'), std::string::npos) << messages;
    }
  }
}

TEST(RetrySettings, ReportsAllProblemsTogether) {
  EXPECT_EQ(bad(R"({"attempt": 5, "backoff": {"kind": "expo", "initial": 100}, "budget": {"burst": 0}, "reraise": "no"})"),
            "r.attempt: is unknown; did you mean \"attempts\"? (5; allowed: the keys \"preset\", \"attempts\", \"backoff\", "
            "\"maximum_elapsed\", \"budget\", \"retry_after_maximum\", \"reraise\")\n"
            "r.backoff.kind: is unknown (\"expo\"; allowed: one of \"exponential\", \"constant\", \"linear\", \"decorrelated\")\n"
            "r.backoff.initial: is a bare number without a unit; write \"100s\" for seconds (100; allowed: a duration such as \"250ms\" or "
            "\"30s\", from 0s to 1h)\n"
            "r.budget.burst: is out of range (0; allowed: a whole number from 1 to 1000000)\n"
            "r.reraise: is text (\"no\"; allowed: true or false)");
}

TEST(RetrySettings, RefusesContradictions) {
  EXPECT_EQ(bad(R"({"backoff": {"initial": "2s", "maximum": "1s"}})"),
            "r.backoff.maximum: is shorter than initial (\"1s\"; allowed: at least 2s)");
  for (const std::string kind : {"constant", "linear", "decorrelated"}) {
    EXPECT_EQ(bad(R"({"backoff": {"multiplier": 3, "kind": ")" + kind + "\"}}"),
              "r.backoff.multiplier: belongs to exponential, and this backoff is " + kind + " (3; allowed: leave it out)");
  }
  EXPECT_EQ(bad(R"({"preset": "fast", "backoff": {"multiplier": 3}})"),
            "r.backoff.multiplier: belongs to exponential, and this backoff is constant (3; allowed: leave it out)");
  EXPECT_EQ(bad(R"({"backoff": {"kind": "decorrelated", "jitter": "full"}})"),
            "r.backoff.jitter: stands beside decorrelated, which brings its own (\"full\"; allowed: leave it out)");
  EXPECT_EQ(bad(R"({"budget": {"ratio": 0, "minimum_per_second": 0}})"),
            "r.budget: would never refill, since ratio and minimum_per_second are both 0 (an object of 2 keys; allowed: at least one of "
            "them above 0)");
  // What is less than a millionth is 0.
  EXPECT_NE(bad(R"({"budget": {"ratio": 1e-7, "minimum_per_second": 0}})").find("would never refill"), std::string::npos);
  EXPECT_EQ(good(R"({"budget": {"ratio": 1e-6, "minimum_per_second": 0}})").budget->ratio, 1e-6);
  EXPECT_EQ(bad(R"({"budget": {"use": "database", "burst": 5}})"),
            "r.budget.burst: stands beside use, and the budget is the other policy's (5; allowed: leave it out)");
  EXPECT_EQ(bad(R"({"budget": {"use": ""}})"), "r.budget.use: is empty (\"\"; allowed: text of 1 to 128 bytes without control characters)");
}

TEST(RetrySettings, WarnsAboutWhatMakesLittleSense) {
  EXPECT_EQ(odd(R"({"attempts": 1, "backoff": "1s"})"), "warning r.backoff: is never used, since there is one attempt only (\"1s\")");
  EXPECT_EQ(odd(R"({"preset": "once", "backoff": {}})"),
            "warning r.backoff: is never used, since there is one attempt only (an object of 0 keys)");
  EXPECT_EQ(odd(R"({"attempts": 1})"), "");
  EXPECT_EQ(odd(R"({"backoff": {"kind": "constant", "maximum": "60s"}})"),
            "warning r.backoff.maximum: is never reached, since this backoff doesn't grow (\"60s\")");
  EXPECT_EQ(odd(R"({"backoff": {"multiplier": 1, "maximum": "60s"}})"),
            "warning r.backoff.maximum: is never reached, since this backoff doesn't grow (\"60s\")");
  EXPECT_EQ(odd(R"({"backoff": {"kind": "linear", "maximum": "60s"}})"), "");
  EXPECT_EQ(odd(R"({"backoff": {"kind": "constant", "initial": "1s", "maximum": "1s"}})"), "");
}

TEST(RetrySettings, RefusesWrongTypes) {
  const std::string allowed = "; allowed: an object, a number of attempts, or the name of a preset)";
  EXPECT_EQ(bad("true"), "r: is true or false (true" + allowed);
  EXPECT_EQ(bad("null"), "r: is null; leave the key out instead (null" + allowed);
  EXPECT_EQ(bad("[]"), "r: is a list (a list of 0" + allowed);
  EXPECT_EQ(bad(R"({"budget": 5})"), "r.budget: is a number (5; allowed: an object)");
  EXPECT_EQ(bad(R"({"backoff": [1]})"),
            "r.backoff: is a list (a list of 1; allowed: a duration such as \"250ms\" or \"30s\", from 0s to 1h)");
  EXPECT_NE(bad(R"({"attempts": "3"})").find("r.attempts: is text"), std::string::npos);
}

TEST(RetryPresets, HaveTheAgreedNumbers) {
  struct Agreed {
    std::string name;
    int64_t attempts;
    BackoffSettings backoff;
    std::optional<BudgetSettings> budget;
  };
  const BudgetSettings tenth{.ratio = 0.1, .minimum_per_second = 1, .burst = 10};
  const std::vector<Agreed> agreed{
      {"standard", 3, {Growth::exponential, 100, 2.0, 10'000, Jitter::full}, BudgetSettings{0.2, 1, 10}},
      {"patient", 8, {Growth::exponential, 500, 2.0, 30'000, Jitter::full}, tenth},
      {"fast", 2, {Growth::constant, 10, 2.0, 10'000, Jitter::none}, tenth},
      {"once", 1, {Growth::exponential, 100, 2.0, 10'000, Jitter::full}, std::nullopt},
  };
  EXPECT_EQ(kPresets.size(), agreed.size());
  for (const Agreed& one : agreed) {
    for (const std::string& json : {"\"" + one.name + "\"", R"({"preset": ")" + one.name + "\"}"}) {
      const Settings settings = good(json);
      EXPECT_EQ(settings.attempts, one.attempts) << json;
      EXPECT_EQ(settings.backoff, one.backoff) << json;
      EXPECT_EQ(settings.budget, one.budget) << json;
      EXPECT_EQ(settings.maximum_elapsed_ms, 0) << json;
      EXPECT_EQ(settings.retry_after_maximum_ms, 60'000) << json;
      EXPECT_FALSE(settings.reraise) << json;
    }
  }
}

TEST(RetryPresets, AreABaseToOverride) {
  const Settings settings = good(R"({"backoff": {"initial": "1s"}, "budget": {"burst": 50}, "preset": "patient", "attempts": 4})");
  EXPECT_EQ(settings.attempts, 4);
  EXPECT_EQ(settings.backoff, (BackoffSettings{Growth::exponential, 1'000, 2.0, 30'000, Jitter::full}));
  EXPECT_EQ(settings.budget, (BudgetSettings{0.1, 1, 50}));
  EXPECT_EQ(good(R"({"preset": "patient", "backoff": "1s"})").backoff,
            (BackoffSettings{Growth::constant, 1'000, 2.0, 10'000, Jitter::none}));
}

TEST(RetryPresets, UnknownNamesHaveNearMatches) {
  EXPECT_EQ(bad(R"("standart")"),
            "r: is unknown; did you mean \"standard\"? (\"standart\"; allowed: one of \"standard\", \"patient\", \"fast\", \"once\")");
  EXPECT_TRUE(bad(R"({"preset": "onse"})").starts_with("r.preset: is unknown; did you mean \"once\"? "));
}

TEST(RetrySchema, PrintsTheDefaultsOfTheCode) {
  const auto schema = settings_schema();
  EXPECT_EQ(schema["anyOf"][0]["maximum"], limits::kAttempts.maximum);
  const auto& properties = schema["anyOf"][2]["properties"];
  const Settings defaults;
  for (const std::string_view key : limits::kKeys) EXPECT_TRUE(properties.contains(key)) << key;
  EXPECT_EQ(properties.size(), limits::kKeys.size());
  EXPECT_EQ(properties["attempts"]["default"], defaults.attempts);
  EXPECT_EQ(properties["retry_after_maximum"]["default"], format_duration_ms(defaults.retry_after_maximum_ms));
  EXPECT_EQ(properties["reraise"]["default"], false);

  const auto& backoff = properties["backoff"]["anyOf"][1]["properties"];
  for (const std::string_view key : limits::kBackoffKeys) EXPECT_TRUE(backoff.contains(key)) << key;
  EXPECT_EQ(backoff.size(), limits::kBackoffKeys.size());
  EXPECT_EQ(backoff["kind"]["default"], "exponential");
  EXPECT_EQ(backoff["initial"]["default"], "100ms");
  EXPECT_EQ(backoff["multiplier"]["default"], 2.0);
  EXPECT_EQ(backoff["maximum"]["default"], "10s");
  EXPECT_EQ(backoff["jitter"]["default"], "full");

  const auto& own = properties["budget"]["anyOf"][0]["properties"];
  const auto& lent = properties["budget"]["anyOf"][1];
  EXPECT_EQ(own.size() + lent["properties"].size(), limits::kBudgetKeys.size());
  EXPECT_EQ(own["ratio"]["default"], 0.2);
  EXPECT_EQ(own["minimum_per_second"]["default"], 1.0);
  EXPECT_EQ(own["burst"]["default"], 10);
  EXPECT_EQ(lent["required"], nlohmann::ordered_json::array({"use"}));
}

}  // namespace
}  // namespace backstay::core::retry
