// The Retry-After header of RFC 9110 (section 10.2.3): how long a server asks to be left alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace backstay::core {

// A longer wait is answered as this: a year.
inline constexpr int64_t kRetryAfterMaximumNs = int64_t{365} * 24 * 60 * 60 * 1'000'000'000;

// Nanoseconds from `wall_now_ns` (since 1970), 0 to a year, or nothing where the header is neither of:
// - delta-seconds: digits only, of any length;
// - an HTTP date in one of its three forms, with the case, spaces and digits that the RFC gives: IMF-fixdate, RFC 850 (two-digit years
//   lie at most 50 years ahead), asctime. A date in the past gives 0; second 60, a leap second, is the next minute's start. The day of
//   the week must be one, and isn't compared with the date.
// Spaces and tabs around the value are ignored.
std::optional<int64_t> parse_retry_after(std::string_view header, int64_t wall_now_ns) noexcept;

}  // namespace backstay::core
