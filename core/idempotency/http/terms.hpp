// What the configuration says of an idempotency over HTTP.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace backstay::core::idempotency::http {

enum class KeyFormat : int32_t {
  uuid,
  text,  // printable ASCII
};

// What of a body must be the same for a key to be used again.
enum class Fingerprint : int32_t {
  bytes,   // all of it
  json,    // what it says, whatever the order of its members and the spaces between them
  fields,  // some of its top-level members
};

// What becomes of an answer, by its status.
enum class Fate : int32_t { stored, released, failed };

using StatusCodes = std::bitset<1000>;

// Patterns as in the configuration: "2xx", "409".
template <class Patterns>
StatusCodes status_codes(const Patterns& patterns) {
  StatusCodes codes;
  for (const std::string_view pattern : patterns) {
    const bool whole_class = pattern.ends_with("xx");
    std::size_t first = 0;
    for (const char c : pattern) first = first * 10 + (c == 'x' ? 0 : static_cast<std::size_t>(c - '0'));
    for (std::size_t code = first; code <= first + (whole_class ? 99 : 0); ++code) codes.set(code);
  }
  return codes;
}

inline constexpr std::string_view kStored[] = {"2xx", "3xx", "4xx"};
inline constexpr std::string_view kReleased[] = {"401", "408", "409", "423", "425", "429", "503"};

struct Terms {
  std::string header = "Idempotency-Key";
  std::vector<std::string> methods{"POST", "PATCH"};
  KeyFormat key_format = KeyFormat::uuid;
  bool strict = false;  // only a quoted string is a key
  std::string replay_header = "X-Idempotent-Replay";
  StatusCodes stored = status_codes(kStored);
  StatusCodes released = status_codes(kReleased);
  std::vector<std::string> drop_headers{};  // lower-case; beside those that are never stored
  Fingerprint fingerprint = Fingerprint::bytes;
  std::vector<std::string> fields{};               // with Fingerprint::fields
  int64_t maximum_request = int64_t{1024} * 1024;  // bytes of a request's body

  bool covers(std::string_view method) const noexcept { return std::find(methods.begin(), methods.end(), method) != methods.end(); }

  Fate fate_of(int64_t status_code) const noexcept {
    const auto code = static_cast<std::size_t>(status_code);
    if (released[code]) return Fate::released;
    return stored[code] ? Fate::stored : Fate::failed;
  }
};

}  // namespace backstay::core::idempotency::http
