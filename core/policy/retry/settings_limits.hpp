// What a retry's settings may be: the one place that the reader, the schema and the tests take ranges and names from.
#pragma once

#include <array>
#include <string_view>

#include "core/base/config_reader.hpp"

namespace backstay::core::retry::limits {

inline constexpr int64_t kHourMs = 60 * 60 * 1'000;

inline constexpr IntegerRange kAttempts{1, 1'000};
inline constexpr DurationRange kInitial{0, kHourMs};
inline constexpr RealRange kMultiplier{1.0, 100.0};
inline constexpr DurationRange kMaximum{1, kHourMs};
inline constexpr DurationRange kMaximumElapsed{1, 24 * kHourMs};
inline constexpr DurationRange kRetryAfter{0, kHourMs};
inline constexpr RealRange kRatio{0.0, 10.0};
inline constexpr RealRange kMinimumPerSecond{0.0, 1'000'000.0};
inline constexpr IntegerRange kBurst{1, 1'000'000};
inline constexpr IntegerRange kPolicyNameBytes{1, 128};

// In the order of enum Growth, and of enum Jitter.
inline constexpr std::array<std::string_view, 4> kKinds{"exponential", "constant", "linear", "decorrelated"};
inline constexpr std::array<std::string_view, 3> kJitters{"full", "equal", "none"};

inline constexpr std::array<std::string_view, 7> kKeys{"preset", "attempts", "backoff", "maximum_elapsed", "budget", "retry_after_maximum",
                                                       "reraise"};
inline constexpr std::array<std::string_view, 5> kBackoffKeys{"kind", "initial", "multiplier", "maximum", "jitter"};
inline constexpr std::array<std::string_view, 4> kBudgetKeys{"ratio", "minimum_per_second", "burst", "use"};

}  // namespace backstay::core::retry::limits
