#include "core/runtime/configuration.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status.hpp"
#include "core/runtime/configuration_limits.hpp"
#include "tests/unit/policy/settings_checks.hpp"

namespace backstay::core {
namespace {

std::optional<std::string> variable(const std::string& name) {
  if (name == "SERVICE") return "checkout";
  if (name == "CLOCK") return "manual";
  if (name == "OPEN_FOR") return "5s";
  return std::nullopt;
}

// The error lines of a document that is refused.
std::string bad(const std::string& json) {
  try {
    read_configuration(json, variable);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::invalid_config);
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << json;
  return {};
}

Configuration good(const std::string& json) { return read_configuration(json, variable); }

std::string policies(const std::string& body) { return R"({"policies": )" + body + "}"; }

TEST(Configuration, ReadsEveryKey) {
  const Configuration read = good(R"({
    "$schema": "./backstay.schema.json",
    "version": 1,
    "service": "${SERVICE}",
    "clock": "manual",
    "seed": 42,
    "enabled": false,
    "metrics": {"prefix": "shop_"},
    "events": {"capacity": 64},
    "policies": {
      "payments": {"circuit_breaker": {"consecutive_failures": 5}, "keyed": {"maximum": 7}},
      "openai": {"circuit_breaker": "openai"},
      "layered": {"layers": [{"circuit_breaker": "standard"}]}
    }})");
  EXPECT_EQ(read.version, 1);
  EXPECT_EQ(read.service, "checkout");
  EXPECT_TRUE(read.manual_clock);
  EXPECT_EQ(read.seed, 42U);
  EXPECT_FALSE(read.enabled);
  EXPECT_EQ(read.metrics_prefix, "shop_");
  EXPECT_EQ(read.event_capacity, 64);
  EXPECT_TRUE(read.warnings.empty());
  ASSERT_EQ(read.policies.size(), 3U);
  EXPECT_EQ(read.policies[0].name, "payments");
  EXPECT_EQ(read.policies[0].keyed_maximum, 7);
  EXPECT_EQ(read.policies[1].keyed_maximum, 1'024);
  for (const PolicySpec& policy : read.policies) {
    ASSERT_EQ(policy.layers.size(), 1U);
    EXPECT_EQ(policy.layers[0].pattern, "circuit_breaker");
    EXPECT_NE(policy.layers[0].blueprint, nullptr);
  }
}

TEST(Configuration, HasDefaults) {
  const Configuration read = good("{}");
  EXPECT_EQ(read.version, 1);
  EXPECT_EQ(read.service, "");
  EXPECT_FALSE(read.manual_clock);
  EXPECT_EQ(read.seed, std::nullopt);
  EXPECT_TRUE(read.enabled);
  EXPECT_EQ(read.metrics_prefix, "");
  EXPECT_EQ(read.event_capacity, 1'024);
  EXPECT_TRUE(read.policies.empty());
}

TEST(Configuration, TextValuesNameTheEnvironment) {
  const Configuration read = good(R"({"clock": "${CLOCK}", "service": "${NONE:-default}",
    "policies": {"p": {"circuit_breaker": {"consecutive_failures": 1, "open_for": "${OPEN_FOR}"}}}})");
  EXPECT_TRUE(read.manual_clock);
  EXPECT_EQ(read.service, "default");
  EXPECT_EQ(bad(R"({"service": "${NONE}"})"),
            "service: needs the environment variable NONE, which is not set; set it or write ${NONE:-default} (\"${NONE}\"; allowed: text "
            "of 0 to 128 "
            "bytes without control characters)");
}

TEST(Configuration, ReportsEveryErrorWithPathValueAndRange) {
  EXPECT_EQ(bad(R"({"version": 0, "polices": {}, "clock": "maual", "seed": -1, "events": {"capacity": 8},
                    "policies": {"payments": {"circuit_breaker": {"consecutive_failures": 5, "open_for": 30}}}})"),
            "version: is out of range (0; allowed: a whole number from 1 to 1000000)\n"
            "polices: is unknown; did you mean \"policies\"? (an object of 0 keys; allowed: the keys \"$schema\", \"version\", "
            "\"service\", \"clock\", "
            "\"seed\", \"enabled\", \"metrics\", \"events\", \"policies\", \"stores\", \"idempotency\")\n"
            "clock: is unknown; did you mean \"manual\"? (\"maual\"; allowed: one of \"system\", \"manual\")\n"
            "seed: is out of range (-1; allowed: a whole number from 0 to 9223372036854775807)\n"
            "events.capacity: is out of range (8; allowed: a whole number from 16 to 65536)\n"
            "policies.payments.circuit_breaker.open_for: is a bare number without a unit; write \"30s\" for seconds (30; allowed: a "
            "duration such as "
            "\"250ms\" or \"30s\", from 1ms to 24h)");
}

TEST(Configuration, RefusesWhatIsNoDocument) {
  EXPECT_EQ(bad(""), "the document: is empty (allowed: one JSON object in UTF-8, up to 8 MiB)");
  EXPECT_EQ(bad("[]"), "the document: is a list (a list of 0; allowed: one JSON object)");
  EXPECT_EQ(bad("null"), "the document: is null; leave the key out instead (null; allowed: one JSON object)");
  EXPECT_TRUE(bad("{").starts_with("the document: is not JSON at line 1, column 2; it ends too early"));
}

TEST(Configuration, RefusesDuplicateKeys) {
  EXPECT_EQ(bad(R"({"service": "a", "service": "b"})"), "service: is given twice in the same object (allowed: each key once)");
  EXPECT_EQ(bad(R"({"policies": {"p": {"circuit_breaker": "standard"}, "p": {"circuit_breaker": "openai"}}})"),
            "policies.p: is given twice in the same object (allowed: each key once)");
}

TEST(Configuration, UnknownKeysOfANewerVersionAreWarnings) {
  const std::string later =
      R"("future": 1, "policies": {"p": {"circuit_breaker": {"consecutive_failures": 1, "later": 2}}, "q": {"mystery": {}}})";
  const CheckedConfiguration old = check_configuration(R"({"version": 1, )" + later + "}", variable);
  EXPECT_FALSE(old.configuration.has_value());
  EXPECT_EQ(old.findings.errors(), 3U) << messages(old.findings);

  const Configuration read = good(R"({"version": 2, )" + later + "}");
  EXPECT_EQ(read.version, 2);
  ASSERT_EQ(read.warnings.size(), 4U);
  EXPECT_EQ(read.warnings[0].path, "future");
  EXPECT_EQ(read.warnings[1].path, "policies.p.circuit_breaker.later");
  EXPECT_EQ(read.warnings[2].path, "policies.q.mystery");
  EXPECT_EQ(read.warnings[3].problem, "has no pattern that this version knows, so every call passes");
  EXPECT_TRUE(read.policies[1].layers.empty());
  // The order of keys doesn't matter, and errors are errors in any version.
  EXPECT_EQ(good(R"({"future": 1, "version": 2})").warnings.size(), 1U);
  EXPECT_EQ(bad(R"({"version": 2, "enabled": 1})"), "enabled: is a number (1; allowed: true or false)");
}

TEST(Configuration, PolicyNamesHaveALengthAndNoControlCharacters) {
  const std::string body = R"(: {"circuit_breaker": "standard"}})";
  EXPECT_EQ(good(policies("{\"" + std::string(128, 'n') + "\"" + body)).policies[0].name.size(), 128U);
  EXPECT_EQ(good(policies(R"({"caf\u00e9 / a.b")" + body)).policies[0].name, "caf\xC3\xA9 / a.b");
  EXPECT_TRUE(bad(policies("{\"" + std::string(129, 'n') + "\"" + body)).find("has a name of 129 bytes") != std::string::npos);
  EXPECT_TRUE(bad(policies(R"({"")" + body)).starts_with("policies[\"\"]: has an empty name"));
  for (const std::string name : {R"(a\nb)", R"(a\u0000b)", R"(a\u0085b)"}) {
    EXPECT_NE(bad(policies("{\"" + name + "\"" + body)).find("has a control character in its name"), std::string::npos);
  }
}

// Every pattern's key, as messages list them.
const std::string kPatterns = R"("timeout", "retry", "rate_limit", "circuit_breaker", "bulkhead", "attempt_timeout")";

TEST(Configuration, PoliciesHavePatterns) {
  EXPECT_EQ(bad(policies("[]")), "policies: is a list (a list of 0; allowed: an object of policies by name)");
  EXPECT_EQ(bad(policies(R"({"p": {}})")), "policies.p: has no pattern (an object of 0 keys; allowed: one or more of " + kPatterns + ")");
  EXPECT_EQ(bad(policies(R"({"p": {"keyed": {}}})")),
            "policies.p: has no pattern (an object of 1 key; allowed: one or more of " + kPatterns + ")");
  EXPECT_EQ(bad(policies(R"({"p": "standard"})")),
            "policies.p: is text (\"standard\"; allowed: an object with the keys " + kPatterns + ", \"layers\", \"keyed\")");
  EXPECT_EQ(bad(policies(R"({"p": {"circuit_braker": "standard"}})")),
            "policies.p.circuit_braker: is unknown; did you mean \"circuit_breaker\"? (\"standard\"; allowed: the keys " + kPatterns +
                ", \"layers\", \"keyed\")");
  EXPECT_EQ(bad(policies(R"({"p": {"circuit_breaker": "standard", "keyed": {"maximum": 0}}})")),
            "policies.p.keyed.maximum: is out of range (0; allowed: a whole number from 1 to 1000000)");
}

TEST(Configuration, LayersAreAListOfOnePatternEach) {
  const std::string allowed = "; allowed: a list of objects with one key each, of " + kPatterns + ")";
  EXPECT_EQ(bad(policies(R"({"p": {"layers": {}}})")), "policies.p.layers: is an object (an object of 0 keys" + allowed);
  EXPECT_EQ(bad(policies(R"({"p": {"layers": []}})")), "policies.p.layers: has no layer (a list of 0" + allowed);
  EXPECT_TRUE(bad(policies(R"({"p": {"layers": [{}]}})")).starts_with("policies.p.layers[0]: has 0 keys"));
  EXPECT_TRUE(bad(policies(R"({"p": {"layers": ["standard"]}})")).starts_with("policies.p.layers[0]: is text (\"standard\"" + allowed));
  EXPECT_EQ(bad(policies(R"({"p": {"layers": [{"circuit_breaker": "standard"}, {"circuit_breaker": "openai"}]}})")),
            "policies.p.layers[1].circuit_breaker: is in an earlier layer already (\"openai\"; allowed: each pattern once)");
  EXPECT_EQ(
      bad(policies(R"({"p": {"circuit_breaker": "openai", "layers": [{"circuit_breaker": "standard"}]}})")),
      "policies.p.layers: stands beside a pattern, so the order isn't clear (a list of 1; allowed: either layers, or patterns as keys)");
}

TEST(Configuration, MetricsPrefixesBeginAMetricsName) {
  for (const std::string prefix : {"", "shop_", "_x9"})
    EXPECT_EQ(good(R"({"metrics": {"prefix": ")" + prefix + "\"}}").metrics_prefix, prefix);
  for (const std::string prefix : {"9x", "a-b", "a:b", "caf\xC3\xA9"}) {
    EXPECT_TRUE(bad(R"({"metrics": {"prefix": ")" + prefix + "\"}}").starts_with("metrics.prefix: can't begin a metric's name (\""))
        << prefix;
  }
}

