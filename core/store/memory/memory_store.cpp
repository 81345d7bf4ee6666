#include "core/store/memory/memory_store.hpp"

#include <limits>
#include <utility>

namespace backstay::core::memory {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;

namespace {

// Entries that one operation clears away, so that none has to wait for a long sweep: more than it can add.
constexpr int kSwept = 2;

// The length first, so that no two pairs of space and key read the same.
std::string name_of(const store::Key& key) {
  std::string name = std::to_string(key.space.size());
  return name.append(":").append(key.space).append(key.key);
}

int64_t later(int64_t now_ns, int64_t by_ns) {
  return by_ns > std::numeric_limits<int64_t>::max() - now_ns ? std::numeric_limits<int64_t>::max() : now_ns + by_ns;
}

}  // namespace

MemoryStore::State& MemoryStore::adopt(bool whole) {
  if (!whole) {
    auto fresh = std::make_unique<State>();
    static_cast<void>(state_.release());  // half-written: not even fit to be destroyed
    state_ = std::move(fresh);
  }
  return *state_;
}

void MemoryStore::run(store::Unit& unit) {
  const std::string name = name_of(unit.key());
  Result result;
  for (const Operation* operation = unit.next(nullptr); operation != nullptr; operation = unit.next(&result)) {
    const ForkSafeHold hold(lock_);
    State& state = adopt(hold.whole());
    const int64_t now_ns = clock_.now_ns();
    sweep(state, now_ns);
    result = apply(state, name, *operation, now_ns);
  }
}

int64_t MemoryStore::size() {
  const ForkSafeHold hold(lock_);
  return static_cast<int64_t>(adopt(hold.whole()).entries.size());
}

Result MemoryStore::apply(State& state, const std::string& name, const Operation& operation, int64_t now_ns) {
  auto found = state.entries.find(name);
  if (found != state.entries.end() && found->second.expiry->first <= now_ns) {
    forget(state, found);
    found = state.entries.end();
  }
  if (operation.action == Action::create && found == state.entries.end()) {
    put(state, name, operation, now_ns);
    return {Found::done, {.fence = state.last_fence}};
  }
  if (found == state.entries.end()) return {Found::missing};
  Kept& kept = found->second;
  const auto as_it_is = [&] { return store::Entry{kept.value, kept.fence, now_ns - kept.written_ns}; };
  if (operation.action == Action::read) return {Found::done, as_it_is()};
  if (operation.action == Action::create || operation.fence != kept.fence) return {Found::conflict, as_it_is()};
  if (operation.action == Action::erase) {
    forget(state, found);
    return {Found::done, {.fence = operation.fence}};
  }
  if (operation.action == Action::replace) kept.value = operation.value;
  if (operation.new_fence) kept.fence = ++state.last_fence;
  kept.written_ns = now_ns;
  keep_until(state, kept, later(now_ns, operation.ttl_ns));
  return {Found::done, {.fence = kept.fence}};
}

void MemoryStore::put(State& state, const std::string& name, const Operation& operation, int64_t now_ns) {
  const auto added = state.entries.emplace(name, Kept{operation.value, state.last_fence + 1, now_ns, {}}).first;
  try {
    added->second.expiry = state.by_expiry.emplace(later(now_ns, operation.ttl_ns), &added->first);
  } catch (...) {
    state.entries.erase(added);
    throw;
  }
  ++state.last_fence;
}

// Moves the node that is there, so nothing is allocated and nothing can fail.
void MemoryStore::keep_until(State& state, Kept& kept, int64_t until_ns) {
  auto node = state.by_expiry.extract(kept.expiry);
  node.key() = until_ns;
  kept.expiry = state.by_expiry.insert(std::move(node));
}

void MemoryStore::forget(State& state, std::unordered_map<std::string, Kept>::iterator entry) {
  state.by_expiry.erase(entry->second.expiry);
  state.entries.erase(entry);
}

void MemoryStore::sweep(State& state, int64_t now_ns) {
  for (int swept = 0; swept < kSwept; ++swept) {
    const auto first = state.by_expiry.begin();
    if (first == state.by_expiry.end() || first->first > now_ns) return;
    forget(state, state.entries.find(*first->second));
  }
}

}  // namespace backstay::core::memory
