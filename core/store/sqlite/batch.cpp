#include "core/store/sqlite/batch.hpp"

#include <new>
#include <utility>

namespace backstay::core::sqlite {

namespace {

// Entries that a transaction clears away for each unit: more than a unit can add, so that they don't pile up.
constexpr int64_t kSweptEach = 2;

}  // namespace

Batch::Batch(std::vector<Running> waiting) noexcept : running_(std::move(waiting)) {
  std::erase_if(running_, [](Running& running) {
    running.unit = running.job->begin();
    return running.unit == nullptr;
  });
}

void Batch::commit(Database& database, Entries& entries, const Clock& clock) {
  database.execute("BEGIN IMMEDIATE");
  try {
    entries.enter(clock.wall_ns(clock.now_ns()));  // after the lock, for which it may have waited
    entries.sweep(kSweptEach * static_cast<int64_t>(running_.size()));
    for (Running& running : running_) run(running, database, entries);
    entries.leave();
    database.execute("COMMIT");
  } catch (...) {
    if (database.in_transaction()) database.execute("ROLLBACK");
    throw;
  }
}

void Batch::run(Running& running, Database& database, Entries& entries) {
  database.execute("SAVEPOINT unit");
  try {
    store::Result result;
    const store::Unit& unit = *running.unit;
    const store::Operation* operation = running.unit->next(nullptr);
    while (operation != nullptr) {
      result = entries.apply(unit.key(), *operation);
      operation = running.unit->next(&result);
    }
  } catch (const Error& error) {
    if (!database.in_transaction()) throw;  // SQLite has given up the whole of it
    running.failure = error;
  } catch (const std::bad_alloc&) {
    running.failure.emplace(Status::out_of_memory, "out of memory");
  }
  if (running.failure) database.execute("ROLLBACK TO unit");
  database.execute("RELEASE unit");
}

void Batch::tell(const Error* failure) noexcept {
  for (Running& running : running_) {
    const Error* const own = running.failure ? &*running.failure : nullptr;
    running.job->over(failure != nullptr ? failure : own);
  }
}

}  // namespace backstay::core::sqlite
