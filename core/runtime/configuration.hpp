// The configuration document as the runtime needs it: checked, with every policy's patterns ready to be built.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config_reader.hpp"
#include "core/base/environment.hpp"
#include "core/base/findings.hpp"
#include "core/idempotency/terms_reader.hpp"
#include "core/policy/pattern.hpp"
#include "core/runtime/stores.hpp"

namespace backstay::core {

// The version of the document that this code reads; a higher one makes unknown keys warnings.
inline constexpr int64_t kConfigurationVersion = 1;
inline constexpr int64_t kPolicyNameMaximum = 128;  // bytes

struct PolicyLayer {
  std::string_view pattern;                    // the pattern's key, static text
  std::shared_ptr<const Blueprint> blueprint;  // null: the lender's
  std::string lender{};                        // the policy whose pattern, or part of it, is used; empty: none
};

struct PolicySpec {
  std::string name;
  std::vector<PolicyLayer> layers{};  // outermost first; empty only in a document of a newer version: every call passes
  int64_t keyed_maximum = 1024;       // instances by key, 1 to 1,000,000
};

struct Configuration {
  int64_t version = kConfigurationVersion;
  std::string service;
  bool manual_clock = false;
  std::optional<uint64_t> seed;  // makes jitter repeatable
  bool enabled = true;
  std::string metrics_prefix;
  int64_t event_capacity = 1024;     // events kept for readers, 16 to 65,536
  std::vector<PolicySpec> policies;  // in the order of the document
  std::vector<StoreSpec> stores;
  std::vector<idempotency::Spec> idempotencies;
  // SHA-256 of the document as written, with sorted keys: equal wherever the same file is read, whatever the environment holds.
  std::string fingerprint;
  std::vector<Finding> warnings;
};

// Reads a document. Throws Error invalid_config with the message of every error, one per line.
Configuration read_configuration(std::string_view json, const Environment& environment = process_environment());

// All findings of a document, errors and warnings; the configuration too where there is no error.
struct CheckedConfiguration {
  std::optional<Configuration> configuration;
  Findings findings;
};
CheckedConfiguration check_configuration(std::string_view json, const Environment& environment = process_environment());

// The JSON Schema (draft 2020-12) of the document, indented, with a last newline.
std::string configuration_schema();

}  // namespace backstay::core
