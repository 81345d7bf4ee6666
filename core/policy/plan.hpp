// What all instances of a policy are made from: its layers in order, and what they share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/fallbacks.hpp"
#include "core/policy/pattern.hpp"

namespace backstay::core {

class Policy;
class Runtime;

// One pattern of a policy: its own by a blueprint, or another policy's, or its own with a part of the other's.
struct PlanLayer {
  std::string_view kind;
  std::shared_ptr<const Blueprint> blueprint;  // null: the lender's pattern itself
  Pattern* lender = nullptr;                   // lives as long as the runtime
};

// Owned by the runtime, as long as any handle lives.
struct PolicyPlan {
  std::string name;
  std::vector<PlanLayer> layers;  // outermost first; empty: a pass-through
  int64_t keyed_maximum = 1024;
  Surroundings surroundings;
  Runtime* owner = nullptr;  // whose handle count every handle of the policy raises too
  mutable Fallbacks fallbacks;
};

}  // namespace backstay::core
