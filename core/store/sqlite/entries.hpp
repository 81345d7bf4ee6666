// The entries of the port in their table: one operation at a time, in a transaction that the caller began.
#pragma once

#include <cstdint>

#include "core/store/key_value.hpp"
#include "core/store/sqlite/database.hpp"

namespace backstay::core::sqlite {

class Entries {
 public:
  // The tables are there.
  explicit Entries(Database& database);

  // The transaction's time; what was known of the one before counts no more.
  void enter(int64_t now_ns) noexcept;
  store::Result apply(const store::Key& key, const store::Operation& operation);
  // Deletes at most so many entries whose time is over; gives how many.
  int64_t sweep(int64_t most);
  // Before the commit: writes which fences were given.
  void leave();

 private:
  struct Row {
    int64_t id = 0;
    store::Entry entry{};
  };

  store::Result list(const store::Key& place, const store::Operation& operation);
  bool find(const store::Key& key, Row& row);
  void create(const store::Key& key, const store::Operation& operation, int64_t fence);
  void write(const Row& row, const store::Operation& operation, int64_t fence);
  void remove(int64_t id);
  int64_t next_fence();
  int64_t age_ns(int64_t written_ns) const noexcept;

  Statement find_;
  Statement insert_;
  Statement replace_;
  Statement touch_;
  Statement delete_;
  Statement sweep_;
  Statement list_;
  Statement read_fence_;
  Statement write_fence_;
  int64_t now_ns_ = 0;
  int64_t last_fence_ = -1;  // -1: not read in this transaction
  bool fenced_ = false;      // whether this transaction gave one
};

}  // namespace backstay::core::sqlite
