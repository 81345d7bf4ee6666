// The terms of an idempotency from the configuration, and their part of its schema.
#pragma once

#include <string>

#include "core/base/config_reader.hpp"
#include "core/base/config_schema.hpp"
#include "core/idempotency/terms.hpp"

namespace backstay::core::idempotency {

struct Spec {
  std::string name;
  std::string store = "main";
  Terms terms{};
};

// What is wrong becomes a finding.
Spec read_spec(const std::string& name, const ConfigReader& value);
schema::Json spec_schema();

}  // namespace backstay::core::idempotency
