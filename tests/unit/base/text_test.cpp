#include "core/base/text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace backstay::core {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, AcceptsEveryLengthAtItsLimits) {
  for (const std::string_view text : {""sv, "plain"sv, "\0"sv, "\x7F"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv,
                                      "\xEE\x80\x80"sv, "\xEF\xBF\xBF"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
    EXPECT_TRUE(is_utf8(text)) << in_quotes(text);
  }
}

TEST(Utf8, RefusesWhatIsNoCharacter) {
  const std::vector<std::string_view> wrong{
      "\x80"sv,              // continuation without a start
      "\xC0\xAF"sv,          // overlong, two bytes
      "\xC1\xBF"sv,          //
      "\xE0\x9F\xBF"sv,      // overlong, three bytes
      "\xF0\x8F\xBF\xBF"sv,  // overlong, four bytes
      "\xED\xA0\x80"sv,      // first surrogate
      "\xED\xBF\xBF"sv,      // last surrogate
      "\xF4\x90\x80\x80"sv,  // U+110000
      "\xF5\x80\x80\x80"sv,  // a start that is never one
      "\xFF"sv,              //
      "\xC2"sv,              // cut
      "\xE2\x82"sv,          //
      "\xF0\x9F\x98"sv,      //
      "\xC2g"sv,             // start without continuation
  };
  for (const std::string_view text : wrong) EXPECT_EQ(find_invalid_utf8(text), 0U) << in_quotes(text);
  EXPECT_EQ(find_invalid_utf8("ab\xC3\xA9\x80"), 4U);
}

TEST(Control, FindsC0AndC1) {
  for (const std::string_view text : {"\0"sv, "a\n"sv, "\x1F"sv, "\x7F"sv, "\xC2\x80"sv, "\xC2\x9F"sv}) EXPECT_TRUE(has_control(text));
  for (const std::string_view text : {""sv, "a b"sv, "\xC2\xA0"sv, "\xC3\x80"sv}) EXPECT_FALSE(has_control(text));
}

TEST(InQuotes, EscapesAndCuts) {
  EXPECT_EQ(in_quotes("plain"), R"("plain")");
  EXPECT_EQ(in_quotes("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(in_quotes("a\nb\tc\x01"), R"("a\nb\tc\u0001")");
  EXPECT_EQ(in_quotes("\xC2\x85"), R"("\u0085")");
  EXPECT_EQ(in_quotes("\xFF!"), R"("\xff!")");
  EXPECT_EQ(in_quotes("abcdef", 3), R"("abc...")");
  EXPECT_EQ(in_quotes("ab\xC3\xA9", 3), R"("ab...")");
  EXPECT_EQ(in_quotes("ab\xC3\xA9", 4), "\"ab\xC3\xA9\"");
}

TEST(EditDistance, CountsEdits) {
  EXPECT_EQ(edit_distance("", "", 3), 0U);
  EXPECT_EQ(edit_distance("payments", "payments", 3), 0U);
  EXPECT_EQ(edit_distance("payments", "payment", 3), 1U);
  EXPECT_EQ(edit_distance("payments", "paymnets", 3), 1U);
  EXPECT_EQ(edit_distance("payments", "pagments", 3), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3U);
  EXPECT_EQ(edit_distance("", "abc", 3), 3U);
  EXPECT_EQ(edit_distance("abc", "", 2), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(edit_distance("abcdefgh", "zyxwvuts", 3), 4U);
}

TEST(NearMatches, NearestFirstAndNothingFarOff) {
  constexpr std::array<std::string_view, 5> names{"payments", "payment", "search", "openai", "repayments"};
  EXPECT_EQ(near_matches("paymnet", names), (std::vector<std::string_view>{"payment", "payments"}));
  EXPECT_EQ(near_matches("serach", names), (std::vector<std::string_view>{"search"}));
  EXPECT_TRUE(near_matches("inventory", names).empty());
  EXPECT_TRUE(near_matches("", names).empty());
}

TEST(NearMatches, AtMostThree) {
  constexpr std::array<std::string_view, 5> names{"aa1", "aa2", "aa3", "aa4", "aa5"};
  EXPECT_EQ(near_matches("aa0", names), (std::vector<std::string_view>{"aa1", "aa2", "aa3"}));
}

TEST(NearMatches, NothingInCommonIsNotNear) {
  constexpr std::array<std::string_view, 2> names{"b", "ab"};
  EXPECT_EQ(near_matches("a", names), (std::vector<std::string_view>{"ab"}));
}

TEST(DidYouMean, ReadsAsASentence) {
  constexpr std::array<std::string_view, 3> names{"open_for", "open_fox", "half_open"};
  EXPECT_EQ(did_you_mean("open_four", names), R"(did you mean "open_for" or "open_fox"?)");
  EXPECT_EQ(did_you_mean("halfopen", names), R"(did you mean "half_open"?)");
  EXPECT_EQ(did_you_mean("bulkhead", names), "");
}

TEST(ListInQuotes, CutsLongLists) {
  constexpr std::array<std::string_view, 3> names{"a", "b", "c"};
  EXPECT_EQ(list_in_quotes(names), R"("a", "b", "c")");
  EXPECT_EQ(list_in_quotes(names, 2), R"("a", "b" and 1 more)");
}

}  // namespace
}  // namespace backstay::core
