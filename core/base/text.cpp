#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace backstay::core {
namespace {

uint8_t byte_at(std::string_view text, std::size_t at) noexcept { return static_cast<uint8_t>(text[at]); }

bool is_continuation(std::string_view text, std::size_t at) noexcept { return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U; }

// Length of the well-formed character at `at`; 0 where there is none. The second byte's range keeps out what the first byte's
// length alone would let in: overlong forms (E0, F0), surrogates (ED) and the part of F4 above U+10FFFF.
std::size_t character_length(std::string_view text, std::size_t at) noexcept {
  const uint8_t first = byte_at(text, at);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  if (!is_continuation(text, at + 1)) return 0;
  const uint8_t second = byte_at(text, at + 1);
  if (first < 0xE0) return 2;
  if (first < 0xF0) {
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
    return is_continuation(text, at + 2) ? 3 : 0;
  }
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return is_continuation(text, at + 2) && is_continuation(text, at + 3) ? 4 : 0;
}

void append_hex(std::string& out, uint8_t value) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += digits[value >> 4U];
  out += digits[value & 0xFU];
}

void append_escaped(std::string& out, std::string_view character) {
  const uint8_t first = byte_at(character, 0);
  if (character == "\"" || character == "\\") {
    (out += '\\') += character;
  } else if (character == "\n") {
    out += "\\n";
  } else if (character == "\t") {
    out += "\\t";
  } else if (has_control(character)) {
    out += "\\u00";
    append_hex(out, character.size() == 1 ? first : byte_at(character, 1));
  } else {
    out += character;
  }
}

// How many edits still look like a slip of the hand.
std::size_t tolerance(std::string_view name) noexcept { return std::clamp<std::size_t>(name.size() / 3, 1, 3); }

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

bool has_control(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const uint8_t byte = byte_at(text, at);
    if (byte < 0x20 || byte == 0x7F) return true;
    if (byte == 0xC2 && at + 1 < text.size() && byte_at(text, at + 1) < 0xA0) return true;
  }
  return false;
}

std::string in_quotes(std::string_view text, std::size_t maximum) {
  std::string out = "\"";
  std::size_t at = 0;
  while (at < text.size() && at < maximum) {
    const std::size_t length = character_length(text, at);
    if (length == 0) {
      out += "\\x";
      append_hex(out, byte_at(text, at++));
      continue;
    }
    if (at + length > maximum) break;
    append_escaped(out, text.substr(at, length));
    at += length;
  }
  out += at < text.size() ? "...\"" : "\"";
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return limit + 1;
  // Three rows of the usual table; a swap of neighbours looks two rows back.
  std::array<std::vector<std::size_t>, 3> rows;
  for (auto& row : rows) row.resize(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& second_above = rows[(i + 1) % 3];
    row[0] = i;
    std::size_t nearest = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], second_above[j - 2] + 1);
      nearest = std::min(nearest, row[j]);
    }
    // A swap may still gain one over the nearest cell of this row.
    if (nearest > limit + 1) return limit + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

std::vector<std::string_view> near_matches(std::string_view name, std::span<const std::string_view> candidates) {
  const std::size_t limit = tolerance(name);
  std::vector<std::pair<std::size_t, std::string_view>> found;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(name, candidate, limit);
    // Everything is near to a text of two letters: what shares nothing isn't meant.
    if (distance <= limit && distance < candidate.size()) found.emplace_back(distance, candidate);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string_view> names;
  for (const auto& [distance, candidate] : found) {
    if (names.size() < 3) names.push_back(candidate);
  }
  return names;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const auto names = near_matches(name, candidates);
  if (names.empty()) return {};
  std::string out = "did you mean ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += in_quotes(names[i]);
  }
  return out + "?";
}

std::string list_in_quotes(std::span<const std::string_view> names, std::size_t maximum) {
  std::string out;
  const std::size_t shown = std::min(names.size(), maximum);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += ", ";
    out += in_quotes(names[i]);
  }
  if (shown < names.size()) out += " and " + std::to_string(names.size() - shown) + " more";
  return out;
}

}  // namespace backstay::core
