// The stores of a runtime for who looks after them, as JSON.
#pragma once

#include <string>
#include <string_view>

#include "core/runtime/runtime.hpp"

namespace backstay::core {

// An array: each store's name, and what it tells of itself, or why it can't be reached.
std::string examine_stores(Runtime& runtime);
// An object: the store, and the versions of its tables before and after. Throws Error not_found, and what the store throws.
std::string migrate_store(Runtime& runtime, std::string_view name);

}  // namespace backstay::core
