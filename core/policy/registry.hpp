// The one list of patterns: what a configuration may name, and how each is read.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/policy/pattern.hpp"

namespace backstay::core {

class ConfigReader;  // core/base/config_reader.hpp: a value with its path, and the list of findings

struct PatternType {
  std::string_view key;  // in the configuration, such as "circuit_breaker"
  // Reads one pattern's value; reports what is wrong to the reader and then returns null.
  std::unique_ptr<Blueprint> (*read)(const ConfigReader& value);
  // The pattern's part of the JSON Schema.
  nlohmann::ordered_json (*schema)();
};

// In the default order of composition, outermost first.
std::span<const PatternType* const> pattern_types();

}  // namespace backstay::core
