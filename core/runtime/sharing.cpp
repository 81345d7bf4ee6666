#include "core/runtime/sharing.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace backstay::core {

namespace {

using Policies = std::vector<PolicySpec>;

const PolicySpec* find_policy(const Policies& policies, const std::string& name) {
  const auto found = std::find_if(policies.begin(), policies.end(), [&](const PolicySpec& policy) { return policy.name == name; });
  return found == policies.end() ? nullptr : &*found;
}

const PolicyLayer* find_layer(const PolicySpec& policy, std::string_view pattern) {
  const auto found =
      std::find_if(policy.layers.begin(), policy.layers.end(), [&](const PolicyLayer& layer) { return layer.pattern == pattern; });
  return found == policy.layers.end() ? nullptr : &*found;
}

void report_unknown(const Policies& policies, const ConfigReader& use, const std::string& name) {
  std::vector<std::string_view> names;
  for (const PolicySpec& policy : policies) names.push_back(policy.name);
  const std::string near = did_you_mean(name, names);
  use.error("is no policy of this document" + (near.empty() ? "" : "; " + near), "the name of a policy: " + list_in_quotes(names));
}

// The names from `policy` along what it borrows back to itself, as `a -> b -> a`; empty where there is no circle through it.
std::string circle(const Policies& policies, const PolicySpec& from, const PolicySpec& policy, std::vector<const PolicySpec*>& seen) {
  for (const PolicyLayer& layer : policy.layers) {
    if (layer.lender.empty()) continue;
    if (layer.lender == from.name) return " -> " + from.name;
    const PolicySpec* const lender = find_policy(policies, layer.lender);
    if (lender == nullptr || std::find(seen.begin(), seen.end(), lender) != seen.end()) continue;
    seen.push_back(lender);
    const std::string rest = circle(policies, from, *lender, seen);
    if (!rest.empty()) return " -> " + lender->name + rest;
  }
  return {};
}

// The policy that owns the pattern which `lender` has, itself borrowed or not; null where that can't be told.
const PolicyLayer* owned_layer(const Policies& policies, const PolicySpec* lender, std::string_view pattern) {
  for (std::size_t steps = 0; lender != nullptr && steps <= policies.size(); ++steps) {
    const PolicyLayer* const layer = find_layer(*lender, pattern);
    if (layer == nullptr || layer->blueprint) return layer;
    lender = find_policy(policies, layer->lender);
  }
  return nullptr;
}

void settle(const Policies& policies, const Loan& loan) {
  const PolicySpec& borrower = policies[loan.policy];
  const PolicyLayer& layer = borrower.layers[loan.layer];
  const std::string pattern(layer.pattern);
  if (layer.lender == borrower.name) return loan.use.error("is this policy itself", "another policy");
  const PolicySpec* const lender = find_policy(policies, layer.lender);
  if (lender == nullptr) return report_unknown(policies, loan.use, layer.lender);
  if (find_layer(*lender, pattern) == nullptr) return loan.use.error("is a policy without a " + pattern, "a policy that has one");
  const PolicyLayer* const owned = owned_layer(policies, lender, pattern);
  if (layer.blueprint && owned != nullptr && !owned->blueprint->lends()) {
    return loan.use.error("is a policy whose " + pattern + " has nothing to share", "one that has what is used here");
  }
  std::vector<const PolicySpec*> seen;
  const std::string round = circle(policies, borrower, borrower, seen);
  if (!round.empty()) loan.use.error("goes round in a circle: " + borrower.name + round, "policies that don't borrow from each other");
}

}  // namespace

std::optional<ConfigReader> find_use(const ConfigReader& pattern) {
  if (!pattern.is_object()) return std::nullopt;
  if (auto use = pattern.find("use")) return use;
  for (const auto& [key, part] : pattern.members()) {
    if (!part.is_object()) continue;
    if (auto use = part.find("use")) return use;
  }
  return std::nullopt;
}

void settle_loans(const Policies& policies, const std::vector<Loan>& loans) {
  for (const Loan& loan : loans) settle(policies, loan);
}

}  // namespace backstay::core
