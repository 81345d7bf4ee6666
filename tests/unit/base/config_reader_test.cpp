#include "core/base/config_reader.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "core/base/config_document.hpp"

namespace backstay::core {
namespace {

// A document, its context and a reader of its root.
class Subject {
 public:
  explicit Subject(const std::string& json) {
    context_.environment = [](const std::string& name) -> std::optional<std::string> {
      if (name == "TEN") return "10s";
      if (name == "SECRET") return "hunter2";
      if (name == "LINE") return "a\nb";
      return std::nullopt;
    };
    document_ = *parse_document(json, context_.findings);
  }

  ConfigReader root() { return {document_, {}, context_}; }
  ConfigReader at(std::string_view key) { return *root().find(key); }
  ConfigContext& context() { return context_; }
  // The only finding's line.
  std::string message() const {
    EXPECT_EQ(context_.findings.list().size(), 1U);
    return context_.findings.list().empty() ? "" : context_.findings.list().back().message();
  }
  std::size_t findings() const { return context_.findings.list().size(); }

 private:
  ConfigContext context_;
  nlohmann::ordered_json document_;
};

std::string message_of_integer(const std::string& value) {
  Subject subject(R"({"n": )" + value + "}");
  EXPECT_EQ(subject.root().integer("n", 7, {1, 63}), 7);
  return subject.message();
}

TEST(ConfigReaderInteger, AcceptsWholeNumbersInTheRange) {
  Subject subject(R"({"a": 1, "b": 63, "c": 5.0, "d": 1e1, "max": 9223372036854775807, "min": -9223372036854775808})");
  EXPECT_EQ(subject.root().integer("a", 7, {1, 63}), 1);
  EXPECT_EQ(subject.root().integer("b", 7, {1, 63}), 63);
  EXPECT_EQ(subject.root().integer("c", 7, {1, 63}), 5);
  EXPECT_EQ(subject.root().integer("d", 7, {1, 63}), 10);
  EXPECT_EQ(subject.root().integer("absent", 7, {1, 63}), 7);
  EXPECT_EQ(subject.root().integer("max", 0, {INT64_MIN, INT64_MAX}), INT64_MAX);
  EXPECT_EQ(subject.root().integer("min", 0, {INT64_MIN, INT64_MAX}), INT64_MIN);
  EXPECT_EQ(subject.findings(), 0U);
}

TEST(ConfigReaderInteger, ReportsTheRest) {
  const std::string allowed = "; allowed: a whole number from 1 to 63)";
  EXPECT_EQ(message_of_integer("0"), "n: is out of range (0" + allowed);
  EXPECT_EQ(message_of_integer("64"), "n: is out of range (64" + allowed);
  EXPECT_EQ(message_of_integer("-1"), "n: is out of range (-1" + allowed);
  EXPECT_EQ(message_of_integer("18446744073709551615"), "n: is out of range (18446744073709551615" + allowed);
  EXPECT_EQ(message_of_integer("9223372036854775808"), "n: is out of range (9223372036854775808" + allowed);
  EXPECT_EQ(message_of_integer("36893488147419103232"), "n: is out of range (3.6893488147419103e+19" + allowed);
  EXPECT_EQ(message_of_integer("-1e300"), "n: is out of range (-1e+300" + allowed);
  EXPECT_EQ(message_of_integer("1.5"), "n: is no whole number (1.5" + allowed);
  EXPECT_EQ(message_of_integer("\"5\""), "n: is text (\"5\"" + allowed);
  EXPECT_EQ(message_of_integer("true"), "n: is true or false (true" + allowed);
  EXPECT_EQ(message_of_integer("null"), "n: is null; leave the key out instead (null" + allowed);
  EXPECT_EQ(message_of_integer("[1]"), "n: is a list (a list of 1" + allowed);
  EXPECT_EQ(message_of_integer("{}"), "n: is an object (an object of 0 keys" + allowed);
}

TEST(ConfigReaderReal, HonoursOpenAndClosedEnds) {
  Subject subject(R"({"zero": 0, "one": 1, "half": 0.5, "tiny": 1e-300, "two": 1.0000000001})");
  constexpr RealRange kAboveZero{0.0, 1.0, true};
  EXPECT_EQ(subject.root().real("one", 0.25, kAboveZero), 1.0);
  EXPECT_EQ(subject.root().real("half", 0.25, kAboveZero), 0.5);
  EXPECT_EQ(subject.root().real("tiny", 0.25, kAboveZero), 1e-300);
  EXPECT_EQ(subject.root().real("zero", 0.25, {0.0, 1.0}), 0.0);
  EXPECT_EQ(subject.findings(), 0U);
  EXPECT_EQ(subject.root().real("zero", 0.25, kAboveZero), 0.25);
  EXPECT_EQ(subject.message(), "zero: is out of range (0; allowed: a number above 0.0, up to 1.0)");
  EXPECT_EQ(subject.root().real("two", 0.25, kAboveZero), 0.25);
  EXPECT_EQ(subject.findings(), 2U);
}

std::string message_of_duration(const std::string& value) {
  Subject subject(R"({"d": )" + value + "}");
  EXPECT_EQ(subject.root().duration_ms("d", 7, {1, 60'000}), 7);
  return subject.message();
}

TEST(ConfigReaderDuration, AcceptsTextWithAUnit) {
  Subject subject(R"({"a": "1ms", "b": "60s", "c": "${TEN}", "d": "${NONE:-0.5s}"})");
  EXPECT_EQ(subject.root().duration_ms("a", 7, {1, 60'000}), 1);
  EXPECT_EQ(subject.root().duration_ms("b", 7, {1, 60'000}), 60'000);
  EXPECT_EQ(subject.root().duration_ms("c", 7, {1, 60'000}), 10'000);
  EXPECT_EQ(subject.root().duration_ms("d", 7, {1, 60'000}), 500);
  EXPECT_EQ(subject.findings(), 0U);
}

TEST(ConfigReaderDuration, ReportsTheRest) {
  const std::string allowed = "; allowed: a duration such as \"250ms\" or \"30s\", from 1ms to 1m)";
  EXPECT_EQ(message_of_duration("30"), "d: is a bare number without a unit; write \"30s\" for seconds (30" + allowed);
  EXPECT_EQ(message_of_duration("\"30\""), "d: has no unit, which nobody remembers; write \"30s\" for seconds (\"30\"" + allowed);
  EXPECT_EQ(message_of_duration("\"61s\""), "d: is out of range (\"61s\"" + allowed);
  EXPECT_EQ(message_of_duration("\"0s\""), "d: is out of range (\"0s\"" + allowed);
  EXPECT_EQ(message_of_duration("\"1.5ms\""), "d: is no whole number of milliseconds (\"1.5ms\"" + allowed);
  EXPECT_EQ(message_of_duration("true"), "d: is true or false (true" + allowed);
}

TEST(ConfigReaderEnvironment, NeverRepeatsAValueFromTheEnvironment) {
  constexpr std::array<std::string_view, 2> kNames{"hunter3", "other"};
  for (const std::string_view kind : {"duration", "text", "choice"}) {
    Subject subject(R"({"v": "${SECRET}"})");
    const ConfigReader value = subject.at("v");
    if (kind == "duration") value.as_duration_ms({1, 2});
    if (kind == "text") value.as_text({0, 3});
    if (kind == "choice") value.as_choice(kNames);
    EXPECT_EQ(subject.message().find("hunter2"), std::string::npos) << subject.message();
    EXPECT_NE(subject.message().find("${SECRET}"), std::string::npos) << subject.message();
    EXPECT_NE(subject.message().find("once the environment is filled in"), std::string::npos) << subject.message();
  }
}

TEST(ConfigReaderText, HasALengthAndNoControlCharacters) {
  Subject good(R"({"t": "caf\u00e9", "e": "x ${SECRET}", "empty": ""})");
  EXPECT_EQ(good.root().text("t", "", {1, 5}), "caf\xC3\xA9");
  EXPECT_EQ(good.root().text("e", ""), "x hunter2");
  EXPECT_EQ(good.root().text("empty", "fallback"), "");
  EXPECT_EQ(good.findings(), 0U);
  for (const std::string json : {R"({"t": ""})", R"({"t": "abcdef"})", R"({"t": "a\nb"})", R"({"t": "a\u0000b"})", R"({"t": "${LINE}"})",
                                 R"({"t": "${MISSING}"})", R"({"t": 5})"}) {
    Subject bad(json);
    EXPECT_EQ(bad.root().text("t", "fallback", {1, 5}), "fallback");
    EXPECT_TRUE(bad.message().starts_with("t: ")) << bad.message();
  }
  Subject long_text(R"({"t": ")" + std::string(kTextMaximum + 1, 'x') + "\"}");
  EXPECT_FALSE(long_text.at("t").as_text().has_value());
  EXPECT_TRUE(long_text.message().starts_with("t: has 65537 bytes (\"xxx")) << long_text.message();
}

TEST(ConfigReaderChoice, NamesNearMatches) {
  constexpr std::array<std::string_view, 3> kNames{"enforce", "metrics_only", "disabled"};
  Subject subject(R"({"good": "metrics_only", "near": "disable", "far": "x", "number": 1})");
  EXPECT_EQ(subject.root().choice("good", 0, kNames), 1U);
  EXPECT_EQ(subject.root().choice("absent", 2, kNames), 2U);
  EXPECT_EQ(subject.root().choice("near", 0, kNames), 0U);
  EXPECT_EQ(subject.message(),
            R"(near: is unknown; did you mean "disabled"? ("disable"; allowed: one of "enforce", "metrics_only", "disabled"))");
  subject.root().choice("far", 0, kNames);
  EXPECT_EQ(subject.context().findings.list().back().problem, "is unknown");
  subject.root().choice("number", 0, kNames);
  EXPECT_EQ(subject.context().findings.list().back().problem, "is a number");
}

TEST(ConfigReaderKeys, UnknownOnesAreErrorsOrWarnings) {
  constexpr std::array<std::string_view, 2> kKnown{"open_for", "half_open"};
  Subject subject(R"({"open_for": 1, "open_four": {"x": 1}})");
  subject.root().allow_keys(kKnown);
  EXPECT_EQ(subject.message(),
            R"(open_four: is unknown; did you mean "open_for"? (an object of 1 key; allowed: the keys "open_for", "half_open"))");
  EXPECT_EQ(subject.context().findings.errors(), 1U);

  Subject newer(R"({"open_four": 1})");
  newer.context().newer = true;
  newer.root().allow_keys(kKnown);
  EXPECT_TRUE(newer.message().starts_with("open_four: is unknown to this version and ignored; did you mean")) << newer.message();
  EXPECT_EQ(newer.context().findings.errors(), 0U);
}

TEST(ConfigReaderShape, WalksObjectsAndLists) {
  Subject subject(R"({"o": {"b": 1, "a": 2}, "l": [1, {"x": 3}]})");
  const auto members = subject.at("o").members();
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].first, "b");
  EXPECT_EQ(members[1].second.path(), "o.a");
  const auto elements = subject.at("l").elements();
  ASSERT_EQ(elements.size(), 2U);
  EXPECT_EQ(elements[1].find("x")->path(), "l[1].x");
  EXPECT_FALSE(subject.at("o").find("c").has_value());
  EXPECT_FALSE(subject.at("l").find("c").has_value());
  EXPECT_TRUE(subject.at("o").elements().empty());
  EXPECT_TRUE(subject.at("l").members().empty());
  EXPECT_EQ(subject.findings(), 0U);
  EXPECT_FALSE(subject.at("l").expect_object());
  EXPECT_FALSE(subject.at("o").expect_list());
  EXPECT_EQ(subject.findings(), 2U);
}

TEST(ConfigReaderFindings, MayPointToAnAbsentKey) {
  Subject subject(R"({"a": {"present": 5}})");
  subject.at("a").error_at("absent", "is missing", "a number");
  subject.at("a").warning_at("present", "makes little sense");
  const auto& list = subject.context().findings.list();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].message(), "a.absent: is missing (allowed: a number)");
  EXPECT_EQ(list[1].message(), "a.present: makes little sense (5)");
  EXPECT_EQ(list[1].severity, Severity::warning);
}

TEST(Findings, AreCountedBeyondTheirMaximum) {
  Findings findings;
  findings.add({.severity = Severity::warning, .path = "w", .value = {}, .problem = "odd", .allowed = {}});
  for (std::size_t i = 0; i < Findings::kMaximum + 4; ++i) {
    findings.add({.severity = Severity::error, .path = "e", .value = {}, .problem = "wrong", .allowed = {}});
  }
  EXPECT_EQ(findings.list().size(), Findings::kMaximum);
  EXPECT_EQ(findings.errors(), Findings::kMaximum + 4);
  EXPECT_EQ(findings.left_out(), 5U);
  EXPECT_EQ(findings.warnings().size(), 1U);
  EXPECT_TRUE(findings.error_lines().ends_with("e: wrong\nand 5 more findings"));
  EXPECT_EQ(nlohmann::json::parse(findings.json())["findings"].size(), Findings::kMaximum + 1);
}

TEST(Findings, AreWrittenAsJson) {
  Findings findings;
  EXPECT_EQ(findings.json(), R"({"valid":true,"findings":[]})");
  findings.add({.severity = Severity::warning, .path = "a.b", .value = "1", .problem = "is odd", .allowed = "2"});
  EXPECT_EQ(findings.json(), R"({"valid":true,"findings":[{"severity":"warning","path":"a.b","value":"1","problem":"is odd","allowed":"2",)"
                             R"=("message":"a.b: is odd (1; allowed: 2)"}]})=");
  findings.add({.severity = Severity::error, .path = {}, .value = {}, .problem = "is empty", .allowed = {}});
  const auto report = nlohmann::json::parse(findings.json());
  EXPECT_EQ(report["valid"], false);
  EXPECT_EQ(report["findings"][1]["message"], "the document: is empty");
}

}  // namespace
}  // namespace backstay::core
