#include <string>
#include <utility>

#include "core/base/config_schema.hpp"
#include "core/base/duration.hpp"
#include "core/policy/circuit_breaker/presets.hpp"
#include "core/policy/circuit_breaker/settings_limits.hpp"
#include "core/policy/circuit_breaker/settings_reader.hpp"

namespace backstay::core::circuit_breaker {
namespace {

using schema::Json;
using schema::with_default;
using schema::with_default_ms;

Json window_schema(const RateSettings& defaults) {
  Json calls = schema::object("The last so many calls.", Json::object({{"calls", schema::integer("How many.", limits::kWindowCalls)}}));
  calls["required"] = Json::array({"calls"});
  Json time = schema::duration("The last so much time; a multiple of buckets milliseconds.", limits::kWindowLength);
  Json window{{"description", "What the rate looks back on: a duration, or a number of calls."}, {"anyOf", Json::array({time, calls})}};
  return with_default_ms(std::move(window), defaults.window.length_ms);
}

Json rate_properties(std::string_view what) {
  const RateSettings defaults;
  const std::string threshold = "Trips when the share of " + std::string(what) + " in the window reaches this.";
  return {
      {"threshold", with_default(schema::real(threshold, limits::kThreshold), defaults.threshold)},
      {"window", window_schema(defaults)},
      {"buckets", with_default(schema::integer("Parts of a window of time; the oldest is forgotten as a whole. Not with a window of calls.",
                                               limits::kBuckets),
                               defaults.window.buckets)},
      {"minimum_calls",
       with_default(schema::integer("Never trips on fewer calls. At most the size of a window of calls, and by default no more.",
                                    limits::kMinimumCalls),
                    defaults.minimum_calls)}};
}

// `buckets` has no meaning beside a window of calls.
void forbid_buckets_with_calls(Json& rate) {
  rate["if"]["properties"]["window"]["type"] = "object";
  rate["if"]["required"] = Json::array({"window"});
  rate["then"]["properties"]["buckets"] = false;
}

Json failure_rate_schema() {
  Json rate = schema::object("Trips on the share of failures. Off when absent.", rate_properties("failures"));
  forbid_buckets_with_calls(rate);
  return rate;
}

Json slow_calls_schema() {
  Json properties = rate_properties("slow calls");
  properties["longer_than"] = schema::duration("A call is slow when it took strictly longer.", limits::kSlow);
  Json rate = schema::object("Trips on the share of slow calls, whatever their outcome. Off when absent.", std::move(properties));
  rate["required"] = Json::array({"longer_than"});
  forbid_buckets_with_calls(rate);
  return rate;
}

Json open_for_schema() {
  const OpenSettings defaults;
  Json properties{
      {"initial", with_default_ms(schema::duration("The first time.", limits::kOpen), defaults.initial_ms)},
      {"multiplier", with_default(schema::real("Each trip in a row is so many times longer.", limits::kMultiplier), kGrowingMultiplier)},
      {"maximum",
       with_default_ms(
           schema::duration("Never longer than this, jitter included; at least initial, and initial by default where that is longer.",
                            limits::kOpen),
           kGrowingMaximumMs)},
      {"jitter",
       with_default(schema::real("Each time is drawn from this share below to this share above.", limits::kJitter), defaults.jitter)}};
  Json constant = schema::duration("Constant.", limits::kOpen);
  Json growing = schema::object("Grows with every trip in a row.", std::move(properties));
  Json open_for{{"description", "How long it stays open before a probe may pass."}, {"anyOf", Json::array({constant, growing})}};
  return with_default_ms(std::move(open_for), defaults.initial_ms);
}

Json half_open_schema() {
  const HalfOpenSettings defaults;
  return schema::object(
      "How it tries whether the upstream is back.",
      {{"permits", with_default(schema::integer("Probes in flight at once.", limits::kPermits), defaults.permits)},
       {"successes", with_default(schema::integer("So many successful probes close it.", limits::kSuccesses), defaults.successes)},
       {"lease", with_default_ms(schema::duration("A probe that hasn't reported for so long no longer holds its place.", limits::kLease),
                                 defaults.lease_ms)},
       {"maximum_time", with_default_ms(schema::duration("Opens again when half-open lasts so long; 0s: no limit.", limits::kMaximumTime),
                                        defaults.maximum_time_ms)},
       {"decide_after",
        with_default(schema::integer("0: the first failed probe opens it again. Otherwise it decides after so many results, at least "
                                     "as many as successes.",
                                     limits::kDecideAfter),
                     defaults.decide_after)}});
}

Json object_schema() {
  const Settings defaults;
  return schema::object(
      "A circuit breaker. Any one rule suffices to trip it; without a preset each is off when absent.",
      {{"preset", schema::choice("What the other keys start from.", kPresetNames)},
       {"consecutive_failures",
        with_default(schema::integer("Trips on so many failures in a row; 0: no such rule.", limits::kConsecutiveFailures),
                     defaults.consecutive_failures)},
       {"failure_rate", failure_rate_schema()},
       {"slow_calls", slow_calls_schema()},
       {"open_for", open_for_schema()},
       {"half_open", half_open_schema()},
       {"retry_after_maximum",
        with_default_ms(
            schema::duration("A Retry-After reported with the failure that trips it lengthens the open time up to this; 0s: never.",
                             limits::kRetryAfter),
            defaults.retry_after_maximum_ms)},
       {"mode", with_default(schema::choice("enforce; metrics_only counts and never trips; disabled evaluates no rule.", limits::kModes),
                             limits::kModes[static_cast<std::size_t>(defaults.mode)])}});
}

std::string preset_description() {
  std::string text = "A preset, by name (consecutive failures, open for, successes to close): ";
  for (const Preset& preset : kPresets) {
    if (&preset != kPresets.data()) text += ", ";
    text += std::string(preset.name) + " (" + std::to_string(preset.consecutive_failures) + ", " + format_duration_ms(preset.open_ms) +
            ", " + std::to_string(preset.successes) + ")";
  }
  return text + ".";
}

}  // namespace

Json settings_schema() {
  return {{"description", "Stops calling an upstream that fails, and tries it again later."},
          {"anyOf", Json::array({schema::choice(preset_description(), kPresetNames), object_schema()})}};
}

}  // namespace backstay::core::circuit_breaker
