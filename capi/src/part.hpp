// Finds the pattern that a control is for among those that a policy is made of.
#pragma once

#include <string>
#include <string_view>

#include "arguments.hpp"
#include "core/base/status.hpp"
#include "core/policy/policy.hpp"

namespace backstay::capi {

// Throws Error unsupported where the policy has no such pattern.
template <class Part>
Part& find_part(core::Policy& policy, std::string_view kind) {
  for (core::Pattern* const pattern : policy.pattern().parts()) {
    if (auto* const found = dynamic_cast<Part*>(pattern)) return *found;
  }
  throw core::Error(core::Status::unsupported, "policy " + policy.plan().name + " has no " + std::string(kind));
}

// The same, where a disabled runtime is refused before the arguments are looked at.
template <class Part>
Part& part(backstay_policy* policy, std::string_view kind) {
  core::Policy& opened = open_policy(policy);
  opened.plan().surroundings.require_enabled();
  return find_part<Part>(opened, kind);
}

}  // namespace backstay::capi
