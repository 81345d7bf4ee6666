#include "core/idempotency/holder_unit.hpp"

#include <optional>
#include <utility>

namespace backstay::core::idempotency {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;

HolderUnit::HolderUnit(store::Key key, Operation operation, std::string completes)
    : key_(std::move(key)), operation_(std::move(operation)), completes_(std::move(completes)) {}

// The new fence keeps a heartbeat or a recovery point that was on its way from undoing it.
HolderUnit HolderUnit::complete(store::Key key, int64_t fence, const Record& done, int64_t ttl_ns) {
  return {
      std::move(key), {.action = Action::replace, .value = encode(done), .fence = fence, .new_fence = true, .ttl_ns = ttl_ns}, done.claim};
}

HolderUnit HolderUnit::rewrite(store::Key key, int64_t fence, const Record& record, int64_t ttl_ns) {
  return {std::move(key), {.action = Action::replace, .value = encode(record), .fence = fence, .ttl_ns = ttl_ns}, {}};
}

HolderUnit HolderUnit::heartbeat(store::Key key, int64_t fence, int64_t ttl_ns) {
  return {std::move(key), {.action = Action::touch, .fence = fence, .ttl_ns = ttl_ns}, {}};
}

HolderUnit HolderUnit::release(store::Key key, int64_t fence) { return {std::move(key), {.action = Action::erase, .fence = fence}, {}}; }

const Operation* HolderUnit::next(const Result* last) {
  if (last == nullptr) return &operation_;
  if (last->found == Found::done) status_ = Status::ok;
  // What is gone after an erase that may have been done is what was to be.
  if (last->found == Found::missing && again_ && operation_.action == Action::erase) status_ = Status::ok;
  if (last->found == Found::conflict && !completes_.empty()) {
    const std::optional<Record> known = decode(last->entry.value);
    if (known && known->done && known->claim == completes_) status_ = Status::ok;
  }
  return nullptr;
}

}  // namespace backstay::core::idempotency
