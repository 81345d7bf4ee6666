// A policy's instances by key: bounded, the longest unused forgotten first.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/fork.hpp"
#include "core/policy/policy.hpp"

namespace backstay::core {

class KeyedInstances {
 public:
  explicit KeyedInstances(const PolicyPlan& plan) : plan_(plan), table_(std::make_unique<Table>()) {}
  ~KeyedInstances();

  // Returns the instance with one reference for the caller. When the number is reached, one is forgotten, as least_missed says.
  Policy* get(const std::string& key);
  // All instances, each with a reference that the caller gives back.
  std::vector<Policy*> all();
  // New instances are shut from now on, and so are the present ones.
  void shut() noexcept;

 private:
  using Place = std::list<Policy*>::iterator;

  struct Table {
    std::list<Policy*> by_use;  // most recent first
    std::unordered_map<std::string_view, Place> by_key;
  };

  class Held;
  // Among the longest unused, the first that is idle and nobody holds; else the first that is idle, since a collected language
  // may hold what it has long ceased to use; else the longest unused itself, since the bound always holds.
  static Place least_missed(Table& table);
  void forget_one(Table& table);

  const PolicyPlan& plan_;
  ForkSafeLock lock_;
  std::unique_ptr<Table> table_;
  bool shut_ = false;
};

}  // namespace backstay::core
