#include "core/policy/rate_limit/rate_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/clock.hpp"
#include "core/base/duration.hpp"
#include "core/base/text.hpp"
#include "core/policy/rate_limit/settings_limits.hpp"

namespace backstay::core::rate_limit {
namespace {

struct Unit {
  std::string_view name;
  int64_t ns;
};

constexpr int64_t kMinute = 60 * kNsPerSecond;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

constexpr std::array<Unit, 8> kUnits{{{"s", kNsPerSecond},
                                      {"sec", kNsPerSecond},
                                      {"m", kMinute},
                                      {"min", kMinute},
                                      {"h", kHour},
                                      {"hour", kHour},
                                      {"d", kDay},
                                      {"day", kDay}}};

ParsedRate fail(std::string problem) { return {.problem = std::move(problem)}; }

// 0 where it is none.
int64_t read_period(std::string_view text) {
  for (const Unit& unit : kUnits) {
    if (unit.name == text) return unit.ns;
  }
  const ParsedDuration parsed = parse_duration(text);
  return parsed.ok() ? parsed.ns : 0;
}

}  // namespace

ParsedRate parse_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return fail("has no period; write so many per second as \"100/s\"");
  const std::string_view digits = text.substr(0, slash);
  const bool whole = !digits.empty() && std::all_of(digits.begin(), digits.end(), is_digit);
  if (!whole) return fail("doesn't begin with a whole number");
  ParsedRate rate;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), rate.number);
  if (read.ec != std::errc() || rate.number < limits::kNumber.minimum || rate.number > limits::kNumber.maximum)
    return fail("has a number that is out of range");
  rate.period_ns = read_period(text.substr(slash + 1));
  if (rate.period_ns <= 0) return fail("has a period that is no unit and no duration");
  if (rate.period_ns > limits::kLongestPeriodNs) return fail("has a period above 365 days");
  if (rate.number > rate.period_ns / limits::kShortestIntervalNs)
    return fail("is above 1000000 per second, where the time for one rounds to nothing");
  return rate;
}

std::string describe_rate() { return "a rate such as \"100/s\" or \"5/10s\", up to 1000000 per second"; }

std::string rate_pattern() {
  std::string units;
  for (const Unit& unit : kUnits) (units += unit.name) += '|';
  // Without the anchors of its own.
  const std::string_view duration = duration_pattern().substr(1, duration_pattern().size() - 2);
  return "^[0-9]+/(" + units + std::string(duration) + ")$";
}

}  // namespace backstay::core::rate_limit
