#include "core/policy/circuit_breaker/settings.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/config_document.hpp"
#include "core/base/duration.hpp"
#include "core/policy/circuit_breaker/presets.hpp"
#include "core/policy/circuit_breaker/settings_limits.hpp"
#include "core/policy/circuit_breaker/settings_reader.hpp"
#include "tests/unit/policy/settings_checks.hpp"

namespace backstay::core::circuit_breaker {
namespace {

const SettingsChecks<read_settings> kChecks("b");

Settings good(const std::string& json) { return kChecks.good(json); }
std::string bad(const std::string& json) { return kChecks.bad(json); }
std::string odd(const std::string& json) { return kChecks.odd(json); }

TEST(BreakerSettings, ReadsTheWholeForm) {
  const Settings settings = good(R"({
    "consecutive_failures": 5,
    "failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 20},
    "slow_calls": {"threshold": 0.8, "longer_than": "2s", "window": {"calls": 100}, "minimum_calls": 30},
    "open_for": {"initial": "5s", "multiplier": 1.5, "maximum": "60s", "jitter": 0.1},
    "half_open": {"permits": 3, "successes": 2, "lease": "60s", "maximum_time": "5m", "decide_after": 4},
    "retry_after_maximum": "10m",
    "mode": "metrics_only"})");
  EXPECT_EQ(settings.consecutive_failures, 5);
  ASSERT_TRUE(settings.failure_rate.has_value());
  EXPECT_EQ(settings.failure_rate->threshold, 0.5);
  EXPECT_EQ(settings.failure_rate->window, (WindowSettings{.calls = 0, .length_ms = 10'000, .buckets = 10}));
  EXPECT_EQ(settings.failure_rate->minimum_calls, 20);
  ASSERT_TRUE(settings.slow_calls.has_value());
  EXPECT_EQ(settings.slow_calls->threshold, 0.8);
  EXPECT_EQ(settings.slow_calls->window.calls, 100);
  EXPECT_EQ(settings.slow_calls->window.length_ms, 0);
  EXPECT_EQ(settings.slow_calls->minimum_calls, 30);
  EXPECT_EQ(settings.slow_longer_than_ns, 2'000'000'000);
  EXPECT_EQ(settings.open.initial_ms, 5'000);
  EXPECT_EQ(settings.open.multiplier, 1.5);
  EXPECT_EQ(settings.open.maximum_ms, 60'000);
  EXPECT_EQ(settings.open.jitter, 0.1);
  EXPECT_EQ(settings.half_open.permits, 3);
  EXPECT_EQ(settings.half_open.successes, 2);
  EXPECT_EQ(settings.half_open.lease_ms, 60'000);
  EXPECT_EQ(settings.half_open.maximum_time_ms, 300'000);
  EXPECT_EQ(settings.half_open.decide_after, 4);
  EXPECT_EQ(settings.retry_after_maximum_ms, 600'000);
  EXPECT_EQ(settings.mode, Mode::metrics_only);
}

TEST(BreakerSettings, HasDefaults) {
  const Settings settings = good(R"({"failure_rate": {}})");
  EXPECT_EQ(settings.consecutive_failures, 0);
  EXPECT_EQ(settings.failure_rate->threshold, 0.5);
  EXPECT_EQ(settings.failure_rate->window.length_ms, 10'000);
  EXPECT_EQ(settings.failure_rate->window.buckets, 10);
  EXPECT_EQ(settings.failure_rate->minimum_calls, 20);
  EXPECT_FALSE(settings.slow_calls.has_value());
  EXPECT_EQ(settings.open.initial_ms, 30'000);
  EXPECT_EQ(settings.open.multiplier, 1.0);
  EXPECT_EQ(settings.open.maximum_ms, 30'000);
  EXPECT_EQ(settings.open.jitter, 0.0);
  EXPECT_EQ(settings.half_open.permits, 1);
  EXPECT_EQ(settings.half_open.successes, 1);
  EXPECT_EQ(settings.half_open.lease_ms, 60'000);
  EXPECT_EQ(settings.half_open.maximum_time_ms, 0);
  EXPECT_EQ(settings.half_open.decide_after, 0);
  EXPECT_EQ(settings.retry_after_maximum_ms, 300'000);
  EXPECT_EQ(settings.mode, Mode::enforce);
}

TEST(BreakerSettings, OpenForIsConstantAsTextAndGrowsAsAnObject) {
  const OpenSettings constant = good(R"({"consecutive_failures": 1, "open_for": "7s"})").open;
  EXPECT_EQ(constant.initial_ms, 7'000);
  EXPECT_EQ(constant.maximum_ms, 7'000);
  EXPECT_EQ(constant.multiplier, 1.0);
  const OpenSettings growing = good(R"({"consecutive_failures": 1, "open_for": {"initial": "7s"}})").open;
  EXPECT_EQ(growing.initial_ms, 7'000);
  EXPECT_EQ(growing.multiplier, 2.0);
  EXPECT_EQ(growing.maximum_ms, 300'000);
  EXPECT_EQ(growing.jitter, 0.0);
  EXPECT_EQ(good(R"({"consecutive_failures": 1, "open_for": {"initial": "10m"}})").open.maximum_ms, 600'000);
  EXPECT_EQ(good(R"({"consecutive_failures": 1, "open_for": {}})").open.initial_ms, 30'000);
}

TEST(BreakerSettings, MinimumCallsAdaptsToAShortCountWindow) {
  EXPECT_EQ(good(R"({"failure_rate": {"window": {"calls": 10}}})").failure_rate->minimum_calls, 10);
  EXPECT_EQ(good(R"({"failure_rate": {"window": {"calls": 100}}})").failure_rate->minimum_calls, 20);
  EXPECT_EQ(good(R"({"failure_rate": {"window": {"calls": 10}, "minimum_calls": 10}})").failure_rate->minimum_calls, 10);
}

TEST(BreakerSettings, EveryRangeHasBothEnds) {
  // A document with "?" for the value, the least and greatest that are accepted, and the next ones outside.
  struct Case {
    std::string json, least, greatest, below, above;
  };
  const std::vector<Case> cases{
      {R"({"mode": "disabled", "consecutive_failures": ?})", "0", "1000000", "-1", "1000001"},
      {R"({"failure_rate": {"threshold": ?}})", "1e-9", "1", "0", "1.000001"},
      {R"({"failure_rate": {"window": "?", "buckets": 1}})", "1s", "24h", "999ms", "24h1ms"},
      {R"({"failure_rate": {"window": {"calls": ?}, "minimum_calls": 1}})", "1", "65536", "0", "65537"},
      {R"({"failure_rate": {"window": "60s", "buckets": ?}})", "1", "60", "0", "61"},
      {R"({"failure_rate": {"minimum_calls": ?}})", "1", "1000000", "0", "1000001"},
      {R"({"slow_calls": {"longer_than": "?"}, "half_open": {"lease": "12h"}})", "1ms", "12h", "0s", "24h1ms"},
      {R"({"consecutive_failures": 1, "open_for": "?"})", "1ms", "24h", "0s", "24h1ms"},
      {R"({"consecutive_failures": 1, "open_for": {"initial": "?"}})", "1ms", "24h", "0s", "24h1ms"},
      {R"({"consecutive_failures": 1, "open_for": {"initial": "1ms", "maximum": "?"}})", "1ms", "24h", "0s", "24h1ms"},
      {R"({"consecutive_failures": 1, "open_for": {"multiplier": ?}})", "1", "100", "0.999", "100.001"},
      {R"({"consecutive_failures": 1, "open_for": {"jitter": ?}})", "0", "1", "-0.001", "1.001"},
      {R"({"consecutive_failures": 1, "half_open": {"permits": ?}})", "1", "63", "0", "64"},
      {R"({"consecutive_failures": 1, "half_open": {"successes": ?}})", "1", "63", "0", "64"},
      {R"({"consecutive_failures": 1, "half_open": {"lease": "?"}})", "100ms", "12h", "99ms", "12h1ms"},
      {R"({"consecutive_failures": 1, "half_open": {"lease": "100ms", "maximum_time": "?"}})", "0s", "24h", "-1s", "24h1ms"},
      {R"({"consecutive_failures": 1, "half_open": {"decide_after": ?}})", "0", "63", "-1", "64"},
      {R"({"consecutive_failures": 1, "retry_after_maximum": "?"})", "0s", "24h", "-1s", "24h1ms"},
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

TEST(BreakerSettings, ReportsAllProblemsTogether) {
  EXPECT_EQ(bad(R"({"consecutive_failure": 5, "open_for": 30, "half_open": {"permits": 64}, "mode": "off"})"),
            "b.consecutive_failure: is unknown; did you mean \"consecutive_failures\"? (5; allowed: the keys \"preset\", "
            "\"consecutive_failures\", "
            "\"failure_rate\", \"slow_calls\", \"open_for\", \"half_open\", \"retry_after_maximum\", \"mode\")\n"
            "b.open_for: is a bare number without a unit; write \"30s\" for seconds (30; allowed: a duration such as \"250ms\" or \"30s\", "
            "from 1ms "
            "to 24h)\n"
            "b.half_open.permits: is out of range (64; allowed: a whole number from 1 to 63)\n"
            "b.mode: is unknown (\"off\"; allowed: one of \"enforce\", \"metrics_only\", \"disabled\")");
}

TEST(BreakerSettings, RefusesContradictions) {
  EXPECT_EQ(bad(R"({"failure_rate": {"window": {"calls": 10}, "minimum_calls": 11}})"),
            "b.failure_rate.minimum_calls: is more than the window holds, so the rule could never trip (11; allowed: up to 10)");
  EXPECT_EQ(bad(R"({"failure_rate": {"window": {"calls": 10}, "buckets": 5}})"),
            "b.failure_rate.buckets: belongs to a window of time, and this one counts calls (5; allowed: leave it out)");
  EXPECT_EQ(
      bad(R"({"failure_rate": {"window": {}}})"),
      "b.failure_rate.window: doesn't say how many calls (an object of 0 keys; allowed: {\"calls\": a whole number from 1 to 65536})");
  EXPECT_EQ(bad(R"({"failure_rate": {"window": "10s", "buckets": 7}})"),
            "b.failure_rate.window: can't be divided into 7 buckets of whole milliseconds (\"10s\"; allowed: a multiple of 7ms)");
  EXPECT_EQ(bad(R"({"failure_rate": {"buckets": 7}})"),
            "b.failure_rate.window: can't be divided into 7 buckets of whole milliseconds (allowed: a multiple of 7ms)");
  EXPECT_EQ(
      bad(R"({"slow_calls": {}})"),
      "b.slow_calls.longer_than: is missing: it says what slow means (allowed: a duration such as \"250ms\" or \"30s\", from 1ms to 24h)");
  EXPECT_EQ(bad(R"({"consecutive_failures": 1, "half_open": {"successes": 3, "decide_after": 2}})"),
            "b.half_open.decide_after: is less than the 3 successes that close it (2; allowed: 0, or from 3 to 63)");
  EXPECT_EQ(bad(R"({"preset": "production", "half_open": {"decide_after": 4}})"),
            "b.half_open.decide_after: is less than the 5 successes that close it (4; allowed: 0, or from 5 to 63)");
  EXPECT_EQ(bad(R"({"consecutive_failures": 1, "open_for": {"initial": "60s", "maximum": "30s"}})"),
            "b.open_for.maximum: is shorter than initial (\"30s\"; allowed: at least 1m)");
}

TEST(BreakerSettings, WarnsAboutWhatMakesLittleSense) {
  const std::string no_rule = "has no rule, so it never trips by itself";
  EXPECT_EQ(odd("{}"), "warning b: " + no_rule + " (an object of 0 keys; allowed: consecutive_failures, failure_rate, slow_calls)");
  EXPECT_NE(odd(R"({"preset": "standard", "consecutive_failures": 0})").find(no_rule), std::string::npos);
  EXPECT_EQ(odd(R"({"mode": "disabled"})"), "");
  EXPECT_EQ(odd(R"({"slow_calls": {"longer_than": "30s"}, "half_open": {"lease": "10s"}})"),
            "warning b.half_open: has a lease of 10s, shorter than what slow_calls still calls fast: a probe loses its place while it runs "
            "(an object of "
            "1 key; allowed: a lease of at least 30s)");
  EXPECT_EQ(odd(R"({"consecutive_failures": 1, "half_open": {"maximum_time": "10s"}})"),
            "warning b.half_open: has a maximum_time shorter than the lease of 1m, so half-open ends before a probe's lease does (an "
            "object of 1 key; "
            "allowed: a maximum_time of at least 1m)");
  EXPECT_EQ(odd(R"({"consecutive_failures": 1, "half_open": {"permits": 5, "decide_after": 3}})"),
            "warning b.half_open.permits: is more than decide_after, and no more probes than that are let out (5)");
  EXPECT_EQ(odd(R"({"consecutive_failures": 1, "open_for": {"multiplier": 1, "maximum": "60s"}})"),
            "warning b.open_for.maximum: is never reached, since a multiplier of 1 doesn't grow (\"60s\")");
}

TEST(BreakerSettings, RefusesWrongTypes) {
  for (const std::string json : {"5", "true", "null", "[]"})
    EXPECT_NE(bad(json).find("allowed: an object, or the name of a preset"), std::string::npos);
  for (const std::string key : {"failure_rate", "slow_calls", "half_open"}) {
    EXPECT_EQ(bad("{\"" + key + "\": 5}"), "b." + key + ": is a number (5; allowed: an object)");
  }
  EXPECT_NE(bad(R"({"open_for": [1]})").find("b.open_for: is a list"), std::string::npos);
  EXPECT_NE(bad(R"({"failure_rate": {"window": 10}})").find("b.failure_rate.window: is a bare number without a unit"), std::string::npos);
}

TEST(BreakerPresets, HaveTheAgreedNumbers) {
  struct Agreed {
    std::string name;
    int64_t consecutive_failures, open_seconds, successes;
  };
  const std::vector<Agreed> agreed{{"openai", 3, 120, 1},     {"threat_feed", 5, 300, 1}, {"aws_api", 10, 180, 1},
                                   {"azure_api", 10, 180, 1}, {"gcp_api", 10, 180, 1},    {"standard", 5, 30, 2},
                                   {"production", 10, 60, 5}, {"fast_fail", 3, 10, 1},    {"tolerant", 20, 30, 3}};
  EXPECT_EQ(kPresets.size(), agreed.size());
  for (const Agreed& one : agreed) {
    for (const std::string& json : {"\"" + one.name + "\"", R"({"preset": ")" + one.name + "\"}"}) {
      const Settings settings = good(json);
      EXPECT_EQ(settings.consecutive_failures, one.consecutive_failures) << json;
      EXPECT_EQ(settings.open.initial_ms, one.open_seconds * 1'000) << json;
      EXPECT_EQ(settings.open.maximum_ms, one.open_seconds * 1'000) << json;
      EXPECT_EQ(settings.open.multiplier, 1.0) << json;
      EXPECT_EQ(settings.half_open.permits, 1) << json;
      EXPECT_EQ(settings.half_open.successes, one.successes) << json;
    }
  }
}

TEST(BreakerPresets, AreABaseToOverride) {
  const Settings constant = good(R"({"preset": "openai", "open_for": "60s"})");
  EXPECT_EQ(constant.consecutive_failures, 3);
  EXPECT_EQ(constant.open.initial_ms, 60'000);
  const Settings growing = good(R"({"open_for": {"multiplier": 3}, "half_open": {"permits": 2}, "preset": "production"})");
  EXPECT_EQ(growing.open.initial_ms, 60'000);
  EXPECT_EQ(growing.open.multiplier, 3.0);
  EXPECT_EQ(growing.half_open.permits, 2);
  EXPECT_EQ(growing.half_open.successes, 5);
}

TEST(BreakerPresets, UnknownNamesHaveNearMatches) {
  EXPECT_TRUE(bad(R"("standart")").starts_with("b: is unknown; did you mean \"standard\"? (\"standart\"; allowed: one of \"openai\", "));
  EXPECT_TRUE(bad(R"({"preset": "open_ai"})").starts_with("b.preset: is unknown; did you mean \"openai\"? "));
}

TEST(BreakerSchema, PrintsTheDefaultsOfTheCode) {
  const auto schema = settings_schema();
  const auto& properties = schema["anyOf"][1]["properties"];
  const Settings defaults;
  for (const std::string_view key : limits::kKeys) EXPECT_TRUE(properties.contains(key)) << key;
  EXPECT_EQ(properties.size(), limits::kKeys.size());
  EXPECT_EQ(properties["open_for"]["default"], format_duration_ms(defaults.open.initial_ms));
  EXPECT_EQ(properties["half_open"]["properties"]["lease"]["default"], format_duration_ms(defaults.half_open.lease_ms));
  EXPECT_EQ(properties["half_open"]["properties"]["permits"]["maximum"], limits::kPermits.maximum);
  EXPECT_EQ(properties["half_open"]["properties"].size(), limits::kHalfOpenKeys.size());
  EXPECT_EQ(properties["failure_rate"]["properties"]["minimum_calls"]["default"], RateSettings{}.minimum_calls);
  EXPECT_EQ(properties["failure_rate"]["properties"].size(), limits::kFailureRateKeys.size());
  EXPECT_EQ(properties["slow_calls"]["properties"].size(), limits::kSlowCallsKeys.size());
  EXPECT_EQ(properties["slow_calls"]["required"], nlohmann::ordered_json::array({"longer_than"}));
  EXPECT_EQ(properties["mode"]["default"], "enforce");
}

}  // namespace
}  // namespace backstay::core::circuit_breaker
