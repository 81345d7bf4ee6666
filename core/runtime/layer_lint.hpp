// Compositions that are allowed and make little sense: warnings, with the reason.
#pragma once

#include "core/base/config_reader.hpp"
#include "core/runtime/configuration.hpp"

namespace backstay::core {

// `at` is the value to complain about: the list of layers, or the policy.
void lint_layers(const ConfigReader& at, const PolicySpec& policy);

}  // namespace backstay::core
