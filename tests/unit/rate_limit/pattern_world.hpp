// What a pattern lives in, with a clock that a test moves; and what it says about itself.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "../policy/written.hpp"
#include "core/base/clock.hpp"
#include "core/policy/pattern.hpp"
#include "core/policy/plan.hpp"
#include "core/policy/policy.hpp"
#include "core/telemetry/event_log.hpp"

namespace backstay::core {

template <class Subject, class Settings>
struct PatternWorld {
  explicit PatternWorld(const Settings& wanted, bool pass_through = false)
      : settings(wanted),
        surroundings{.clock = &clock, .events = &events, .policy = "p", .seed = 1, .pass_through = pass_through},
        subject(settings, surroundings, "k") {}

  int64_t count(const std::string& name) const { return static_cast<int64_t>(Written(subject)[name]); }
  Event last_event() const { return events.since(0).events.back(); }
  int64_t event_count() const { return events.sequence().load(); }

  Clock clock = Clock::manual();
  EventLog events{64};
  Settings settings;
  Surroundings surroundings;
  Subject subject;
};

// Builds one pattern for a policy.
template <class Subject, class Settings>
class OneBlueprint final : public Blueprint {
 public:
  explicit OneBlueprint(const Settings& settings) : settings_(settings) {}
  std::unique_ptr<Pattern> build(const Surroundings& surroundings, std::string_view key, Pattern*) const override {
    return std::make_unique<Subject>(settings_, surroundings, key);
  }

 private:
  Settings settings_;
};

// A policy of the patterns that a test adds, outermost first, with a clock that it moves.
class PolicyWorld {
 public:
  template <class Subject, class Settings>
  PolicyWorld& with(const Settings& settings) {
    plan_.layers.push_back({.kind = "layer", .blueprint = std::make_shared<OneBlueprint<Subject, Settings>>(settings)});
    return *this;
  }
  Policy& policy() {
    if (!policy_) {
      plan_.name = "p";
      plan_.surroundings = {.clock = &clock, .events = &events_, .policy = plan_.name, .seed = 1, .pass_through = false};
      policy_ = std::make_unique<Policy>(plan_, "");
    }
    return *policy_;
  }

  static Reason reason(int64_t answer) { return static_cast<Reason>(-answer & 0x7f); }
  static bool wake(int64_t answer) { return (-answer & 0x80) != 0; }

  Clock clock = Clock::manual();

 private:
  EventLog events_{64};
  PolicyPlan plan_;
  std::unique_ptr<Policy> policy_;
};

}  // namespace backstay::core
