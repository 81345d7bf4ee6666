#include "core/store/redis/place.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/text.hpp"

namespace backstay::core::redis {

namespace {

constexpr std::string_view kUnix = "redis+unix://";
constexpr int kHighestPort = 65'535;
// Longest text of a server that a message shows.
constexpr std::size_t kWordsMaximum = 300;

// Takes the text before a separator, and the separator, off the front.
std::optional<std::string_view> cut(std::string_view& text, std::string_view separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, at);
  text.remove_prefix(at + separator.size());
  return before;
}

std::optional<int> number(std::string_view digits, int lowest, int highest, int base = 10) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size() || value < lowest || value > highest) return std::nullopt;
  return value;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t taken = text.front() == '%' ? 3 : 1;
    if (taken == 1) {
      plain += text.front();
    } else {
      const auto byte = text.size() < taken ? std::nullopt : number(text.substr(1, 2), 1, 255, 16);
      if (!byte) return std::nullopt;
      plain += static_cast<char>(*byte);
    }
    text.remove_prefix(taken);
  }
  return plain;
}

// USER:PASSWORD, where the user may be empty.
bool read_credentials(std::string_view text, Place& place) {
  const auto user = cut(text, ":");
  if (!user) return false;
  auto plain_user = decoded(*user);
  auto plain_password = decoded(text);
  if (!plain_user || !plain_password || plain_password->empty()) return false;
  place.user = *std::move(plain_user);
  place.password = *std::move(plain_password);
  return true;
}

bool read_database(std::string_view text, Place& place) {
  const auto database = number(text, 0, INT32_MAX);
  place.database = database.value_or(0);
  return text.empty() || database.has_value();
}

// HOST or HOST:PORT; an IPv6 address stands in brackets.
bool read_host(std::string_view text, Place& place) {
  std::string_view host = text;
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    const auto inner = cut(text, "]");
    if (!inner || (!text.empty() && !text.starts_with(':'))) return false;
    host = *inner;
  } else {
    host = text.substr(0, text.find(':'));
    text.remove_prefix(host.size());
  }
  place.host = host;
  const bool plain = std::none_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
  if (host.empty() || !plain) return false;
  if (text.empty()) return true;
  const auto port = number(text.substr(1), 1, kHighestPort);
  place.port = port.value_or(0);
  return port.has_value();
}

bool read_socket(std::string_view text, Place& place) {
  const std::size_t query = text.find('?');
  place.socket = text.substr(0, query);
  if (place.socket.size() < 2 || place.socket.front() != '/') return false;
  if (query == std::string_view::npos) return true;
  text.remove_prefix(query);
  return text.starts_with("?db=") && read_database(text.substr(4), place);
}

bool read_address(std::string_view text, Place& place) {
  const std::string_view host = text.substr(0, text.find('/'));
  return read_host(host, place) && read_database(text.substr(std::min(text.size(), host.size() + 1)), place);
}

std::string shown(std::string_view words) {
  const std::string_view some = first_bytes(words, kWordsMaximum);
  return is_utf8(some) && !has_control(some) ? std::string(some) : in_quotes(some, kWordsMaximum);
}

}  // namespace

std::optional<Place> parse_url(std::string_view url) {
  Place place;
  const bool unix_socket = url.starts_with(kUnix);
  const auto scheme = cut(url, "://");
  if (!scheme || (*scheme != "redis" && *scheme != "rediss" && !unix_socket)) return std::nullopt;
  place.tls = *scheme == "rediss";
  // The last @ before the path: a password may hold one that somebody forgot to encode.
  const std::size_t at = url.substr(0, url.find('/')).rfind('@');
  if (at != std::string_view::npos) {
    if (!read_credentials(url.substr(0, at), place)) return std::nullopt;
    url.remove_prefix(at + 1);
  }
  if (!(unix_socket ? read_socket(url, place) : read_address(url, place))) return std::nullopt;
  return place;
}

std::string Place::subject() const {
  const std::string where = socket.empty() ? host + ":" + std::to_string(port) : socket;
  return "store " + in_quotes(name) + ": Redis, " + where;
}

Refused::Refused(const Place& place, std::string_view words, bool passing, Status status)
    : Error(status, place.subject() + ": " + shown(words)), passing_(passing) {}

}  // namespace backstay::core::redis
