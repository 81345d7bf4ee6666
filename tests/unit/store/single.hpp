// One operation and its result, for tests of stores.
#pragma once

#include <string>
#include <utility>

#include "core/store/key_value.hpp"

namespace backstay::core::store {

class Single final : public Unit {
 public:
  Single(Key key, Operation operation) : key_(std::move(key)), operation_(std::move(operation)) {}
  const Key& key() const noexcept override { return key_; }
  const Operation* next(const Result* last) override {
    if (last == nullptr) return &operation_;
    result = *last;
    return nullptr;
  }

  Result result;

 private:
  Key key_;
  Operation operation_;
};

inline Result run_one(KeyValueStore& store, Key key, Operation operation) {
  Single unit(std::move(key), std::move(operation));
  store.run(unit);
  return unit.result;
}

}  // namespace backstay::core::store
