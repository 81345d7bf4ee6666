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

#include "core/base/reference_counted.hpp"
#include "core/policy/pattern.hpp"
#include "core/policy/plan.hpp"

namespace backstay::core {

class KeyedInstances;

// References: one of the owner, one for every handle outside.
class Policy : public ReferenceCounted<Policy> {
 public:
  // Throws what the blueprint throws. `plan` outlives the policy.
  Policy(const PolicyPlan& plan, std::string key);
  ~Policy();

  // The scalar protocol of backstay_policy_enter_token and backstay_policy_exit_token. Where the gate word allows, the pattern isn't
  // even asked.
  int64_t enter_token(const EnterRequest& request) noexcept {
    adopt_fork();
    const int64_t token = gate_.start();
    if (token != 0 && request.ticket == 0 && request.deadline_ns < 0) [[likely]]
      return token;
    return ask(request);
  }
  int64_t exit_token(const ExitReport& report) noexcept {
    adopt_fork();
    if (report.outcome == Outcome::success && gate_.succeed_quietly(report.token)) [[likely]]
      return 0;
    return tell(report);
  }
  // The ticket of the wait that enter answered with; the permit's deadline, kUnknown where it has none.
  int64_t ticket(int64_t answer) noexcept;
  int64_t leave(int64_t ticket) noexcept;
  int64_t deadline(int64_t token) noexcept;

  // The instance for a key, made at first use, with one reference for the caller. Keys of a keyed instance throw Error unsupported.
  Policy* keyed(const std::string& key);
  // A fallback supplied a result; all instances of the policy count together.
  void count_fallback(Reason reason) const noexcept { plan_.fallbacks.count(reason); }
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

 private:
  // Once after a fork: permits and probe leases of the parent are void here.
  void adopt_fork() noexcept { pattern_->adopt_fork(); }
  int64_t ask(const EnterRequest& request) noexcept;
  int64_t tell(const ExitReport& report) noexcept;

  const PolicyPlan& plan_;
  std::unique_ptr<Pattern> pattern_;
  GateWords gate_;
  std::string key_;
  std::atomic<KeyedInstances*> keyed_{nullptr};
  std::atomic<bool> shut_{false};
};

}  // namespace backstay::core
