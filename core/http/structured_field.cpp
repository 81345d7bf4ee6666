#include "core/http/structured_field.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>

#include "core/base/text.hpp"

namespace backstay::core::structured_field {

namespace {

constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_alpha(char c) noexcept { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
constexpr bool is_printable(char c) noexcept { return c >= 0x20 && c <= 0x7e; }

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~:/";
constexpr bool goes_on_token(char c) noexcept { return is_alpha(c) || is_digit(c) || kTokenMarks.find(c) != std::string_view::npos; }
constexpr bool goes_on_key(char c) noexcept {
  return is_lower(c) || is_digit(c) || std::string_view("_-.*").find(c) != std::string_view::npos;
}

constexpr int64_t kIntegerDigits = 15;
constexpr int64_t kDecimalWholeDigits = 12;
constexpr int64_t kDecimalFraction = 3;

// Lower-case only, as display strings have it; -1 where it is none.
constexpr int hex_digit(char c) noexcept {
  if (is_digit(c)) return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Base64 whose padding may be absent.
std::optional<std::string> decode_base64(std::string_view text) {
  for (int padding = 0; padding < 2 && (text.size() + static_cast<std::size_t>(padding)) % 4 == 0 && text.ends_with('='); ++padding) {
    text.remove_suffix(1);
  }
  const auto known = [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '/'; };
  if (text.size() % 4 == 1 || !std::all_of(text.begin(), text.end(), known)) return std::nullopt;
  std::string padded(text);
  padded.append((4 - text.size() % 4) % 4, '=');
  std::string bytes(padded.size() / 4 * 3, '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), reinterpret_cast<const unsigned char*>(padded.data()),
                  static_cast<int>(padded.size()));
  bytes.resize(text.size() * 3 / 4);
  return bytes;
}

// The algorithms of RFC 9651, section 4.2, from an item's first character on. Each gives nothing where the text doesn't fit.
class Parser {
 public:
  explicit Parser(std::string_view text) noexcept : rest_(text) {}

  std::optional<Item> item() {
    skip_spaces();
    std::optional<BareItem> value = bare_item();
    if (!value) return std::nullopt;
    Item item{.value = *std::move(value), .parameters = {}};
    if (!parameters(item)) return std::nullopt;
    skip_spaces();
    if (!rest_.empty()) return std::nullopt;
    return item;
  }

 private:
  void skip_spaces() noexcept { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  bool take(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  char take_any() noexcept {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  template <class Predicate>
  std::string_view take_while(Predicate&& predicate) noexcept {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), predicate);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::optional<BareItem> bare_item() {
    if (rest_.empty()) return std::nullopt;
    const char first = rest_.front();
    if (first == '-' || is_digit(first)) return number();
    if (is_alpha(first) || first == '*') return Token{std::string(take_while(goes_on_token))};
    rest_.remove_prefix(1);
    switch (first) {
      case '"':
        return string();
      case ':':
        return byte_sequence();
      case '?':
        if (take('1')) return true;
        if (take('0')) return false;
        return std::nullopt;
      case '@':
        return date();
      case '%':
        return display_string();
      default:
        return std::nullopt;
    }
  }

  std::optional<BareItem> number() {
    const int64_t sign = take('-') ? -1 : 1;
    const std::string_view whole = take_while(is_digit);
    if (whole.empty() || whole.size() > kIntegerDigits) return std::nullopt;
    int64_t value = 0;
    for (const char digit : whole) value = value * 10 + (digit - '0');
    if (!take('.')) return sign * value;
    const std::string_view fraction = take_while(is_digit);
    if (whole.size() > kDecimalWholeDigits || fraction.empty() || fraction.size() > kDecimalFraction) return std::nullopt;
    for (std::size_t place = 0; place < kDecimalFraction; ++place)
      value = value * 10 + (place < fraction.size() ? fraction[place] - '0' : 0);
    return Decimal{sign * value};
  }

  std::optional<BareItem> string() {
    std::string text;
    while (!rest_.empty()) {
      char c = take_any();
      if (c == '"') return text;
      if (c == '\\') {
        if (!rest_.starts_with('"') && !rest_.starts_with('\\')) return std::nullopt;
        c = take_any();
      }
      if (!is_printable(c)) return std::nullopt;
      text += c;
    }
    return std::nullopt;
  }

  std::optional<BareItem> byte_sequence() {
    const std::size_t end = rest_.find(':');
    if (end == std::string_view::npos) return std::nullopt;
    std::optional<std::string> bytes = decode_base64(rest_.substr(0, end));
    if (!bytes) return std::nullopt;
    rest_.remove_prefix(end + 1);
    return ByteSequence{*std::move(bytes)};
  }

  std::optional<BareItem> date() {
    if (rest_.empty() || (rest_.front() != '-' && !is_digit(rest_.front()))) return std::nullopt;
    const std::optional<BareItem> seconds = number();
    if (!seconds || !std::holds_alternative<int64_t>(*seconds)) return std::nullopt;
    return Date{std::get<int64_t>(*seconds)};
  }

  std::optional<BareItem> display_string() {
    if (!take('"')) return std::nullopt;
    std::string text;
    while (!rest_.empty()) {
      const char c = take_any();
      if (!is_printable(c)) return std::nullopt;
      if (c == '"') return is_utf8(text) ? std::optional<BareItem>(DisplayString{std::move(text)}) : std::nullopt;
      if (c != '%') {
        text += c;
        continue;
      }
      const int high = rest_.empty() ? -1 : hex_digit(take_any());
      const int low = rest_.empty() ? -1 : hex_digit(take_any());
      if (high < 0 || low < 0) return std::nullopt;
      text += static_cast<char>(high * 16 + low);
    }
    return std::nullopt;
  }

  bool parameters(Item& item) {
    while (take(';')) {
      skip_spaces();
      if (rest_.empty() || (!is_lower(rest_.front()) && rest_.front() != '*')) return false;
      std::string name(take_while(goes_on_key));
      std::optional<BareItem> value = take('=') ? bare_item() : std::optional<BareItem>(true);
      if (!value) return false;
      std::erase_if(item.parameters, [&](const auto& known) { return known.first == name; });
      item.parameters.emplace_back(std::move(name), *std::move(value));
    }
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<Item> parse_item(std::string_view text) { return Parser(text).item(); }

}  // namespace backstay::core::structured_field
