#include "core/policy/circuit_breaker/presets.hpp"

namespace backstay::core::circuit_breaker {

Settings Preset::settings() const {
  Settings settings;
  settings.consecutive_failures = consecutive_failures;
  settings.open.initial_ms = open_ms;
  settings.open.maximum_ms = open_ms;
  settings.half_open.permits = 1;
  settings.half_open.successes = successes;
  return settings;
}

}  // namespace backstay::core::circuit_breaker
