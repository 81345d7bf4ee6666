// A retry's settings from its part of the configuration, and the description of that part.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "core/base/config_reader.hpp"
#include "core/policy/retry/settings.hpp"

namespace backstay::core::retry {

// Reads an object, a number of attempts, or a text that names a preset. Every problem becomes a finding; nothing when one of them is
// an error. Whether the policy of `budget.use` exists is for the reader of all policies to check.
std::optional<Settings> read_settings(const ConfigReader& value);

// The JSON Schema of what read_settings accepts; refers to `#/$defs/duration`.
nlohmann::ordered_json settings_schema();

}  // namespace backstay::core::retry
