// The terms of an idempotency over HTTP from the configuration, and their part of its schema.
#pragma once

#include "core/base/config_reader.hpp"
#include "core/base/config_schema.hpp"
#include "core/idempotency/http/terms.hpp"

namespace backstay::core::idempotency::http {

// What is wrong becomes a finding.
Terms read_terms(const ConfigReader& value);
schema::Json terms_schema();

}  // namespace backstay::core::idempotency::http
