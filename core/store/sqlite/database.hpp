// SQLite's connection and statements as objects; what it refuses becomes an Error store_unavailable. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/status.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace backstay::core::sqlite {

// What SQLite said, and whether it said only that somebody else holds the file's lock.
class Refused : public Error {
 public:
  Refused(const std::string& message, bool busy) : Error(Status::store_unavailable, message), busy_(busy) {}
  bool busy() const noexcept { return busy_; }

 private:
  bool busy_;
};

struct Place {
  std::string path;    // of the file, or ":memory:"
  std::string name{};  // of the store, for messages
  std::string vfs{};   // by which SQLite reaches files; empty: the system's own
};

class Statement;

class Database {
 public:
  // Opens or makes the file, for commits that survive a loss of power. Throws Refused.
  explicit Database(Place place);

  // Statements without rows. Throws Refused.
  void execute(const char* sql);
  bool in_transaction() const noexcept;
  // What a message begins with.
  std::string subject() const;
  [[noreturn]] void refuse(int code) const;

 private:
  friend class Statement;
  struct Close {
    void operator()(sqlite3* handle) const noexcept;
  };

  void prefer_durability();

  Place place_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement, used again and again. The database outlives it.
class Statement {
 public:
  Statement(Database& database, const char* sql);

  // Binds the next parameter; bytes are borrowed until the statement was reset.
  Statement& bind(int64_t value);
  Statement& bind_text(std::string_view value);
  Statement& bind_bytes(std::string_view value);
  // Whether there is a row. Throws Refused.
  bool step();
  // Runs it to its end, and makes it ready for the next time.
  void run();
  void reset() noexcept;

  int64_t integer(int column) const noexcept;
  std::string bytes(int column) const;
  // Rows that the last run of an INSERT, UPDATE or DELETE changed.
  int64_t changes() const noexcept;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const noexcept;
  };
  void bound(int code);

  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  int next_ = 1;
};

// Resets a statement at the end of its use, however that comes.
class Use {
 public:
  explicit Use(Statement& statement) noexcept : statement_(statement) {}
  ~Use() { statement_.reset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  Statement* operator->() const noexcept { return &statement_; }

 private:
  Statement& statement_;
};

}  // namespace backstay::core::sqlite
