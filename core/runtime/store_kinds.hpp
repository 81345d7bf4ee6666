// The kinds of stores there are: how their URLs read, what else a configuration may say of one, and the adapter behind it.
//
// Every build knows all of them, so that it can say what it is without.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/clock.hpp"
#include "core/store/key_value.hpp"
#include "core/store/server_options.hpp"

namespace backstay::core {

struct StoreSpec {
  std::string name;
  std::string url;
  store::ServerOptions options{};
};

struct StoreKind {
  std::string_view product;  // whose library it needs; empty: none
  std::string_view shape;    // of its URLs, for messages
  std::string_view pattern;  // of its URLs, for the schema; what `accepts` takes
  bool (*accepts)(std::string_view url);
  std::span<const std::string_view> keys;  // what its object may have, the URL first
  // The clock outlives the store. Null where this build is without it.
  std::unique_ptr<store::KeyValueStore> (*open)(const StoreSpec& spec, const Clock& clock);
};

std::span<const StoreKind> store_kinds() noexcept;
// The kind of a URL; null where this build has none.
const StoreKind* store_kind_of(std::string_view url) noexcept;

}  // namespace backstay::core
