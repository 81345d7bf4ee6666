#include "core/http/header_lines.hpp"

#include <algorithm>

namespace backstay::core {

namespace {

constexpr bool is_token_character(char c) noexcept {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

constexpr bool breaks_a_line(char c) noexcept { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f'; }

}  // namespace

bool is_token(std::string_view text) noexcept { return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character); }

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_case(c);
  return lower;
}

std::string_view without_spaces_around(std::string_view text) noexcept {
  constexpr std::string_view spaces = " \t";
  const std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

bool HeaderLines::next(HeaderField& field) noexcept {
  if (rest_.empty()) return false;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  const std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  const std::size_t colon = std::min(line.find(':'), line.size());
  field = {.name = line.substr(0, colon), .value = without_spaces_around(line.substr(std::min(colon + 1, line.size())))};
  if (!is_token(field.name)) {
    field.problem = "its name is no token";
  } else if (colon == line.size()) {
    field.problem = "it has no colon";
  } else if (std::any_of(field.value.begin(), field.value.end(), breaks_a_line)) {
    field.problem = "a control character is in its value";
  }
  return true;
}

}  // namespace backstay::core
