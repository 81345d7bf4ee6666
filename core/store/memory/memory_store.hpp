// A store in the process's own memory, for tests and for services of one process: nothing outlives it, nobody else sees it.
//
// Operations run under one lock, on the caller's thread; what a unit does between two of them is outside. Time is the runtime's clock, so
// tests move it. A forked child goes on with a copy; where the fork fell into a change, it begins empty.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/store/key_value.hpp"

namespace backstay::core::memory {

class MemoryStore final : public store::KeyValueStore {
 public:
  // The clock outlives it.
  explicit MemoryStore(const Clock& clock) : clock_(clock), state_(std::make_unique<State>()) {}

  bool blocks() const noexcept override { return false; }
  void run(store::Unit& unit) override;
  void start(std::unique_ptr<store::Job> job) noexcept override;
  store::Examination examine() override;

  // Entries that are kept just now; those whose time is over go with the next operations.
  int64_t size();

 private:
  using Expiry = std::multimap<int64_t, const std::string*>;
  struct Kept {
    std::string value;
    int64_t fence = 0;
    int64_t written_ns = 0;
    Expiry::iterator expiry;
  };
  struct State {
    std::unordered_map<std::string, Kept> entries;
    Expiry by_expiry;  // the keys of `entries`, by the instant at which they are gone
    int64_t last_fence = 0;
  };

  State& adopt(bool whole);
  static store::Result apply(State& state, const std::string& name, const store::Operation& operation, int64_t now_ns);
  static void put(State& state, const std::string& name, const store::Operation& operation, int64_t now_ns);
  static void keep_until(State& state, Kept& kept, int64_t until_ns);
  static void forget(State& state, std::unordered_map<std::string, Kept>::iterator entry);
  static store::Result list(const State& state, const store::Key& place, const store::Operation& operation, int64_t now_ns);
  static int64_t sweep(State& state, int64_t most, int64_t now_ns);

  const Clock& clock_;
  ForkSafeLock lock_;
  std::unique_ptr<State> state_;
};

}  // namespace backstay::core::memory
