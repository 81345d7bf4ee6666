#include "core/store/sqlite/database.hpp"

#include <sqlite3.h>

#include <utility>

#include "core/base/text.hpp"

namespace backstay::core::sqlite {

namespace {

// How long a transaction waits for that of another process.
constexpr int kBusyMs = 5'000;
// So often is the mode asked for, which takes the lock in a way that doesn't wait.
constexpr int kModeTries = 50;

bool is_busy(int code) { return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED; }

}  // namespace

void Database::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
void Statement::Finalize::operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }

Database::Database(Place place) : place_(std::move(place)) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  const int code = sqlite3_open_v2(place_.path.c_str(), &handle, flags, place_.vfs.empty() ? nullptr : place_.vfs.c_str());
  handle_.reset(handle);
  if (code != SQLITE_OK) refuse(code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMs);
  prefer_durability();
}

// WAL: readers don't hold up the writer, and a commit is one sync. FULL: it is synced before the commit is over. fullfsync: on macOS
// a sync is one. trusted_schema: what somebody else put into the file's schema runs no functions.
void Database::prefer_durability() {
  for (int tries = 1;; ++tries) {
    try {
      Statement mode(*this, "PRAGMA journal_mode=WAL");
      mode.step();
      break;
    } catch (const Refused& refused) {
      if (!refused.busy() || tries == kModeTries) throw;
      sqlite3_sleep(kBusyMs / kModeTries);
    }
  }
  execute("PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA trusted_schema=OFF");
}

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) refuse(code);
}

bool Database::in_transaction() const noexcept { return sqlite3_get_autocommit(handle_.get()) == 0; }

std::string Database::subject() const { return "store " + in_quotes(place_.name) + ": SQLite, " + place_.path; }

void Database::refuse(int code) const {
  const char* const words = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
  std::string message = subject() + ": " + words;
  if (is_busy(code)) message += "; somebody else has kept it locked for " + std::to_string(kBusyMs / 1'000) + " s";
  throw Refused(message, is_busy(code));
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(database.handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) database.refuse(code);
  handle_.reset(handle);
}

void Statement::bound(int code) {
  if (code != SQLITE_OK) database_.refuse(code);
}

Statement& Statement::bind(int64_t value) {
  bound(sqlite3_bind_int64(handle_.get(), next_++, value));
  return *this;
}

Statement& Statement::bind_text(std::string_view value) {
  bound(sqlite3_bind_text64(handle_.get(), next_++, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8));
  return *this;
}

// A null pointer would be NULL, which empty bytes are not.
Statement& Statement::bind_bytes(std::string_view value) {
  bound(sqlite3_bind_blob64(handle_.get(), next_++, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) database_.refuse(code);
  return code == SQLITE_ROW;
}

void Statement::run() {
  const Use use(*this);
  step();
}

void Statement::reset() noexcept {
  sqlite3_reset(handle_.get());
  next_ = 1;
}

int64_t Statement::integer(int column) const noexcept { return sqlite3_column_int64(handle_.get(), column); }

std::string Statement::bytes(int column) const {
  const void* const data = sqlite3_column_blob(handle_.get(), column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

int64_t Statement::changes() const noexcept { return sqlite3_changes(sqlite3_db_handle(handle_.get())); }

}  // namespace backstay::core::sqlite
