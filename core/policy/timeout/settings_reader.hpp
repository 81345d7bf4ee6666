// A timeout's settings from its part of the configuration, and the description of that part.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "core/base/config_reader.hpp"
#include "core/policy/timeout/settings.hpp"

namespace backstay::core::timeout {

// Reads a duration, or an object with one. Every problem becomes a finding; nothing when one of them is an error.
std::optional<Settings> read_settings(const ConfigReader& value);

// The JSON Schema of what read_settings accepts; refers to `#/$defs/duration`. `what` says what is limited.
nlohmann::ordered_json settings_schema(std::string_view what);

}  // namespace backstay::core::timeout
