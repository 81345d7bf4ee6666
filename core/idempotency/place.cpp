#include "core/idempotency/place.hpp"

#include <utility>

namespace backstay::core::idempotency {

namespace {

constexpr const char* kSpace = "idempotency";
// Names and scopes have no control characters, so the parts can be told apart whatever the key holds.
constexpr char kBetween = '\n';

}  // namespace

store::Key place_of(const Name& name) {
  std::string key;
  key.reserve(name.idempotency.size() + name.scope.size() + name.key.size() + 2);
  key.append(name.idempotency).append(1, kBetween).append(name.scope).append(1, kBetween).append(name.key);
  return {kSpace, std::move(key)};
}

store::Key place_of_all(std::string_view idempotency) { return {kSpace, std::string(idempotency) + kBetween}; }

Name name_of(std::string_view place) {
  const std::size_t scope = place.find(kBetween);
  const std::size_t key = scope == std::string_view::npos ? scope : place.find(kBetween, scope + 1);
  if (key == std::string_view::npos) return {};
  return {place.substr(0, scope), place.substr(scope + 1, key - scope - 1), place.substr(key + 1)};
}

}  // namespace backstay::core::idempotency
