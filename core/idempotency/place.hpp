// Where the record of a key lies in a store.
#pragma once

#include <string>
#include <string_view>

#include "core/store/key_value.hpp"

namespace backstay::core::idempotency {

// A key by the names that its caller knows.
struct Name {
  std::string_view idempotency;
  std::string_view scope;
  std::string_view key;
};

store::Key place_of(const Name& name);
// What the places of all keys of an idempotency begin with.
store::Key place_of_all(std::string_view idempotency);
// The name that leads to a place; its parts are empty where it is no place of ours. Borrows from it.
Name name_of(std::string_view place);

}  // namespace backstay::core::idempotency
