#include "core/policy/retry/presets.hpp"

namespace backstay::core::retry {

Settings Preset::settings() const {
  Settings settings;
  settings.attempts = attempts;
  settings.backoff = backoff;
  settings.budget = budget;
  return settings;
}

}  // namespace backstay::core::retry
