// Text: UTF-8 validation, quoting for messages, near matches for names that aren't known.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace backstay::core {

// Position of the first byte that isn't valid UTF-8 (overlong forms, surrogates and anything above U+10FFFF aren't);
// std::string_view::npos when all of it is.
std::size_t find_invalid_utf8(std::string_view text) noexcept;
inline bool is_utf8(std::string_view text) noexcept { return find_invalid_utf8(text) == std::string_view::npos; }

inline constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// True when valid UTF-8 text holds a control character: U+0000 to U+001F, U+007F to U+009F.
bool has_control(std::string_view text) noexcept;

// The first bytes of a text, no more than `most` of them, cut at a character's border.
constexpr std::string_view first_bytes(std::string_view text, std::size_t most) noexcept {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most);
}

// Longest text that a message shows of a value.
inline constexpr std::size_t kQuotedMaximum = 96;

// The text in double quotes for a message: control characters and invalid bytes escaped, cut after `maximum` bytes.
std::string in_quotes(std::string_view text, std::size_t maximum = kQuotedMaximum);

// Edits (insert, delete, replace, swap neighbours) from `a` to `b`; `limit + 1` when there are more than `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// Up to three candidates that `name` may have meant, nearest first.
std::vector<std::string_view> near_matches(std::string_view name, std::span<const std::string_view> candidates);

// `did you mean "a" or "b"?`, or nothing when no candidate is near.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

// `"a", "b", "c"`; with more than `maximum` names, the first ones and `and N more`.
std::string list_in_quotes(std::span<const std::string_view> names, std::size_t maximum = 20);

}  // namespace backstay::core
