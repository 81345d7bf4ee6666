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
      &timeout::kCallPatternType,      // the deadline of the whole call
      &retry::kPatternType,            // outside of what an attempt passes
      &rate_limit::kPatternType,       // before a place is taken
      &circuit_breaker::kPatternType,  // before a place is taken
      &bulkhead::kPatternType,         // a place for the attempt itself
      &timeout::kAttemptPatternType,   // its deadline, once it runs
  };
  return types;
}

}  // namespace backstay::core
