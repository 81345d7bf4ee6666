// Header fields as lines `name: value`, the form in which they cross the library's borders and are stored.
#pragma once

#include <string>
#include <string_view>

namespace backstay::core {

// A token of RFC 9110 (section 5.6.2), such as the name of a field or of a method.
bool is_token(std::string_view text) noexcept;

constexpr char lower_case(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
std::string lower_case(std::string_view text);

// Without the spaces and tabs around it.
std::string_view without_spaces_around(std::string_view text) noexcept;

struct HeaderField {
  std::string_view name{};     // as it was written
  std::string_view value{};    // without spaces around
  std::string_view problem{};  // why it is none; empty where it is one
};

// Takes lines apart. The last one may lack its line feed. Control characters other than a tab are a problem: a line feed that got into a
// value would let its author write fields, or a whole answer, of his own. Bytes above ASCII are not looked at.
class HeaderLines {
 public:
  explicit HeaderLines(std::string_view lines) noexcept : rest_(lines) {}
  // False after the last one.
  bool next(HeaderField& field) noexcept;

 private:
  std::string_view rest_;
};

}  // namespace backstay::core
