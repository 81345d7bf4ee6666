#include "core/idempotency/http/key_header.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/base/text.hpp"
#include "core/http/header_lines.hpp"
#include "core/http/structured_field.hpp"
#include "core/idempotency/limits.hpp"

namespace backstay::core::idempotency::http {

namespace {

// 8-4-4-4-12, of any version (RFC 9562).
bool is_uuid(std::string_view text) noexcept {
  constexpr std::size_t kLength = 36;
  if (text.size() != kLength) return false;
  for (std::size_t place = 0; place < kLength; ++place) {
    const char c = lower_case(text[place]);
    const bool dash = place == 8 || place == 13 || place == 18 || place == 23;
    if (dash ? c != '-' : !is_digit(c) && (c < 'a' || c > 'f')) return false;
  }
  return true;
}

constexpr bool is_bare(char c) noexcept { return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\'; }

bool fits(std::string_view key, const Terms& terms) noexcept {
  if (terms.key_format == KeyFormat::uuid) return is_uuid(key);
  const auto length = static_cast<int64_t>(key.size());
  return length >= limits::kKeyBytes.minimum && length <= limits::kKeyBytes.maximum;
}

}  // namespace

std::optional<std::string> parse_key(std::string_view value, const Terms& terms) {
  const std::string_view text = without_spaces_around(value);
  std::optional<std::string> key;
  if (text.starts_with('"')) {
    std::optional<structured_field::Item> item = structured_field::parse_item(text);
    if (item) key = std::move(std::get<std::string>(item->value));  // nothing else begins like that
  } else if (!terms.strict && std::all_of(text.begin(), text.end(), is_bare)) {
    key = std::string(text);
  }
  if (!key || !fits(*key, terms)) return std::nullopt;
  if (terms.key_format == KeyFormat::uuid) return lower_case(*key);
  return key;
}

}  // namespace backstay::core::idempotency::http
