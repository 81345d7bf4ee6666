// Items of structured fields (RFC 9651): a bare item of any of its eight types, with parameters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace backstay::core::structured_field {

struct Decimal {
  int64_t thousandths = 0;
};
struct Token {
  std::string text;
};
struct ByteSequence {
  std::string bytes;
};
struct Date {
  int64_t seconds = 0;  // since 1970
};
struct DisplayString {
  std::string text;  // UTF-8
};

// int64_t: an integer; std::string: a string.
using BareItem = std::variant<int64_t, Decimal, std::string, Token, ByteSequence, bool, Date, DisplayString>;

struct Item {
  BareItem value;
  std::vector<std::pair<std::string, BareItem>> parameters;  // each name once, the last value of it
};

// Nothing where the text, without spaces around, is not one item and nothing else. Several fields of one name, joined by commas, are none.
std::optional<Item> parse_item(std::string_view text);

}  // namespace backstay::core::structured_field
