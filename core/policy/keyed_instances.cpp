#include "core/policy/keyed_instances.hpp"

#include <iterator>

namespace backstay::core {

namespace {

// How many of the longest unused are looked at for one that is idle: eviction stays cheap whatever the bound.
constexpr int kLooks = 16;

}  // namespace

// Holds the lock. A table that was being changed at a fork is left behind in the child, whole instances with it: walking it
// could crash, and losing some memory once can't.
class KeyedInstances::Held {
 public:
  explicit Held(KeyedInstances& owner) : hold_(owner.lock_) {
    if (hold_.whole()) return;
    static_cast<void>(owner.table_.release());
    owner.table_.reset(new (std::nothrow) Table);
  }

 private:
  ForkSafeHold hold_;
};

KeyedInstances::~KeyedInstances() {
  if (!table_) return;
  for (Policy* const policy : table_->by_use) policy->release();
}

Policy* KeyedInstances::get(const std::string& key) {
  const Held held(*this);
  if (!table_) throw std::bad_alloc();
  Table& table = *table_;
  if (const auto found = table.by_key.find(key); found != table.by_key.end()) {
    table.by_use.splice(table.by_use.begin(), table.by_use, found->second);
    Policy* const policy = *found->second;
    policy->retain();
    return policy;
  }
  auto made = std::make_unique<Policy>(plan_, key);
  if (shut_) made->shut();
  if (static_cast<int64_t>(table.by_use.size()) >= plan_.keyed_maximum) forget_one(table);
  table.by_use.push_front(made.get());
  try {
    table.by_key.emplace(made->key(), table.by_use.begin());
  } catch (...) {
    table.by_use.pop_front();
    throw;
  }
  made->retain();
  return made.release();
}

KeyedInstances::Place KeyedInstances::least_missed(Table& table) {
  auto candidate = table.by_use.end();
  auto idle = candidate;
  for (int look = 0; look < kLooks && candidate != table.by_use.begin(); ++look) {
    --candidate;
    if (!(*candidate)->pattern().idle()) continue;
    if ((*candidate)->held_once()) return candidate;
    if (idle == table.by_use.end()) idle = candidate;
  }
  return idle == table.by_use.end() ? std::prev(idle) : idle;
}

void KeyedInstances::forget_one(Table& table) {
  const Place victim = least_missed(table);
  Policy* const forgotten = *victim;
  table.by_key.erase(forgotten->key());
  table.by_use.erase(victim);
  forgotten->release();
}

std::vector<Policy*> KeyedInstances::all() {
  const Held held(*this);
  if (!table_) return {};
  std::vector<Policy*> policies(table_->by_use.begin(), table_->by_use.end());
  for (Policy* const policy : policies) policy->retain();
  return policies;
}

void KeyedInstances::shut() noexcept {
  const Held held(*this);
  shut_ = true;
  if (!table_) return;
  for (Policy* const policy : table_->by_use) policy->shut();
}

}  // namespace backstay::core
