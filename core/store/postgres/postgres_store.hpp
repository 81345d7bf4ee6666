// A store in a PostgreSQL database: many machines share it, and it lives as long as the database does.
//
// Every operation is one call of a function in the database, which commits by itself: no session is needed, so a pooler may stand
// between, and nothing is held while a unit thinks. One thread a store speaks to the server, on several connections, each with many
// operations on their way. Time is the server's, which all hosts share; under a manual clock it is the runtime's. A forked child makes
// connections of its own.
#pragma once

#include <memory>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/store/key_value.hpp"
#include "core/store/postgres/connector.hpp"

namespace backstay::core::postgres {

class Loop;

class PostgresStore final : public store::KeyValueStore {
 public:
  // Nothing is opened yet. The clock outlives it.
  PostgresStore(Target target, const Clock& clock);
  // Ends what it has accepted, within its timeout.
  ~PostgresStore() override;

  bool blocks() const noexcept override { return true; }
  void run(store::Unit& unit) override;
  void start(std::unique_ptr<store::Job> job) noexcept override;

  // By connections of their own.
  store::Examination examine() override;
  store::Migrated migrate() override;
  std::string migration_script() const override;

 private:
  void add(std::unique_ptr<store::Job>& job);
  void let_go() noexcept;

  const Target target_;
  const Clock& clock_;
  ForkSafeLock lock_;
  std::unique_ptr<Loop> loop_;
};

}  // namespace backstay::core::postgres
