// What a timeout's settings may be: the one place that the reader, the schema and the tests take ranges and names from.
#pragma once

#include <array>
#include <string_view>

#include "core/base/config_reader.hpp"

namespace backstay::core::timeout::limits {

inline constexpr int64_t kDayMs = 24 * 60 * 60 * 1'000;

inline constexpr DurationRange kLimit{1, kDayMs};

inline constexpr std::array<std::string_view, 1> kKeys{"limit"};

}  // namespace backstay::core::timeout::limits
