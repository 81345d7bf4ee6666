// The parser of structured fields, by the examples of RFC 9651 and by the published cases of its working group.
#include "core/http/structured_field.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

namespace backstay::core::structured_field {
namespace {

using Json = nlohmann::json;

const std::filesystem::path kCases = std::filesystem::path(BACKSTAY_SOURCE_DIR) / ".." / "shared" / "oracles" / "structured-field-tests";

// The published cases write bytes in base 32.
std::string base32(const std::string& text) {
  std::string bytes;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = (bits << 5U) | static_cast<uint32_t>(c >= 'A' ? c - 'A' : c - '2' + 26);
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>((bits >> static_cast<uint32_t>(held)) & 0xFFU);
  }
  return bytes;
}

bool is_same(const BareItem& item, const Json& expected) {
  if (expected.is_boolean()) return std::holds_alternative<bool>(item) && std::get<bool>(item) == expected.get<bool>();
  if (expected.is_string()) return std::holds_alternative<std::string>(item) && std::get<std::string>(item) == expected.get<std::string>();
  if (expected.is_number_float()) {
    return std::holds_alternative<Decimal>(item) &&
           static_cast<double>(std::get<Decimal>(item).thousandths) == std::round(expected.get<double>() * 1000);
  }
  if (expected.is_number()) return std::holds_alternative<int64_t>(item) && std::get<int64_t>(item) == expected.get<int64_t>();
  const std::string type = expected.at("__type");
  const Json& value = expected.at("value");
  if (type == "token") return std::holds_alternative<Token>(item) && std::get<Token>(item).text == value.get<std::string>();
  if (type == "binary") return std::holds_alternative<ByteSequence>(item) && std::get<ByteSequence>(item).bytes == base32(value);
  if (type == "date") return std::holds_alternative<Date>(item) && std::get<Date>(item).seconds == value.get<int64_t>();
  return std::holds_alternative<DisplayString>(item) && std::get<DisplayString>(item).text == value.get<std::string>();
}

bool is_same(const Item& item, const Json& expected) {
  if (!is_same(item.value, expected.at(0)) || item.parameters.size() != expected.at(1).size()) return false;
  for (std::size_t i = 0; i < item.parameters.size(); ++i) {
    const Json& parameter = expected.at(1).at(i);
    if (item.parameters[i].first != parameter.at(0).get<std::string>() || !is_same(item.parameters[i].second, parameter.at(1)))
      return false;
  }
  return true;
}

std::string joined(const Json& lines) {
  std::string text;
  for (const Json& line : lines) text += (text.empty() ? "" : ", ") + line.get<std::string>();
  return text;
}

void judge(const Json& one) {
  SCOPED_TRACE(one.at("name").get<std::string>());
  const std::optional<Item> item = parse_item(joined(one.at("raw")));
  if (one.value("must_fail", false)) {
    EXPECT_FALSE(item.has_value());
    return;
  }
  if (!item) {
    EXPECT_TRUE(one.value("can_fail", false));
    return;
  }
  EXPECT_TRUE(is_same(*item, one.at("expected")));
  if (!one.contains("canonical")) return;
  const std::optional<Item> canonical = parse_item(joined(one.at("canonical")));
  EXPECT_TRUE(canonical && is_same(*canonical, one.at("expected")));
}

TEST(StructuredField, PublishedCases) {
  if (!std::filesystem::exists(kCases)) {
    std::cout << "the published cases are not beside the checkout: " << kCases << "\n";
    return;
  }
  int judged = 0;
  for (const char* file : {"item.json", "string.json", "string-generated.json", "date.json"}) {
    for (const Json& one : Json::parse(std::ifstream(kCases / file))) {
      if (one.at("header_type") != "item") continue;
      judge(one);
      ++judged;
    }
  }
  std::cout << judged << " published cases of structured fields\n";
  EXPECT_GT(judged, 200);
}

template <class Type>
std::optional<Type> parsed(std::string_view text) {
  const std::optional<Item> item = parse_item(text);
  return item && std::holds_alternative<Type>(item->value) ? std::optional(std::get<Type>(item->value)) : std::nullopt;
}

TEST(StructuredField, HasEightTypes) {
  EXPECT_EQ(parsed<int64_t>("-42"), -42);
  EXPECT_EQ(parsed<int64_t>("999999999999999"), 999'999'999'999'999);
  EXPECT_EQ(parsed<Decimal>("4.5")->thousandths, 4'500);
  EXPECT_EQ(parsed<Decimal>("-0.125")->thousandths, -125);
  EXPECT_EQ(parsed<std::string>(R"("hello \"world\" \\")"), R"(hello "world" \)");
  EXPECT_EQ(parsed<Token>("foo123/456")->text, "foo123/456");
  EXPECT_EQ(parsed<Token>("*foo")->text, "*foo");
  EXPECT_EQ(parsed<ByteSequence>(":cHJldGVuZCB0aGlzIGlzIGJpbmFyeSBjb250ZW50Lg==:")->bytes, "pretend this is binary content.");
  EXPECT_EQ(parsed<bool>("?1"), true);
  EXPECT_EQ(parsed<bool>("?0"), false);
  EXPECT_EQ(parsed<Date>("@1659578233")->seconds, 1'659'578'233);
  EXPECT_EQ(parsed<DisplayString>(R"(%"This is intended for display to %c3%bcsers.")")->text, "This is intended for display to üsers.");
}

TEST(StructuredField, BytesAreBase64WithOrWithoutPadding) {
  EXPECT_EQ(parsed<ByteSequence>("::")->bytes, "");
  EXPECT_EQ(parsed<ByteSequence>(":YQ==:")->bytes, "a");
  EXPECT_EQ(parsed<ByteSequence>(":YQ:")->bytes, "a");
  EXPECT_EQ(parsed<ByteSequence>(":YWI=:")->bytes, "ab");
  EXPECT_EQ(parsed<ByteSequence>(":YWJj:")->bytes, "abc");
  for (const char* text : {":Y:", ":Y===:", ":====:", ":YW=I:", ":YQ==", ":YQ ==:", ":_-:", ":YWJj=:"})
    EXPECT_FALSE(parse_item(text)) << text;
}

TEST(StructuredField, RefusesWhatIsNoItem) {
  for (const char* text : {"",
                           " ",
                           "1 2",
                           "1,2",
                           "1000000000000000",
                           "1.",
                           ".1",
                           "1.2345",
                           "1234567890123.1",
                           "--1",
                           "-",
                           "\"a",
                           "\"a\\b\"",
                           "\"\x7f\"",
                           "?2",
                           "?",
                           "@1.5",
                           "@",
                           "@@1",
                           "%\"%C3\"",
                           "%\"%c3\"",
                           "%\"%c\"",
                           "%\"%",
                           "%a",
                           "é",
                           "1;",
                           "1;A=1",
                           "1;a=",
                           "1; ;"}) {
    EXPECT_FALSE(parse_item(text)) << text;
  }
}

TEST(StructuredField, LastParameterOfANameCounts) {
  EXPECT_FALSE(parse_item("1;a=1; b ;a=\"x\""));  // a space before a semicolon
  const std::optional<Item> good = parse_item("1;a=1;  b;a=\"x\"");
  ASSERT_TRUE(good);
  ASSERT_EQ(good->parameters.size(), 2U);
}

}  // namespace
}  // namespace backstay::core::structured_field
