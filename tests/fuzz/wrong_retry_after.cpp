// A parser with two defects, for the test that a target notices one: it knows neither spaces around digits nor too many of them.
#include "core/http/retry_after.hpp"

namespace backstay::core {

std::optional<int64_t> parse_retry_after(std::string_view header, int64_t /*wall_now_ns*/) noexcept {
  uint64_t seconds = 0;
  for (const char digit : header) {
    if (digit < '0' || digit > '9') return std::nullopt;
    seconds = seconds * 10 + static_cast<uint64_t>(digit - '0');
  }
  return static_cast<int64_t>(seconds);
}

}  // namespace backstay::core
