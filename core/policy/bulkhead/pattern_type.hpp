// The bulkhead's line in the registry: how it is read from a configuration, and its schema.
#pragma once

#include "core/policy/registry.hpp"

namespace backstay::core::bulkhead {

extern const PatternType kPatternType;

}  // namespace backstay::core::bulkhead
