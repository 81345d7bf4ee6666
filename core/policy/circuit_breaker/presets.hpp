// Named starting points for a breaker, usable as they are or as a base to override.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/policy/circuit_breaker/settings.hpp"

namespace backstay::core::circuit_breaker {

struct Preset {
  std::string_view name;
  int64_t consecutive_failures;
  int64_t open_ms;
  int64_t successes;

  Settings settings() const;
};

inline constexpr std::array<Preset, 9> kPresets{{
    {"openai", 3, 120'000, 1},
    {"threat_feed", 5, 300'000, 1},
    {"aws_api", 10, 180'000, 1},
    {"azure_api", 10, 180'000, 1},
    {"gcp_api", 10, 180'000, 1},
    {"standard", 5, 30'000, 2},
    {"production", 10, 60'000, 5},
    {"fast_fail", 3, 10'000, 1},
    {"tolerant", 20, 30'000, 3},
}};

// The names above, in their order.
inline constexpr auto kPresetNames = [] {
  std::array<std::string_view, kPresets.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kPresets[i].name;
  return names;
}();

}  // namespace backstay::core::circuit_breaker
