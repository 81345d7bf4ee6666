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

#include "core/base/fork.hpp"
#include "core/policy/pattern.hpp"
#include "core/telemetry/stripes.hpp"

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

  // The scalar protocol of backstay_policy_enter_token and backstay_policy_exit_token. Where the gate word allows, the pattern isn't
  // even asked.
  int64_t enter_token(const EnterRequest& request) noexcept {
    adopt_fork();
    const int64_t word = gate_.word->load(std::memory_order_acquire);
    if ((word & GateWords::kStart) != 0) [[likely]]
      return word;
    return ask(request);
  }
  int64_t exit_token(const ExitReport& report) noexcept {
    adopt_fork();
    const bool quiet = report.outcome == Outcome::success && (report.token & GateWords::kQuiet) != 0;
    if (!quiet || gate_.word->load(std::memory_order_acquire) != report.token) return tell(report);
    const int64_t stripe = stripe_index() & (gate_.stripe_count - 1);
    gate_.stripes[stripe * gate_.stripe_stride / static_cast<int64_t>(sizeof(int64_t))].fetch_add(1, std::memory_order_relaxed);
    return 0;
  }
  int64_t leave(int64_t ticket) noexcept;

  // The instance for a key, made at first use, with one reference for the caller. Keys of a keyed instance throw Error unsupported.
  Policy* keyed(const std::string& key);
  // Closes this and all keyed instances: enter and exit answer closed.
  void shut() noexcept;

  // For all that is not hot.
  Pattern& pattern() noexcept {
    adopt_fork();
    return *pattern_;
  }
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
  // Once after a fork: permits and probe leases of the parent are void here.
  void adopt_fork() noexcept {
    if (forks_.load(std::memory_order_relaxed) != fork_generation.load(std::memory_order_relaxed)) [[unlikely]]
      void_inherited();
  }
  void void_inherited() noexcept;
  int64_t ask(const EnterRequest& request) noexcept;
  int64_t tell(const ExitReport& report) noexcept;

  const PolicyPlan& plan_;
  std::unique_ptr<Pattern> pattern_;
  GateWords gate_;
  std::atomic<int64_t> forks_;
  std::string key_;
  std::atomic<int64_t> references_{1};
  std::atomic<KeyedInstances*> keyed_{nullptr};
};

}  // namespace backstay::core
