// The stores of a configuration: what a document says of them, and how they are opened.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/config_reader.hpp"
#include "core/base/config_schema.hpp"
#include "core/runtime/store_kinds.hpp"
#include "core/store/key_value.hpp"

namespace backstay::core {

// The store of a document that names none; nothing where this build has no store that outlives the process.
std::optional<StoreSpec> default_store();

// A URL, or an object with a URL and what else its kind of store takes. What is wrong becomes a finding, which shows nothing of a URL:
// it may hold a password.
std::optional<StoreSpec> read_store(const std::string& name, const ConfigReader& value);
schema::Json store_schema();

// The clock outlives the store.
std::unique_ptr<store::KeyValueStore> open_store(const StoreSpec& spec, const Clock& clock);

}  // namespace backstay::core
