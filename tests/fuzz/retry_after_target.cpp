// Any bytes as a Retry-After header, at several instants: never a crash, and an answer that can be used as it is.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/retry_after.hpp"
#include "target.hpp"

namespace {

using backstay::core::kRetryAfterMaximumNs;
using backstay::core::parse_retry_after;
using backstay::fuzz::require;

constexpr int64_t kSecond = 1'000'000'000;
// 1994-11-06 08:48:37, 1970, 2026, the end of 1999, and both ends of what a number holds; from early to late.
constexpr std::array<int64_t, 6> kInstants{INT64_MIN, 0, 784'111'717 * kSecond, 946'684'799 * kSecond, 1'767'225'600 * kSecond, INT64_MAX};

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string_view header(reinterpret_cast<const char*>(data), size);
  const std::optional<int64_t> first = parse_retry_after(header, kInstants[0]);
  for (const int64_t now : kInstants) {
    const std::optional<int64_t> wait = parse_retry_after(header, now);
    require(parse_retry_after("\t " + std::string(header) + " ", now) == wait, "spaces around don't matter");
    if (!wait) continue;
    require(*wait >= 0 && *wait <= kRetryAfterMaximumNs, "the wait is from 0 to a year");
    if (is_digits(header)) require(wait == first && *wait % kSecond == 0, "seconds don't depend on the time");
  }
  if (is_digits(header)) require(first.has_value(), "digits are seconds");
  return 0;
}
