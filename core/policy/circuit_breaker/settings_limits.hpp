// What a breaker's settings may be: the one place that the reader, the schema and the tests take ranges and names from.
#pragma once

#include <array>
#include <string_view>

#include "core/base/config_reader.hpp"

namespace backstay::core::circuit_breaker::limits {

inline constexpr int64_t kSecondMs = 1'000;
inline constexpr int64_t kDayMs = 24 * 60 * 60 * kSecondMs;

inline constexpr IntegerRange kConsecutiveFailures{0, 1'000'000};
inline constexpr RealRange kThreshold{0.0, 1.0, true};
inline constexpr IntegerRange kMinimumCalls{1, 1'000'000};
inline constexpr DurationRange kWindowLength{kSecondMs, kDayMs};
inline constexpr IntegerRange kWindowCalls{1, 65'536};
inline constexpr IntegerRange kBuckets{1, 60};
inline constexpr DurationRange kSlow{1, kDayMs};
inline constexpr DurationRange kOpen{1, kDayMs};
inline constexpr RealRange kMultiplier{1.0, 100.0};
inline constexpr RealRange kJitter{0.0, 1.0};
inline constexpr IntegerRange kPermits{1, 63};
inline constexpr IntegerRange kSuccesses{1, 63};
inline constexpr IntegerRange kDecideAfter{0, 63};
inline constexpr DurationRange kLease{100, kDayMs / 2};
inline constexpr DurationRange kMaximumTime{0, kDayMs};
inline constexpr DurationRange kRetryAfter{0, kDayMs};

// In the order of enum Mode.
inline constexpr std::array<std::string_view, 3> kModes{"enforce", "metrics_only", "disabled"};

inline constexpr std::array<std::string_view, 8> kKeys{"preset",    "consecutive_failures", "failure_rate", "slow_calls", "open_for",
                                                       "half_open", "retry_after_maximum",  "mode"};
inline constexpr std::array<std::string_view, 4> kFailureRateKeys{"threshold", "window", "buckets", "minimum_calls"};
inline constexpr std::array<std::string_view, 5> kSlowCallsKeys{"threshold", "longer_than", "window", "buckets", "minimum_calls"};
inline constexpr std::array<std::string_view, 1> kCountWindowKeys{"calls"};
inline constexpr std::array<std::string_view, 4> kOpenForKeys{"initial", "multiplier", "maximum", "jitter"};
inline constexpr std::array<std::string_view, 5> kHalfOpenKeys{"permits", "successes", "lease", "maximum_time", "decide_after"};

}  // namespace backstay::core::circuit_breaker::limits
