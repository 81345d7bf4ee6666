// The two lines of the timeout in the registry: of the whole call, and of each attempt.
#pragma once

#include "core/policy/registry.hpp"

namespace backstay::core::timeout {

extern const PatternType kCallPatternType;
extern const PatternType kAttemptPatternType;

}  // namespace backstay::core::timeout
