#include "core/http/header_lines.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace backstay::core {
namespace {

std::vector<HeaderField> fields_of(std::string_view text) {
  std::vector<HeaderField> fields;
  HeaderField field;
  for (HeaderLines lines(text); lines.next(field);) fields.push_back(field);
  return fields;
}

TEST(HeaderLines, AreNamesAndValues) {
  const auto fields = fields_of("A: b\nX-Empty:\nc:\t d e \t\nlast: f:g");
  ASSERT_EQ(fields.size(), 4U);
  EXPECT_EQ(fields[0].name, "A");
  EXPECT_EQ(fields[0].value, "b");
  EXPECT_EQ(fields[1].value, "");
  EXPECT_EQ(fields[2].value, "d e");
  EXPECT_EQ(fields[3].value, "f:g");
  for (const HeaderField& field : fields) EXPECT_EQ(field.problem, "");
  EXPECT_TRUE(fields_of("").empty());
}

TEST(HeaderLines, TellWhatBreaksAnAnswer) {
  for (const std::string text : {"no colon", "token", ": v", "a b: c", "a\r: c", "a: b\rc", "a: b\x01", "a: \x7f", "\n", "\xc3\xa9: a"}) {
    const auto fields = fields_of(text);
    ASSERT_EQ(fields.size(), 1U) << text;
    EXPECT_NE(fields[0].problem, "") << text;
  }
  EXPECT_NE(fields_of(std::string_view("a: b\0c", 6))[0].problem, "");
}

TEST(HeaderLines, LeaveTabsAndBytesAboveAsciiAlone) { EXPECT_EQ(fields_of("a: b\tc\xc3\xa9\xc2\x80")[0].problem, ""); }

TEST(Token, IsThatOfHttp) {
  EXPECT_TRUE(is_token("Idempotency-Key"));
  EXPECT_TRUE(is_token("!#$%&'*+-.^_`|~09azAZ"));
  for (const char* text : {"", "a b", "a:", "a,", "\xc3\xa9", "a\n", "(a)"}) EXPECT_FALSE(is_token(text)) << text;
}

}  // namespace
}  // namespace backstay::core