TEST(Configuration, CountsPolicies) {
  std::string body = "{";
  for (std::size_t i = 0; i <= limits::kPolicies; ++i)
    body += (i > 0 ? ",\"p" : "\"p") + std::to_string(i) + R"(":{"circuit_breaker":"standard"})";
  EXPECT_EQ(bad(policies(body + "}")), "policies: has 10001 policies (an object of 10001 keys; allowed: up to 10000)");
}

TEST(Configuration, WarningsAreFindingsThatDoNotRefuse) {
  const CheckedConfiguration checked = check_configuration(policies(R"({"p": {"circuit_breaker": {}}})"), variable);
  ASSERT_TRUE(checked.configuration.has_value());
  EXPECT_EQ(
      messages(checked.findings),
      "warning policies.p.circuit_breaker: has no rule, so it never trips by itself (an object of 0 keys; allowed: consecutive_failures, "
      "failure_rate, slow_calls)");
  EXPECT_EQ(checked.configuration->warnings.size(), 1U);
}

TEST(Fingerprint, DependsOnTheContentAsWrittenAlone) {
  const std::string fingerprint = good(R"({"service": "${NONE:-x}", "seed": 1})").fingerprint;
  EXPECT_EQ(fingerprint.size(), 64U);
  EXPECT_EQ(good("{ \"seed\": 1,\n\"service\": \"${NONE:-x}\" }").fingerprint, fingerprint);
  EXPECT_NE(good(R"({"service": "x", "seed": 1})").fingerprint, fingerprint);
  EXPECT_NE(good(R"({"service": "${NONE:-x}", "seed": 2})").fingerprint, fingerprint);
  // A known value: the hash of `{}`.
  EXPECT_EQ(good(" { } ").fingerprint, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

TEST(Schema, DescribesEveryKeyWithTheDefaultsOfTheCode) {
  const std::string text = configuration_schema();
  EXPECT_TRUE(text.starts_with("{\"$comment\": \"Generated from core by "));
  EXPECT_TRUE(text.ends_with("}\n"));
  const auto schema = nlohmann::json::parse(text);
  const auto& properties = schema["properties"];
  for (const std::string_view key : limits::kDocumentKeys) EXPECT_TRUE(properties.contains(key)) << key;
  EXPECT_EQ(properties.size(), limits::kDocumentKeys.size());
  EXPECT_EQ(properties["events"]["properties"]["capacity"]["default"], Configuration{}.event_capacity);
  EXPECT_EQ(properties["policies"]["additionalProperties"]["properties"]["keyed"]["properties"]["maximum"]["default"],
            PolicySpec{}.keyed_maximum);
  EXPECT_TRUE(schema["$defs"].contains("circuit_breaker"));
  EXPECT_TRUE(schema["$defs"].contains("duration"));
}

TEST(Schema, IsShippedAsItIs) {
  std::ifstream file(BACKSTAY_SOURCE_DIR "/docs/backstay.schema.json");
  const std::string shipped((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_TRUE(shipped == configuration_schema())
      << "docs/backstay.schema.json is stale: run cmake --workflow --preset generate and commit the result";
}

}  // namespace
}  // namespace backstay::core
