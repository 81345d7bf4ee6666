#include "core/base/config_document.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace backstay::core {
namespace {

using namespace std::string_literals;

// The messages of a document that isn't one.
std::string refused(const std::string& text) {
  Findings findings;
  EXPECT_FALSE(parse_document(text, findings).has_value()) << text.substr(0, 100);
  EXPECT_EQ(findings.errors(), 1U);
  return findings.error_lines();
}

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

TEST(ParseDocument, KeepsTheOrderOfKeys) {
  Findings findings;
  const auto document = parse_document(R"( {"b": [1, -2, 2.5, "x", true, null], "a": {"c": 18446744073709551615}} )", findings);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->dump(), R"({"b":[1,-2,2.5,"x",true,null],"a":{"c":18446744073709551615}})");
  EXPECT_TRUE(findings.list().empty());
}

TEST(ParseDocument, AgreesWithTheLibrarysOwnParserOnGoodInput) {
  for (const std::string text : {"{}", "[]", "[[],[{}]]", "\"text\"", "-0", "1e-7", "\"\\u00e9\\ud83d\\ude00\"", R"({"":{"":[{"":0}]}})"}) {
    Findings findings;
    const auto document = parse_document(text, findings);
    ASSERT_TRUE(document.has_value()) << text;
    EXPECT_EQ(*document, nlohmann::ordered_json::parse(text)) << text;
  }
}

TEST(ParseDocument, SaysWhereAndWhy) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "is empty"},
      {" \n\t ", "is empty"},
      {"\xEF\xBB\xBF{}", "begins with a byte order mark; save it as UTF-8 without one"},
      {"{\"a\": \"\xFF\"}", "is not UTF-8 at line 1, column 8"},
      {"\xFF\xFE{", "is not UTF-8 at line 1, column 1"},
      {"{}\0{"s, "holds a NUL byte at line 1, column 3"},
      {"{\n  \"a\": NaN\n}", "is not JSON at line 2, column 8; JSON has no NaN and no Infinity"},
      {"{\"a\": nan}", "is not JSON at line 1, column 8; JSON has no NaN and no Infinity"},
      {"{\"a\": tra}", "is not JSON at line 1, column 9"},
      {"{\"a\": Infinity}", "is not JSON at line 1, column 7; JSON has no NaN and no Infinity"},
      {"{\"a\": -Infinity}", "is not JSON at line 1, column 8; JSON has no NaN and no Infinity"},
      {"{\"a\": 1e999}", "is not JSON at line 1, column 11; the number is too large"},
      {"{} // no", "is not JSON at line 1, column 4; JSON has no comments"},
      {"{ # no\n}", "is not JSON at line 1, column 3; JSON has no comments"},
      {"{\"a\": /* no */ 1}", "is not JSON at line 1, column 7; JSON has no comments"},
      {"{'a': 1}", "is not JSON at line 1, column 2; text stands in double quotes"},
      {"{\"a\": 1,}", "is not JSON at line 1, column 9; a comma has nothing after it"},
      {"[1,\n]", "is not JSON at line 2, column 1; a comma has nothing after it"},
      {"{\"a\": 1", "is not JSON at line 1, column 8; it ends too early"},
      {"{\"a\": \"x", "is not JSON at line 1, column 9; it ends too early"},
      {"{\"a\": \"x\n\"}", "is not JSON at line 1, column 9; text ends on the line where it starts"},
      {"{} {}", "is not JSON at line 1, column 4"},
      {"{\"a\" 1}", "is not JSON at line 1, column 6"},
  };
  for (const auto& [text, problem] : cases) EXPECT_TRUE(refused(text).starts_with("the document: " + problem + " (")) << refused(text);
}

TEST(ParseDocument, RefusesLoneSurrogatesAndBadEscapes) {
  for (const std::string text :
       {R"("\ud800")", R"("\udc00")", R"("\ud800A")", R"("\x41")", R"("\u00g0")", "01", "+1", ".5", "1.", "0x10", "tru"}) {
    EXPECT_TRUE(refused(text).starts_with("the document: is not JSON at line 1, column ")) << refused(text);
  }
}

TEST(ParseDocument, ReportsEveryDuplicateKeyAndKeepsTheFirst) {
  Findings findings;
  const auto document =
      parse_document(R"({"a": 1, "b": {"c": [{"d": 1, "d": 2}]}, "a": {"x": 1, "x": 2}, "a": 3, "b c": 1, "b c": 2})", findings);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->dump(), R"({"a":1,"b":{"c":[{"d":1}]},"b c":1})");
  std::vector<std::string> paths;
  for (const Finding& finding : findings.list()) paths.push_back(finding.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"b.c[0].d", "a", "a.x", "a", R"(["b c"])"}));
  EXPECT_EQ(findings.list()[0].message(), "b.c[0].d: is given twice in the same object (allowed: each key once)");
}

TEST(ParseDocument, HasLimits) {
  Findings findings;
  EXPECT_TRUE(parse_document(nested(kNestingMaximum), findings).has_value());
  EXPECT_EQ(
      refused(nested(kNestingMaximum + 1)), "[0]" + [] {
        std::string path;
        for (std::size_t i = 1; i < kNestingMaximum; ++i) path += "[0]";
        return path;
      }() + ": is nested too deeply (allowed: 32 levels)");
  EXPECT_TRUE(refused(std::string(4'000'000, '[')).ends_with(": is nested too deeply (allowed: 32 levels)"));

  const std::string largest = "\"" + std::string(kDocumentMaximum - 2, 'x') + "\"";
  EXPECT_TRUE(parse_document(largest, findings).has_value());
  EXPECT_TRUE(refused(largest + " ").starts_with("the document: has 8388609 bytes, more than 8 MiB"));
}

TEST(ParseDocument, TakesManyKeysInTheirOrder) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":0";
  Findings findings;
  const auto document = parse_document(text + "}", findings);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->size(), 100'000U);
  EXPECT_EQ(document->begin().key(), "k0");
}

TEST(Paths, QuoteWhatIsNoPlainName) {
  EXPECT_EQ(member_path("", "policies"), "policies");
  EXPECT_EQ(member_path("policies", "pay-ments_2"), "policies.pay-ments_2");
  EXPECT_EQ(member_path("policies", "api.example.com"), R"(policies["api.example.com"])");
  EXPECT_EQ(member_path("policies", ""), R"(policies[""])");
  EXPECT_EQ(member_path("a", "x\ny"), R"(a["x\ny"])");
  EXPECT_EQ(element_path("a.layers", 3), "a.layers[3]");
  EXPECT_EQ(member_path("", std::string(200, 'x')), std::string(128, 'x') + "...");
}

}  // namespace
}  // namespace backstay::core
