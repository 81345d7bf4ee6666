// Finds the pattern that a control is for among those that a policy is made of.
#pragma once

#include <string>
#include <string_view>

#include "arguments.hpp"
#include "core/base/status.hpp"
#include "core/policy/policy.hpp"

namespace backstay::capi {

// Throws Error unsupported where the policy has no such pattern, or the runtime is disabled.
template <class Part>
Part& part(backstay_policy* policy, std::string_view kind) {
  core::Policy& opened = open_policy(policy);
  if (opened.plan().surroundings.pass_through) {
    throw core::Error(core::Status::unsupported,
                      "the runtime is disabled (BACKSTAY_DISABLED, \"enabled\": false or a disabled runtime); controls have no effect");
  }
  for (core::Pattern* const pattern : opened.pattern().parts()) {
    if (auto* const found = dynamic_cast<Part*>(pattern)) return *found;
  }
  throw core::Error(core::Status::unsupported, "policy " + opened.plan().name + " has no " + std::string(kind));
}

}  // namespace backstay::capi
