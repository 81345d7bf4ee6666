#include "core/policy/circuit_breaker/settings.hpp"

#include <algorithm>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/duration.hpp"
#include "core/policy/circuit_breaker/presets.hpp"
#include "core/policy/circuit_breaker/settings_limits.hpp"
#include "core/policy/circuit_breaker/settings_reader.hpp"

namespace backstay::core::circuit_breaker {
namespace {

// `window` is a duration or {"calls": n}; `buckets` stands beside it and belongs to a duration.
WindowSettings read_window(const ConfigReader& rate) {
  WindowSettings window = RateSettings{}.window;
  if (const auto value = rate.find("window")) {
    if (value->is_object()) {
      value->allow_keys(limits::kCountWindowKeys);
      window = {.calls = value->integer("calls", 0, limits::kWindowCalls), .length_ms = 0};
      if (!value->has("calls")) value->error("doesn't say how many calls", "{\"calls\": " + describe(limits::kWindowCalls) + "}");
      if (rate.has("buckets")) rate.error_at("buckets", "belongs to a window of time, and this one counts calls", "leave it out");
      return window;
    }
    window.length_ms = value->as_duration_ms(limits::kWindowLength).value_or(window.length_ms);
  }
  window.buckets = rate.integer("buckets", window.buckets, limits::kBuckets);
  if (window.length_ms % window.buckets != 0) {
    rate.error_at("window", "can't be divided into " + std::to_string(window.buckets) + " buckets of whole milliseconds",
                  "a multiple of " + format_duration_ms(window.buckets));
  }
  return window;
}

RateSettings read_rate(const ConfigReader& value) {
  RateSettings rate;
  rate.threshold = value.real("threshold", rate.threshold, limits::kThreshold);
  rate.window = read_window(value);
  const bool counts = rate.window.calls > 0;
  // The default adapts to a short window; what was asked for is taken at its word.
  const int64_t fallback = counts ? std::min(rate.minimum_calls, rate.window.calls) : rate.minimum_calls;
  rate.minimum_calls = value.integer("minimum_calls", fallback, limits::kMinimumCalls);
  if (counts && rate.minimum_calls > rate.window.calls) {
    value.error_at("minimum_calls", "is more than the window holds, so the rule could never trip",
                   "up to " + std::to_string(rate.window.calls));
  }
  return rate;
}

void read_rules(const ConfigReader& value, Settings& settings) {
  settings.consecutive_failures = value.integer("consecutive_failures", settings.consecutive_failures, limits::kConsecutiveFailures);
  if (const auto rate = value.find("failure_rate"); rate && rate->expect_object()) {
    rate->allow_keys(limits::kFailureRateKeys);
    settings.failure_rate = read_rate(*rate);
  }
  if (const auto rate = value.find("slow_calls"); rate && rate->expect_object()) {
    rate->allow_keys(limits::kSlowCallsKeys);
    settings.slow_calls = read_rate(*rate);
    settings.slow_longer_than_ns = rate->duration_ms("longer_than", 0, limits::kSlow) * kNsPerMs;
    if (!rate->has("longer_than")) rate->error_at("longer_than", "is missing: it says what slow means", describe(limits::kSlow));
  }
}

void read_open_for(const ConfigReader& value, OpenSettings& open) {
  if (!value.is_object()) {
    open = {};
    if (const auto constant = value.as_duration_ms(limits::kOpen)) open.initial_ms = open.maximum_ms = *constant;
    return;
  }
  value.allow_keys(limits::kOpenForKeys);
  open.initial_ms = value.duration_ms("initial", open.initial_ms, limits::kOpen);
  open.multiplier = value.real("multiplier", kGrowingMultiplier, limits::kMultiplier);
  open.maximum_ms = value.duration_ms("maximum", std::max(kGrowingMaximumMs, open.initial_ms), limits::kOpen);
  open.jitter = value.real("jitter", 0.0, limits::kJitter);
  if (open.maximum_ms < open.initial_ms) {
    value.error_at("maximum", "is shorter than initial", "at least " + format_duration_ms(open.initial_ms));
  } else if (open.multiplier <= 1.0 && value.has("maximum") && open.maximum_ms > open.initial_ms) {
    value.warning_at("maximum", "is never reached, since a multiplier of 1 doesn't grow");
  }
}

void read_half_open(const ConfigReader& value, HalfOpenSettings& half_open) {
  value.allow_keys(limits::kHalfOpenKeys);
  half_open.permits = value.integer("permits", half_open.permits, limits::kPermits);
  half_open.successes = value.integer("successes", half_open.successes, limits::kSuccesses);
  half_open.lease_ms = value.duration_ms("lease", half_open.lease_ms, limits::kLease);
  half_open.maximum_time_ms = value.duration_ms("maximum_time", half_open.maximum_time_ms, limits::kMaximumTime);
  half_open.decide_after = value.integer("decide_after", half_open.decide_after, limits::kDecideAfter);
  if (half_open.decide_after == 0) return;
  if (half_open.successes > half_open.decide_after) {
    const std::string needed = std::to_string(half_open.successes);
    value.error_at("decide_after", "is less than the " + needed + " successes that close it", "0, or from " + needed + " to 63");
  }
  if (half_open.permits > half_open.decide_after) {
    value.warning_at("permits", "is more than decide_after, and no more probes than that are let out");
  }
}

// What is allowed and makes little sense.
void lint(const ConfigReader& value, const Settings& settings) {
  const HalfOpenSettings& half_open = settings.half_open;
  if (settings.consecutive_failures == 0 && !settings.failure_rate && !settings.slow_calls && settings.mode != Mode::disabled) {
    value.warning("has no rule, so it never trips by itself", "consecutive_failures, failure_rate, slow_calls");
  }
  const std::string lease = format_duration_ms(half_open.lease_ms);
  if (settings.slow_calls && half_open.lease_ms * kNsPerMs < settings.slow_longer_than_ns) {
    value.warning_at("half_open",
                     "has a lease of " + lease + ", shorter than what slow_calls still calls fast: a probe loses its place while it runs",
                     "a lease of at least " + format_duration(settings.slow_longer_than_ns));
  }
  if (half_open.maximum_time_ms > 0 && half_open.maximum_time_ms < half_open.lease_ms) {
    value.warning_at("half_open",
                     "has a maximum_time shorter than the lease of " + lease + ", so half-open ends before a probe's lease does",
                     "a maximum_time of at least " + lease);
  }
}

Settings read_object(const ConfigReader& value) {
  value.allow_keys(limits::kKeys);
  Settings settings;
  if (const auto preset = value.find("preset")) {
    if (const auto index = preset->as_choice(kPresetNames)) settings = kPresets[*index].settings();
  }
  read_rules(value, settings);
  if (const auto open_for = value.find("open_for")) read_open_for(*open_for, settings.open);
  if (const auto half_open = value.find("half_open"); half_open && half_open->expect_object())
    read_half_open(*half_open, settings.half_open);
  settings.retry_after_maximum_ms = value.duration_ms("retry_after_maximum", settings.retry_after_maximum_ms, limits::kRetryAfter);
  settings.mode = static_cast<Mode>(value.choice("mode", static_cast<std::size_t>(settings.mode), limits::kModes));
  return settings;
}

}  // namespace

std::optional<Settings> read_settings(const ConfigReader& value) {
  if (value.is_text()) {
    const auto preset = value.as_choice(kPresetNames);
    if (!preset) return std::nullopt;
    return kPresets[*preset].settings();
  }
  if (!value.expect_object("an object, or the name of a preset")) return std::nullopt;
  const std::size_t errors = value.error_count();
  const Settings settings = read_object(value);
  if (value.error_count() > errors) return std::nullopt;
  lint(value, settings);
  return settings;
}

}  // namespace backstay::core::circuit_breaker
