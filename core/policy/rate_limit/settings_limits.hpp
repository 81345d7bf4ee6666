// What a rate limit's settings may be: the one place that the reader, the schema and the tests take ranges and names from.
#pragma once

#include <array>
#include <string_view>

#include "core/base/clock.hpp"
#include "core/base/config_reader.hpp"

namespace backstay::core::rate_limit::limits {

inline constexpr int64_t kDayNs = 24 * 60 * 60 * kNsPerSecond;

inline constexpr IntegerRange kNumber{1, 1'000'000'000};
inline constexpr int64_t kLongestPeriodNs = 365 * kDayNs;
inline constexpr int64_t kShortestIntervalNs = 1'000;
inline constexpr IntegerRange kBurst{1, 1'000'000'000};
// Until an empty burst is whole again: instants up to there fit the word.
inline constexpr int64_t kLongestFillNs = 3'650 * kDayNs;
inline constexpr DurationRange kWait{0, 60 * 60 * 1'000};

inline constexpr std::array<std::string_view, 3> kKeys{"rate", "burst", "wait"};

}  // namespace backstay::core::rate_limit::limits
