#include "core/policy/rate_limit/settings.hpp"

#include <string>

#include "core/base/clock.hpp"
#include "core/policy/rate_limit/rate_text.hpp"
#include "core/policy/rate_limit/settings_limits.hpp"
#include "core/policy/rate_limit/settings_reader.hpp"

namespace backstay::core::rate_limit {
namespace {

constexpr IntegerRange kRateBytes{1, 64};

std::optional<Settings> read_rate(const ConfigReader& value) {
  if (!value.is_text()) {
    value.error(value.is_number() ? "is a bare number without a period; write \"100/s\" for so many per second" : "is no rate",
                describe_rate());
    return std::nullopt;
  }
  const auto text = value.as_text(kRateBytes);
  if (!text) return std::nullopt;
  ParsedRate rate = parse_rate(*text);
  if (!rate.ok()) {
    value.error(std::move(rate.problem), describe_rate());
    return std::nullopt;
  }
  return Settings{.interval_ns = (rate.period_ns + rate.number - 1) / rate.number,
                  .burst = rate.number,
                  .per_second = static_cast<double>(rate.number * kNsPerSecond) / static_cast<double>(rate.period_ns)};
}

std::optional<Settings> read_object(const ConfigReader& value) {
  value.allow_keys(limits::kKeys);
  const auto rate = value.find("rate");
  if (!rate) value.error_at("rate", "is missing: it says how many may pass in what time", describe_rate());
  std::optional<Settings> settings = rate ? read_rate(*rate) : std::nullopt;
  // The other keys are looked at all the same, so that one pass finds all.
  Settings read = settings.value_or(Settings{});
  read.burst = value.integer("burst", read.burst, limits::kBurst);
  read.wait_ns = value.duration_ms("wait", read.wait_ns / kNsPerMs, limits::kWait) * kNsPerMs;
  if (!settings) return std::nullopt;
  const int64_t most = limits::kLongestFillNs / read.interval_ns;
  if (read.burst > most) {
    value.error_at("burst", "takes more than ten years to come back at this rate", "up to " + std::to_string(most));
  }
  return read;
}

}  // namespace

std::optional<Settings> read_settings(const ConfigReader& value) {
  if (value.is_text() || value.is_number()) return read_rate(value);
  if (!value.expect_object(describe_rate() + "; or an object")) return std::nullopt;
  const std::size_t errors = value.error_count();
  const auto settings = read_object(value);
  return value.error_count() > errors ? std::nullopt : settings;
}

}  // namespace backstay::core::rate_limit
