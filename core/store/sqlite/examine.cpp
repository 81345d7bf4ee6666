#include <sys/stat.h>

#include <optional>

#include "core/store/sqlite/library.hpp"
#include "core/store/sqlite/schema.hpp"
#include "core/store/sqlite/sqlite_store.hpp"

namespace backstay::core::sqlite {

namespace {

std::string ask(Database& database, const char* sql) {
  Statement statement(database, sql);
  return statement.step() ? statement.bytes(0) : std::string();
}

// Nothing where the file isn't there yet: looking must not make it.
std::optional<int64_t> size_of(const std::string& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return found.st_size;
}

}  // namespace

store::Examination SqliteStore::examine() {
  store::Examination examination{.product = "SQLite " + library_version(), .facts = {{"file", place_.path}}};
  const std::optional<int64_t> size = size_of(place_.path);
  if (!size && place_.path != ":memory:") {
    examination.warnings.emplace_back("the file isn't there yet; its first use makes it");
    return examination;
  }
  Database database = connect();
  const auto add = [&](const char* name, std::string value) { examination.facts.push_back({name, std::move(value)}); };
  add("bytes", std::to_string(size.value_or(0)));
  const std::string mode = ask(database, "PRAGMA journal_mode");
  add("journal", mode);
  add("synchronous", ask(database, "PRAGMA synchronous") == "2" ? "full" : "less than full");
  if (mode != "wal") examination.warnings.emplace_back("the journal is no write-ahead log, so that commits are slower");
  if (ask(database, "SELECT count(*) FROM sqlite_master WHERE name = 'backstay_entries'") == "0") {
    examination.warnings.emplace_back("it has no tables yet; its first use makes them");
    return examination;
  }
  add("tables", "version " + ask(database, "SELECT max(version) FROM backstay_migrations"));
  add("entries", ask(database, "SELECT count(*) FROM backstay_entries"));
  return examination;
}

store::Migrated SqliteStore::migrate() {
  Database database = connect();
  return sqlite::migrate(database, clock_.wall_ns(clock_.now_ns()));
}

std::string SqliteStore::migration_script() const { return sqlite::migration_script(); }

}  // namespace backstay::core::sqlite
