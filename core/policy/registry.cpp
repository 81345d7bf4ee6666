#include "core/policy/registry.hpp"

#include <array>

#include "core/policy/bulkhead/pattern_type.hpp"
#include "core/policy/circuit_breaker/pattern_type.hpp"
#include "core/policy/rate_limit/pattern_type.hpp"
#include "core/policy/retry/pattern_type.hpp"
#include "core/policy/timeout/pattern_type.hpp"

namespace backstay::core {

// One line a pattern, in the default order of composition, outermost first.
std::span<const PatternType* const> pattern_types() {
  static constexpr std::array types{
      &timeout::kCallPatternType,     &retry::kPatternType,    &rate_limit::kPatternType,
      &circuit_breaker::kPatternType, &bulkhead::kPatternType, &timeout::kAttemptPatternType,
  };
  return types;
}

}  // namespace backstay::core
