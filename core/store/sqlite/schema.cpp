#include "core/store/sqlite/schema.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace backstay::core::sqlite {

namespace {

// Keys and values are bytes: a key may hold any character, and a value is the library's own form. Times are of the wall clock, in
// nanoseconds since 1970.
constexpr const char* kEntries = R"(
CREATE TABLE backstay_entries (
  id         INTEGER PRIMARY KEY,
  space      TEXT    NOT NULL,
  key        BLOB    NOT NULL,
  value      BLOB    NOT NULL,
  fence      INTEGER NOT NULL,
  written_ns INTEGER NOT NULL,
  expires_ns INTEGER NOT NULL,
  UNIQUE (space, key)
);
CREATE INDEX backstay_entries_by_expiry ON backstay_entries (expires_ns);
CREATE TABLE backstay_fences (last INTEGER NOT NULL);
INSERT INTO backstay_fences (last) VALUES (0);
)";

constexpr std::array<const char*, 1> kMigrations = {kEntries};

constexpr const char* kMigrationsTable =
    "CREATE TABLE IF NOT EXISTS backstay_migrations (version INTEGER PRIMARY KEY, applied_ns INTEGER NOT NULL)";

int64_t version_of(Database& database) {
  database.execute(kMigrationsTable);
  Statement latest(database, "SELECT coalesce(max(version), 0) FROM backstay_migrations");
  latest.step();
  return latest.integer(0);
}

void apply(Database& database, int64_t version, int64_t now_ns) {
  database.execute(kMigrations[static_cast<std::size_t>(version - 1)]);
  Statement note(database, "INSERT INTO backstay_migrations (version, applied_ns) VALUES (?, ?)");
  note.bind(version).bind(now_ns).run();
}

}  // namespace

std::span<const char* const> migrations() noexcept { return kMigrations; }

store::Migrated migrate(Database& database, int64_t now_ns) {
  constexpr auto kKnown = static_cast<int64_t>(kMigrations.size());
  database.execute("BEGIN IMMEDIATE");
  try {
    const int64_t version = version_of(database);
    if (version > kKnown + 1) {
      throw Error(Status::unsupported, database.subject() + ": its tables have version " + std::to_string(version) +
                                           "; this version of the library knows those up to " + std::to_string(kKnown + 1));
    }
    for (int64_t next = version + 1; next <= kKnown; ++next) apply(database, next, now_ns);
    database.execute("COMMIT");
    return {.from = version, .to = std::max(version, kKnown)};
  } catch (...) {
    if (database.in_transaction()) database.execute("ROLLBACK");
    throw;
  }
}

std::string migration_script() {
  std::string script = "BEGIN IMMEDIATE;\n" + std::string(kMigrationsTable) + ";\n";
  for (std::size_t version = 1; version <= kMigrations.size(); ++version) {
    script.append(kMigrations[version - 1]);
    script += "INSERT INTO backstay_migrations (version, applied_ns) VALUES (" + std::to_string(version) +
              ", CAST(strftime('%s') AS INTEGER) * 1000000000);\n";
  }
  return script + "COMMIT;\n";
}

}  // namespace backstay::core::sqlite
