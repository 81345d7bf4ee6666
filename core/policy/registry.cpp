#include "core/policy/registry.hpp"

#include <array>

#include "core/policy/circuit_breaker/pattern_type.hpp"
#include "core/policy/retry/pattern_type.hpp"
#include "core/policy/timeout/pattern_type.hpp"

namespace backstay::core {

// One line a pattern, in the default order of composition, outermost first.
std::span<const PatternType* const> pattern_types() {
  static constexpr std::array types{
      &timeout::kCallPatternType,
      &retry::kPatternType,
      &circuit_breaker::kPatternType,
      &timeout::kAttemptPatternType,
  };
  return types;
}

}  // namespace backstay::core
