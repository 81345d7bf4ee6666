#include "core/policy/timeout/timeout.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "../policy/written.hpp"
#include "core/base/clock.hpp"
#include "core/base/config_document.hpp"
#include "core/base/config_reader.hpp"
#include "core/policy/timeout/pattern_type.hpp"
#include "core/policy/timeout/settings_limits.hpp"
#include "core/policy/timeout/settings_reader.hpp"

namespace backstay::core::timeout {
namespace {

// Settings, or the findings that refused them.
struct Outcome {
  std::optional<Settings> settings;
  std::string messages;
};

Outcome read(const std::string& json) {
  ConfigContext context;
  const auto document = parse_document(json, context.findings);
  Outcome outcome;
  if (document) outcome.settings = read_settings(ConfigReader(*document, "t", context));
  outcome.messages = context.findings.error_lines();
  return outcome;
}

std::optional<int64_t> good(const std::string& json) {
  const Outcome outcome = read(json);
  EXPECT_EQ(outcome.messages, "") << json;
  if (!outcome.settings) return std::nullopt;
  return outcome.settings->limit_ms;
}

std::string bad(const std::string& json) {
  const Outcome outcome = read(json);
  EXPECT_FALSE(outcome.settings.has_value()) << json;
  return outcome.messages;
}

const std::string kRange = "allowed: a duration such as \"250ms\" or \"30s\", from 1ms to 24h)";

TEST(TimeoutSettings, ReadBothForms) {
  EXPECT_EQ(good(R"("2s")"), 2'000);
  EXPECT_EQ(good(R"({"limit": "2s"})"), 2'000);
  EXPECT_EQ(good(R"("1ms")"), 1);
  EXPECT_EQ(good(R"({"limit": "24h"})"), 86'400'000);
}

TEST(TimeoutSettings, SayWhatIsWrong) {
  EXPECT_EQ(bad("2"), "t: is a bare number without a unit; write \"2s\" for seconds (2; " + kRange);
  EXPECT_EQ(bad("[]"), "t: is a list (a list of 0; " + kRange);
  EXPECT_EQ(bad(R"("0s")"), "t: is out of range (\"0s\"; " + kRange);
  EXPECT_EQ(bad(R"("24h1ms")"), "t: is out of range (\"24h1ms\"; " + kRange);
  EXPECT_EQ(bad("{}"), "t.limit: is missing: it says how long it may take (" + kRange);
  EXPECT_EQ(bad(R"({"limit": 2})"), "t.limit: is a bare number without a unit; write \"2s\" for seconds (2; " + kRange);
  EXPECT_EQ(bad(R"({"limt": "2s"})"),
            "t.limt: is unknown; did you mean \"limit\"? (\"2s\"; allowed: the keys \"limit\")\n"
            "t.limit: is missing: it says how long it may take (" +
                kRange);
  EXPECT_EQ(bad(R"({"limit": "2s", "wait": "1s"})"), "t.wait: is unknown (\"1s\"; allowed: the keys \"limit\")");
}

TEST(TimeoutSettings, SchemaAgrees) {
  for (const PatternType* type : {&kCallPatternType, &kAttemptPatternType}) {
    const auto schema = type->schema();
    EXPECT_EQ(schema["anyOf"][0]["$ref"], "#/$defs/duration");
    EXPECT_EQ(schema["anyOf"][1]["properties"].size(), limits::kKeys.size());
    EXPECT_EQ(schema["anyOf"][1]["properties"]["limit"]["$ref"], "#/$defs/duration");
    EXPECT_EQ(schema["anyOf"][1]["required"], nlohmann::ordered_json::array({"limit"}));
  }
  EXPECT_NE(kCallPatternType.schema()["description"], kAttemptPatternType.schema()["description"]);
}

class TimeoutTest : public testing::Test {
 protected:
  Clock clock_ = Clock::manual();
  Surroundings surroundings_{.clock = &clock_, .policy = "payments"};
  Timeout timeout_{Settings{.limit_ms = 2'000}, Scope::call, surroundings_};
};

TEST_F(TimeoutTest, TheTokenIsTheDeadline) {
  EXPECT_EQ(timeout_.limit_ns(), 2'000 * kNsPerMs);
  EXPECT_EQ(timeout_.enter({.now_ns = 5}).token, 2'000 * kNsPerMs + 5);
  // Who hasn't read the clock has it read.
  clock_.advance(70);
  EXPECT_EQ(timeout_.enter({}).token, 2'000 * kNsPerMs + 70);
  EXPECT_EQ(timeout_.enter({.now_ns = kClockMaximumNs}).token, kClockMaximumNs + 2'000 * kNsPerMs);
}

TEST_F(TimeoutTest, NothingStartsAtOrAfterTheDeadline) {
  EXPECT_GT(timeout_.enter({.deadline_ns = 100, .now_ns = 99}).token, 0);
  for (const int64_t now : {int64_t{100}, int64_t{101}, kClockMaximumNs}) {
    const Admission refused = timeout_.enter({.deadline_ns = 100, .now_ns = now});
    EXPECT_EQ(refused.token, 0);
    EXPECT_EQ(refused.reason, Reason::deadline);
  }
  EXPECT_EQ(timeout_.enter({.deadline_ns = 0, .now_ns = 0}).reason, Reason::deadline);
  EXPECT_EQ(Written(timeout_)["refused"], 4);
  EXPECT_EQ(Written(timeout_)["expired"], 0);
}

TEST_F(TimeoutTest, CountsWhatEndedAsATimeoutAfterItsDeadline) {
  const int64_t token = timeout_.enter({.now_ns = 0}).token;
  const auto exit = [&](core::Outcome outcome, int64_t now) { return timeout_.exit({.token = token, .outcome = outcome, .now_ns = now}); };
  EXPECT_EQ(exit(core::Outcome::timeout, token - 1).status, Status::ok);
  EXPECT_EQ(exit(core::Outcome::success, token).status, Status::ok);
  EXPECT_EQ(exit(core::Outcome::failure, token).status, Status::ok);
  EXPECT_EQ(exit(core::Outcome::cancelled, token).status, Status::ok);
  EXPECT_EQ(Written(timeout_)["expired"], 0);
  exit(core::Outcome::timeout, token);
  exit(core::Outcome::timeout, token + 1);
  EXPECT_EQ(Written(timeout_)["expired"], 2);
  clock_.advance(token);
  exit(core::Outcome::timeout, kUnknown);
  EXPECT_EQ(Written(timeout_)["expired"], 3);
  EXPECT_EQ(timeout_.exit({.token = 0}).status, Status::invalid_argument);
}

TEST_F(TimeoutTest, IsClosedWhenItIsShut) {
  const int64_t token = timeout_.enter({}).token;
  timeout_.shut();
  EXPECT_EQ(timeout_.enter({}).reason, Reason::closed);
  EXPECT_EQ(timeout_.enter({.deadline_ns = 0, .now_ns = 1}).reason, Reason::closed);
  EXPECT_EQ(timeout_.exit({.token = token, .outcome = core::Outcome::timeout, .now_ns = token}).status, Status::closed);
  EXPECT_EQ(Written(timeout_)["expired"] + Written(timeout_)["refused"], 0);
}

TEST_F(TimeoutTest, EveryCallAsks) {
  EXPECT_EQ(timeout_.gate().word->load(), 0);
  EXPECT_NE(timeout_.gate().stripes, nullptr);
  EXPECT_FALSE(timeout_.needs_elapsed());
  EXPECT_TRUE(timeout_.idle());
}

TEST_F(TimeoutTest, EachScopeWritesItsNames) {
  for (const PatternType* type : {&kCallPatternType, &kAttemptPatternType}) {
    ConfigContext context;
    const nlohmann::ordered_json value = "250ms";
    const auto blueprint = type->read(ConfigReader(value, "t", context));
    ASSERT_NE(blueprint, nullptr);
    EXPECT_EQ(blueprint->limit_ns(), 250 * kNsPerMs);
    const auto pattern = blueprint->build(surroundings_, {}, nullptr);
    EXPECT_EQ(pattern->kind(), type->key);
    EXPECT_EQ(pattern->limit_ns(), 250 * kNsPerMs);
    const std::string scope = type == &kCallPatternType ? "call" : "attempt";
    std::set<std::string> expected{"timeout_expired_total scope=" + scope, "timeout_refused_total scope=" + scope};
    for (const SnapshotField& field : kSnapshotFields) {
      if (field.pattern == type->key) expected.emplace(field.name);
    }
    EXPECT_EQ(Written(*pattern).names(), expected);
    EXPECT_EQ(Written(*pattern)["limit_ns"], 250.0 * static_cast<double>(kNsPerMs));
    pattern->enter({.deadline_ns = 0, .now_ns = 0});
    EXPECT_EQ(Written(*pattern)["timeout_refused_total scope=" + scope], 1);
    pattern->exit({.token = 250 * kNsPerMs, .outcome = core::Outcome::timeout, .now_ns = 250 * kNsPerMs});
    EXPECT_EQ(Written(*pattern)["timeout_expired_total scope=" + scope], 1);
  }
}

}  // namespace
}  // namespace backstay::core::timeout
