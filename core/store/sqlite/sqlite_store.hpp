// A store in a SQLite file: the embedded default. It outlives the process, and processes of one machine share it.
//
// One thread writes, and starts with the first unit: everything that waits by then is one transaction, each unit in a savepoint of its
// own, and nobody hears anything before the commit is on the disk. So the cost of a sync is shared by all who come at once. Time is the
// machine's wall clock, which all processes of the file see. A file must not be on a network share, nor be opened by another copy of
// SQLite in the same process, whose closing would lose the locks of this one.
#pragma once

#include <memory>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/store/key_value.hpp"
#include "core/store/sqlite/database.hpp"

namespace backstay::core::sqlite {

class SqliteStore final : public store::KeyValueStore {
 public:
  // Nothing is opened yet. The clock outlives it.
  SqliteStore(Place place, const Clock& clock);
  // Ends what it has accepted, then closes the file.
  ~SqliteStore() override;

  bool blocks() const noexcept override { return true; }
  // In a child whose parent has used it before the fork: throws Error forked.
  void run(store::Unit& unit) override;
  void start(std::unique_ptr<store::Job> job) noexcept override;

  // By connections of their own, beside the writer's.
  store::Examination examine() override;
  store::Migrated migrate() override;
  std::string migration_script() const override;

 private:
  class Writer;
  Writer& writer();
  // In a child whose parent has used it: throws Error forked.
  void refuse_inherited() const;
  // A connection beside the writer's.
  Database connect();

  const Place place_;
  const Clock& clock_;
  ForkSafeLock lock_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace backstay::core::sqlite
