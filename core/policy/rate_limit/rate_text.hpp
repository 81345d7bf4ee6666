// Rates as text: "100/s", "5/10s", "1000/h", "3/1m30s".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace backstay::core::rate_limit {

// What parse_rate found: so many in so much time, or what is wrong in words that can follow the value's name and don't repeat it.
struct ParsedRate {
  int64_t number = 0;
  int64_t period_ns = 0;
  std::string problem;  // empty when it was read
  bool ok() const noexcept { return problem.empty(); }
};

// Reads a whole number, a slash, and a unit (s, sec, m, min, h, hour, d, day) or a duration, without spaces and without a sign.
ParsedRate parse_rate(std::string_view text);

// What a rate may be, in words.
std::string describe_rate();

// The regular expression (ECMA 262) of what parse_rate accepts, but for the ranges.
std::string rate_pattern();

}  // namespace backstay::core::rate_limit
