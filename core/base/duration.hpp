// Durations as text with a unit: "250ms", "30s", "1.5s", "1h30m", "24h".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace backstay::core {

// What parse_duration found: nanoseconds, or what is wrong in words that can follow the value's name.
struct ParsedDuration {
  int64_t ns = 0;
  std::string problem;  // empty when it was read
  bool ok() const noexcept { return problem.empty(); }
};

// Reads one or more numbers, each with a unit (d, h, m, s, ms, us, ns), from the longest unit to the shortest, without spaces and
// without a sign. A number may have decimals. A bare number is refused, also "0": nobody remembers the unit.
ParsedDuration parse_duration(std::string_view text);

// The canonical text of a duration of 0 or more: "1h30m", "1.5s", "250ms", "0s". parse_duration reads it back to the same value.
std::string format_duration(int64_t ns);
std::string format_duration_ms(int64_t ms);

// The regular expression (ECMA 262) of what parse_duration accepts, but for overflow.
std::string_view duration_pattern() noexcept;

}  // namespace backstay::core
