// Named starting points for a retry, usable as they are or as a base to override.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/policy/retry/settings.hpp"

namespace backstay::core::retry {

struct Preset {
  std::string_view name;
  int64_t attempts;
  BackoffSettings backoff;
  std::optional<BudgetSettings> budget;

  Settings settings() const;
};

inline constexpr std::array<Preset, 4> kPresets{{
    {.name = "standard", .attempts = 3, .backoff = {}, .budget = BudgetSettings{}},
    {.name = "patient",
     .attempts = 8,
     .backoff = {.initial_ms = 500, .maximum_ms = 30'000},
     .budget = BudgetSettings{.ratio = 0.1, .minimum_per_second = 1.0, .burst = 10}},
    {.name = "fast",
     .attempts = 2,
     .backoff = {.growth = Growth::constant, .initial_ms = 10, .jitter = Jitter::none},
     .budget = BudgetSettings{.ratio = 0.1, .minimum_per_second = 1.0, .burst = 10}},
    {.name = "once", .attempts = 1, .backoff = {}, .budget = std::nullopt},
}};

// The names above, in their order.
inline constexpr auto kPresetNames = [] {
  std::array<std::string_view, kPresets.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kPresets[i].name;
  return names;
}();

}  // namespace backstay::core::retry
