#include "core/policy/retry/settings.hpp"

#include <algorithm>

#include "core/base/duration.hpp"
#include "core/policy/retry/budget.hpp"
#include "core/policy/retry/presets.hpp"
#include "core/policy/retry/settings_limits.hpp"
#include "core/policy/retry/settings_reader.hpp"

namespace backstay::core::retry {
namespace {

constexpr std::string_view kAllowed = "an object, a number of attempts, or the name of a preset";

// What is given for a kind of growth that makes no use of it.
void refuse_unused(const ConfigReader& value, Growth growth) {
  const std::string kind(limits::kKinds[static_cast<std::size_t>(growth)]);
  if (growth != Growth::exponential && value.has("multiplier"))
    value.error_at("multiplier", "belongs to exponential, and this backoff is " + kind, "leave it out");
  if (growth == Growth::decorrelated && value.has("jitter"))
    value.error_at("jitter", "stands beside decorrelated, which brings its own", "leave it out");
}

void read_backoff(const ConfigReader& value, BackoffSettings& backoff) {
  if (!value.is_object()) {
    backoff = {.growth = Growth::constant, .jitter = Jitter::none};
    backoff.initial_ms = value.as_duration_ms(limits::kInitial).value_or(backoff.initial_ms);
    backoff.maximum_ms = std::max(backoff.maximum_ms, backoff.initial_ms);
    return;
  }
  value.allow_keys(limits::kBackoffKeys);
  backoff.growth = static_cast<Growth>(value.choice("kind", static_cast<std::size_t>(backoff.growth), limits::kKinds));
  backoff.initial_ms = value.duration_ms("initial", backoff.initial_ms, limits::kInitial);
  backoff.multiplier = value.real("multiplier", backoff.multiplier, limits::kMultiplier);
  backoff.maximum_ms = value.duration_ms("maximum", std::max(backoff.maximum_ms, backoff.initial_ms), limits::kMaximum);
  backoff.jitter = static_cast<Jitter>(value.choice("jitter", static_cast<std::size_t>(backoff.jitter), limits::kJitters));
  refuse_unused(value, backoff.growth);
  const bool grows = backoff.growth != Growth::constant && (backoff.growth != Growth::exponential || backoff.multiplier > 1.0);
  if (backoff.maximum_ms < backoff.initial_ms) {
    value.error_at("maximum", "is shorter than initial", "at least " + format_duration_ms(backoff.initial_ms));
  } else if (!grows && value.has("maximum") && backoff.maximum_ms > backoff.initial_ms) {
    value.warning_at("maximum", "is never reached, since this backoff doesn't grow");
  }
}

void read_borrowed_budget(const ConfigReader& value, Settings& settings) {
  settings.budget.reset();
  for (const auto& [key, member] : value.members()) {
    if (key != "use") member.error("stands beside use, and the budget is the other policy's", "leave it out");
  }
  settings.lender = value.text("use", {}, limits::kPolicyNameBytes);
}

void read_budget(const ConfigReader& value, Settings& settings) {
  if (!value.expect_object()) return;
  if (value.has("use")) return read_borrowed_budget(value, settings);
  value.allow_keys(limits::kBudgetKeys);
  BudgetSettings budget = settings.budget.value_or(BudgetSettings{});
  budget.ratio = value.real("ratio", budget.ratio, limits::kRatio);
  budget.minimum_per_second = value.real("minimum_per_second", budget.minimum_per_second, limits::kMinimumPerSecond);
  budget.burst = value.integer("burst", budget.burst, limits::kBurst);
  if (Budget::millionths(budget.ratio) == 0 && Budget::millionths(budget.minimum_per_second) == 0) {
    value.error("would never refill, since ratio and minimum_per_second are both 0", "at least one of them above 0");
  }
  settings.budget = budget;
}

Settings read_object(const ConfigReader& value) {
  value.allow_keys(limits::kKeys);
  Settings settings;
  if (const auto preset = value.find("preset")) {
    if (const auto index = preset->as_choice(kPresetNames)) settings = kPresets[*index].settings();
  }
  settings.attempts = value.integer("attempts", settings.attempts, limits::kAttempts);
  if (const auto backoff = value.find("backoff")) read_backoff(*backoff, settings.backoff);
  settings.maximum_elapsed_ms = value.duration_ms("maximum_elapsed", settings.maximum_elapsed_ms, limits::kMaximumElapsed);
  if (const auto budget = value.find("budget")) read_budget(*budget, settings);
  settings.retry_after_maximum_ms = value.duration_ms("retry_after_maximum", settings.retry_after_maximum_ms, limits::kRetryAfter);
  settings.reraise = value.boolean("reraise", settings.reraise);
  return settings;
}

}  // namespace

std::optional<Settings> read_settings(const ConfigReader& value) {
  if (value.is_text()) {
    const auto preset = value.as_choice(kPresetNames);
    if (!preset) return std::nullopt;
    return kPresets[*preset].settings();
  }
  if (value.is_number()) {
    const auto attempts = value.as_integer(limits::kAttempts);
    if (!attempts) return std::nullopt;
    Settings settings;
    settings.attempts = *attempts;
    return settings;
  }
  if (!value.expect_object(kAllowed)) return std::nullopt;
  const std::size_t errors = value.error_count();
  const Settings settings = read_object(value);
  if (value.error_count() > errors) return std::nullopt;
  if (settings.attempts == 1 && value.has("backoff")) value.warning_at("backoff", "is never used, since there is one attempt only");
  return settings;
}

}  // namespace backstay::core::retry
