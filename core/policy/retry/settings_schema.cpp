#include <string>
#include <utility>

#include "core/base/config_schema.hpp"
#include "core/policy/retry/presets.hpp"
#include "core/policy/retry/settings_limits.hpp"
#include "core/policy/retry/settings_reader.hpp"

namespace backstay::core::retry {
namespace {

using schema::Json;
using schema::with_default;
using schema::with_default_ms;

std::string_view name(Growth growth) { return limits::kKinds[static_cast<std::size_t>(growth)]; }
std::string_view name(Jitter jitter) { return limits::kJitters[static_cast<std::size_t>(jitter)]; }

Json backoff_properties() {
  const BackoffSettings defaults;
  return {
      {"kind",
       with_default(schema::choice("How the step grows: initial * multiplier^(n-1), initial, initial * n, or drawn from initial to three "
                                   "times the last pause.",
                                   limits::kKinds),
                    name(defaults.growth))},
      {"initial", with_default_ms(schema::duration("The first step.", limits::kInitial), defaults.initial_ms)},
      {"multiplier",
       with_default(schema::real("Each step is so many times longer. Only with exponential.", limits::kMultiplier), defaults.multiplier)},
      {"maximum", with_default_ms(schema::duration("No step is longer; at least initial, and initial by default where that is longer.",
                                                   limits::kMaximum),
                                  defaults.maximum_ms)},
      {"jitter",
       with_default(schema::choice("full: drawn from 0 to the step; equal: from its half; none: the step itself. Not with decorrelated.",
                                   limits::kJitters),
                    name(defaults.jitter))}};
}

// One of the kinds forbids a key.
Json forbid(std::string_view key, std::initializer_list<Growth> kinds) {
  Json values = Json::array();
  for (const Growth kind : kinds) values.push_back(name(kind));
  Json rule = Json::object();
  rule["if"]["properties"]["kind"]["enum"] = std::move(values);
  rule["if"]["required"] = Json::array({"kind"});
  rule["then"]["properties"][std::string(key)] = false;
  return rule;
}

Json backoff_schema() {
  Json steps = schema::object("A step that may grow, and jitter.", backoff_properties());
  steps["allOf"] = Json::array(
      {forbid("multiplier", {Growth::constant, Growth::linear, Growth::decorrelated}), forbid("jitter", {Growth::decorrelated})});
  Json constant = schema::duration("Constant, without jitter.", limits::kInitial);
  return {{"description", "The pause before another attempt."}, {"anyOf", Json::array({std::move(constant), std::move(steps)})}};
}

Json budget_schema() {
  const BudgetSettings defaults;
  Json own = schema::object(
      "A budget of its own; ratio and minimum_per_second are not both 0.",
      {{"ratio", with_default(schema::real("So many retries for each call.", limits::kRatio), defaults.ratio)},
       {"minimum_per_second",
        with_default(schema::real("So many retries per second besides.", limits::kMinimumPerSecond), defaults.minimum_per_second)},
       {"burst", with_default(schema::integer("So many retries at most are saved up.", limits::kBurst), defaults.burst)}});
  Json name = schema::text("A policy whose retry has a budget.");
  name["minLength"] = limits::kPolicyNameBytes.minimum;
  Json lent = schema::object("The budget of another policy's retry: both draw from it, and the calls of both count.",
                             Json::object({{"use", std::move(name)}}));
  lent["required"] = Json::array({"use"});
  return {{"description", "Bounds the retries of all calls together. Off when absent."},
          {"anyOf", Json::array({std::move(own), std::move(lent)})}};
}

Json object_schema() {
  const Settings defaults;
  Json attempts = schema::integer("Attempts in all, the first call included.", limits::kAttempts);
  Json properties{
      {"preset", schema::choice("What the other keys start from.", kPresetNames)},
      {"attempts", with_default(std::move(attempts), defaults.attempts)},
      {"backoff", backoff_schema()},
      {"maximum_elapsed", schema::duration("Another attempt must begin before so much time has passed since the call began. No limit when "
                                           "absent.",
                                           limits::kMaximumElapsed)},
      {"budget", budget_schema()},
      {"retry_after_maximum",
       with_default_ms(
           schema::duration("A Retry-After reported with the failure lengthens the pause up to this; 0s: never.", limits::kRetryAfter),
           defaults.retry_after_maximum_ms)},
      {"reraise", with_default(schema::boolean("When it gives up, the last error goes on as it is, and not as the cause of another."),
                               defaults.reraise)}};
  return schema::object("A retry.", std::move(properties));
}

std::string preset_description() {
  std::string text = "A preset, by name (attempts): ";
  for (const Preset& preset : kPresets) {
    if (&preset != kPresets.data()) text += ", ";
    text += std::string(preset.name) + " (" + std::to_string(preset.attempts) + ")";
  }
  return text + ".";
}

}  // namespace

Json settings_schema() {
  return {{"description", "Calls again after a failure, a limited number of times and with pauses."},
          {"anyOf", Json::array({schema::integer("Attempts in all, the first call included.", limits::kAttempts),
                                 schema::choice(preset_description(), kPresetNames), object_schema()})}};
}

}  // namespace backstay::core::retry
