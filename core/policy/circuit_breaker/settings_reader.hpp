// A breaker's settings from its part of the configuration, and the description of that part.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "core/base/config_reader.hpp"
#include "core/policy/circuit_breaker/settings.hpp"

namespace backstay::core::circuit_breaker {

// Reads an object, or a text that names a preset. Every problem becomes a finding; nothing when one of them is an error.
// What makes little sense, such as no trip rule at all, is a warning.
std::optional<Settings> read_settings(const ConfigReader& value);

// The JSON Schema of what read_settings accepts; refers to `#/$defs/duration`.
nlohmann::ordered_json settings_schema();

}  // namespace backstay::core::circuit_breaker
