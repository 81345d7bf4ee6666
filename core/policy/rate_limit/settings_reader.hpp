// A rate limit's settings from its part of the configuration, and the description of that part.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "core/base/config_reader.hpp"
#include "core/policy/rate_limit/settings.hpp"

namespace backstay::core::rate_limit {

// Reads a text, the rate, or an object. Every problem becomes a finding; nothing when one of them is an error.
std::optional<Settings> read_settings(const ConfigReader& value);

// The JSON Schema of what read_settings accepts; refers to `#/$defs/duration`.
nlohmann::ordered_json settings_schema();

}  // namespace backstay::core::rate_limit
