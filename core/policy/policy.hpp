// A policy: one handle for a guard, its pattern and its instances by key. Hot calls go straight to the pattern.
//
// One pattern answers for the whole policy; a composition is itself a pattern that holds patterns.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/pattern.hpp"

namespace backstay::core {

class KeyedInstances;
class Runtime;

// What all instances of a policy share. Owned by the runtime, as long as any handle lives.
struct PolicyPlan {
  std::string name;
  std::shared_ptr<const Blueprint> blueprint;  // null: a pass-through
  int64_t keyed_maximum = 1024;
  Surroundings surroundings;
  Runtime* owner = nullptr;  // whose handle count every handle of the policy raises too
};

class Policy {
 public:
  // Throws what the blueprint throws. `plan` outlives the policy.
  Policy(const PolicyPlan& plan, std::string key);
  ~Policy();
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  // The scalar protocol of backstay_policy_enter_token and backstay_policy_exit_token.
  int64_t enter_token(const EnterRequest& request) noexcept;
  int64_t exit_token(const ExitReport& report) noexcept;
  int64_t leave(int64_t ticket) noexcept;

  // The instance for a key, made at first use, with one reference for the caller. Keys of a keyed instance throw Error unsupported.
  Policy* keyed(const std::string& key);
  // Closes this and all keyed instances: enter and exit answer closed.
  void shut() noexcept;

  Pattern& pattern() noexcept { return *pattern_; }
  const Pattern& pattern() const noexcept { return *pattern_; }
  const PolicyPlan& plan() const noexcept { return plan_; }
  const std::string& key() const noexcept { return key_; }
  const Clock& clock() const noexcept { return *plan_.surroundings.clock; }

  // This and every keyed instance, each with a reference that the caller gives back.
  std::vector<Policy*> instances();

  // References: one of the owner, one for every handle outside.
  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
  bool held_by_owner_only() const noexcept { return references_.load(std::memory_order_acquire) == 1; }

 private:
  const PolicyPlan& plan_;
  std::unique_ptr<Pattern> pattern_;
  std::string key_;
  std::atomic<int64_t> references_{1};
  std::atomic<KeyedInstances*> keyed_{nullptr};
};

}  // namespace backstay::core
