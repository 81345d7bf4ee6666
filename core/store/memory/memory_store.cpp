#include "core/store/memory/memory_store.hpp"

#include <algorithm>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace backstay::core::memory {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;

namespace {

// Entries that one operation clears away, so that none has to wait for a long sweep: more than it can add.
constexpr int64_t kSwept = 2;

// The length first, so that no two pairs of space and key read the same.
std::string name_of(const store::Key& key) {
  std::string name = std::to_string(key.space.size());
  return name.append(":").append(key.space).append(key.key);
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
    if (operation->action == Action::sweep) {
      result = {.found = Found::done, .swept = sweep(state, operation->most, now_ns)};
      continue;
    }
    sweep(state, kSwept, now_ns);
    result = operation->action == Action::list ? list(state, unit.key(), *operation, now_ns) : apply(state, name, *operation, now_ns);
  }
}

void MemoryStore::start(std::unique_ptr<store::Job> job) noexcept {
  store::Unit* const unit = job->begin();
  if (unit == nullptr) return;
  try {
    run(*unit);
  } catch (const std::bad_alloc&) {
    const Error failure(Status::out_of_memory, "out of memory");
    return job->over(&failure);
  }
  job->over(nullptr);
}

store::Examination MemoryStore::examine() {
  return {.product = "memory",
          .facts = {{"entries", std::to_string(size())}},
          .warnings = {"this process alone sees it, and it ends with the process"}};
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
  const bool there = found != state.entries.end();
  const Found judged = store::judge(operation, there ? std::optional(found->second.fence) : std::nullopt);
  if (judged == Found::missing) return {judged};
  if (!there) {
    put(state, name, operation, now_ns);
    return {Found::done, {.fence = state.last_fence}};
  }
  Kept& kept = found->second;
  if (judged == Found::conflict || operation.action == Action::read) {
    return {judged, {.value = kept.value, .fence = kept.fence, .age_ns = now_ns - kept.written_ns}};
  }
  if (operation.action == Action::erase) {
    forget(state, found);
    return {Found::done, {.fence = operation.fence}};
  }
  if (operation.action == Action::replace) kept.value = operation.value;
  if (operation.new_fence) kept.fence = ++state.last_fence;
  kept.written_ns = now_ns;
  keep_until(state, kept, store::later(now_ns, operation.ttl_ns));
  return {Found::done, {.fence = kept.fence}};
}

void MemoryStore::put(State& state, const std::string& name, const Operation& operation, int64_t now_ns) {
  const auto added = state.entries.emplace(name, Kept{operation.value, state.last_fence + 1, now_ns, {}}).first;
  try {
    added->second.expiry = state.by_expiry.emplace(store::later(now_ns, operation.ttl_ns), &added->first);
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

// Looks at every entry, as nothing else here needs them in an order.
Result MemoryStore::list(const State& state, const store::Key& place, const Operation& operation, int64_t now_ns) {
  const std::string begin = name_of(place);
  const std::string after = operation.value.empty() ? std::string() : name_of({place.space, operation.value});
  std::vector<const std::string*> names;
  for (const auto& [name, kept] : state.entries) {
    if (name.starts_with(begin) && name > after && kept.expiry->first > now_ns) names.push_back(&name);
  }
  const auto page = static_cast<std::ptrdiff_t>(std::min(static_cast<uint64_t>(operation.most), static_cast<uint64_t>(names.size())));
  const auto less = [](const std::string* left, const std::string* right) { return *left < *right; };
  std::partial_sort(names.begin(), names.begin() + page, names.end(), less);
  Result result{.found = Found::done};
  const std::size_t before_key = begin.size() - place.key.size();
  for (auto name = names.begin(); name != names.begin() + page; ++name) {
    const Kept& kept = state.entries.at(**name);
    result.listed.push_back({.key = (*name)->substr(before_key),
                             .entry = {.value = kept.value, .fence = kept.fence, .age_ns = now_ns - kept.written_ns},
                             .left_ns = kept.expiry->first - now_ns});
  }
  if (static_cast<std::size_t>(page) < names.size()) result.cursor = result.listed.back().key;
  return result;
}

int64_t MemoryStore::sweep(State& state, int64_t most, int64_t now_ns) {
  int64_t swept = 0;
  for (auto first = state.by_expiry.begin(); swept < most && first != state.by_expiry.end() && first->first <= now_ns; ++swept) {
    forget(state, state.entries.find(*first->second));
    first = state.by_expiry.begin();
  }
  return swept;
}

}  // namespace backstay::core::memory
