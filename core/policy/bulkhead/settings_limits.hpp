// What a bulkhead's settings may be: the one place that the reader, the schema, the control and the tests take ranges and names from.
#pragma once

#include <array>
#include <string_view>

#include "core/base/config_reader.hpp"

namespace backstay::core::bulkhead::limits {

inline constexpr IntegerRange kLimit{1, 1'000'000};
inline constexpr IntegerRange kQueue{0, 65'536};
inline constexpr DurationRange kWait{1, 60 * 60 * 1'000};

inline constexpr std::array<std::string_view, 3> kKeys{"limit", "queue", "wait"};

}  // namespace backstay::core::bulkhead::limits
