#include "core/policy/bulkhead/settings.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "core/base/config_document.hpp"
#include "core/policy/bulkhead/pattern_type.hpp"
#include "core/policy/bulkhead/settings_limits.hpp"
#include "core/policy/bulkhead/settings_reader.hpp"
#include "tests/unit/policy/settings_checks.hpp"

namespace backstay::core::bulkhead {
namespace {

const SettingsChecks<read_settings> kChecks("b");

Settings good(const std::string& json) { return kChecks.good(json); }
std::string bad(const std::string& json) { return kChecks.bad(json); }

TEST(BulkheadSettings, ReadsTheWholeForm) {
  const Settings settings = good(R"({"limit": 16, "queue": 50, "wait": "250ms"})");
  EXPECT_EQ(settings.limit, 16);
  EXPECT_EQ(settings.queue, 50);
  EXPECT_EQ(settings.wait_ns, 250'000'000);
}

TEST(BulkheadSettings, HasDefaults) {
  for (const std::string json : {"16", R"({"limit": 16})"}) {
    const Settings settings = good(json);
    EXPECT_EQ(settings.limit, 16);
    EXPECT_EQ(settings.queue, 0);
  }
  EXPECT_EQ(good(R"({"limit": 1, "queue": 5})").wait_ns, 1'000'000'000);
  EXPECT_EQ(good(R"({"limit": 1, "wait": "2s"})").queue, 100);
}

TEST(BulkheadSettings, EveryRangeHasBothEnds) {
  good("1");
  good("1000000");
  good(R"({"limit": 1, "queue": 0})");
  good(R"({"limit": 1, "queue": 65536})");
  good(R"({"limit": 1, "wait": "1ms"})");
  good(R"({"limit": 1, "wait": "1h"})");
  const std::string limits = "; allowed: a whole number from 1 to 1000000)";
  EXPECT_EQ(bad("0"), "b: is out of range (0" + limits);
  EXPECT_EQ(bad("1000001"), "b: is out of range (1000001" + limits);
  EXPECT_EQ(bad("1.5"), "b: is no whole number (1.5" + limits);
  EXPECT_EQ(bad(R"({"limit": 0})"), "b.limit: is out of range (0" + limits);
  EXPECT_EQ(bad(R"({"limit": 1, "queue": -1})"), "b.queue: is out of range (-1; allowed: a whole number from 0 to 65536)");
  EXPECT_EQ(bad(R"({"limit": 1, "queue": 65537})"), "b.queue: is out of range (65537; allowed: a whole number from 0 to 65536)");
  const std::string waits = "; allowed: a duration such as \"250ms\" or \"30s\", from 1ms to 1h)";
  EXPECT_EQ(bad(R"({"limit": 1, "wait": "0s"})"), "b.wait: is out of range (\"0s\"" + waits);
  EXPECT_EQ(bad(R"({"limit": 1, "wait": "1h1ms"})"), "b.wait: is out of range (\"1h1ms\"" + waits);
}

TEST(BulkheadSettings, RefusesAWaitWithoutAQueue) {
  EXPECT_EQ(bad(R"({"limit": 1, "queue": 0, "wait": "1s"})"),
            "b.wait: has no queue to wait in (\"1s\"; allowed: leave it out, or a queue of 1 or more)");
}

TEST(BulkheadSettings, ReportsAllProblemsTogether) {
  EXPECT_EQ(bad(R"({"limits": 3, "queue": "many"})"),
            "b.limits: is unknown; did you mean \"limit\"? (3; allowed: the keys \"limit\", \"queue\", \"wait\")\n"
            "b.limit: is missing: it says how many calls may be in flight (allowed: a whole number from 1 to 1000000)\n"
            "b.queue: is text (\"many\"; allowed: a whole number from 0 to 65536)");
}

TEST(BulkheadSettings, RefusesWrongTypes) {
  EXPECT_EQ(bad(R"("16")"), "b: is text (\"16\"; allowed: a whole number from 1 to 1000000, or an object)");
  EXPECT_EQ(bad("[]"), "b: is a list (a list of 0; allowed: a whole number from 1 to 1000000, or an object)");
}

TEST(BulkheadSettings, MakeABlueprintOrNone) {
  ConfigContext context;
  const auto fine = parse_document("3", context.findings);
  const auto wrong = parse_document("0", context.findings);
  EXPECT_NE(kPatternType.read(ConfigReader(*fine, "b", context)), nullptr);
  EXPECT_EQ(kPatternType.read(ConfigReader(*wrong, "b", context)), nullptr);
  EXPECT_EQ(kPatternType.key, "bulkhead");
}

TEST(BulkheadSchema, AgreesWithTheReader) {
  const auto schema = settings_schema();
  EXPECT_EQ(schema["anyOf"][0]["maximum"], limits::kLimit.maximum);
  const auto& object = schema["anyOf"][1];
  const auto& properties = object["properties"];
  for (const std::string_view key : limits::kKeys) EXPECT_TRUE(properties.contains(key)) << key;
  EXPECT_EQ(properties.size(), limits::kKeys.size());
  EXPECT_EQ(object["required"], nlohmann::ordered_json::array({"limit"}));
  EXPECT_EQ(properties["queue"]["default"], Settings{}.queue);
  EXPECT_EQ(properties["wait"]["default"], "1s");
  EXPECT_EQ(object["then"]["properties"]["wait"], false);
}

}  // namespace
}  // namespace backstay::core::bulkhead
