// What was waiting for the writer at one time: one transaction.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/base/clock.hpp"
#include "core/store/key_value.hpp"
#include "core/store/sqlite/database.hpp"
#include "core/store/sqlite/entries.hpp"

namespace backstay::core::sqlite {

// A job, and what came of it.
struct Running {
  std::unique_ptr<store::Job> job;
  store::Unit* unit = nullptr;
  std::optional<Error> failure{};  // its own
};

class Batch {
 public:
  // Takes up the jobs that are still wanted.
  explicit Batch(std::vector<Running> waiting) noexcept;

  bool empty() const noexcept { return running_.empty(); }
  // Runs every unit and commits. Throws what the whole of it failed with; then nothing has happened.
  void commit(Database& database, Entries& entries, const Clock& clock);
  // Tells everybody how it ended.
  void tell(const Error* failure) noexcept;

 private:
  static void run(Running& running, Database& database, Entries& entries);

  std::vector<Running> running_;
};

}  // namespace backstay::core::sqlite
