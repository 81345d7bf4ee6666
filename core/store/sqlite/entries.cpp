#include "core/store/sqlite/entries.hpp"

#include <algorithm>
#include <optional>

namespace backstay::core::sqlite {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;

Entries::Entries(Database& database)
    : find_(database, "SELECT id, value, fence, written_ns, expires_ns FROM backstay_entries WHERE space = ? AND key = ?"),
      insert_(database, "INSERT INTO backstay_entries (space, key, value, fence, written_ns, expires_ns) VALUES (?, ?, ?, ?, ?, ?)"),
      replace_(database, "UPDATE backstay_entries SET value = ?, fence = ?, written_ns = ?, expires_ns = ? WHERE id = ?"),
      touch_(database, "UPDATE backstay_entries SET fence = ?, written_ns = ?, expires_ns = ? WHERE id = ?"),
      delete_(database, "DELETE FROM backstay_entries WHERE id = ?"),
      sweep_(database, "DELETE FROM backstay_entries WHERE id IN (SELECT id FROM backstay_entries WHERE expires_ns <= ? LIMIT ?)"),
      list_(database,
            "SELECT key, value, fence, written_ns, expires_ns FROM backstay_entries WHERE space = ? AND key > ? AND key >= ? AND "
            "(? = x'' OR key < ?) AND expires_ns > ? ORDER BY key LIMIT ?"),
      read_fence_(database, "SELECT last FROM backstay_fences"),
      write_fence_(database, "UPDATE backstay_fences SET last = ?") {}

void Entries::enter(int64_t now_ns) noexcept {
  now_ns_ = now_ns;
  last_fence_ = -1;
  fenced_ = false;
}

Result Entries::apply(const store::Key& key, const Operation& operation) {
  if (operation.action == Action::list) return list(key, operation);
  if (operation.action == Action::sweep) return {.found = Found::done, .swept = sweep(operation.most)};
  Row row;
  const bool there = find(key, row);
  const Found judged = store::judge(operation, there ? std::optional(row.entry.fence) : std::nullopt);
  if (judged == Found::missing) return {judged};
  if (judged == Found::conflict || operation.action == Action::read) return {judged, std::move(row.entry)};
  if (operation.action == Action::erase) {
    remove(row.id);
    return {judged, {.fence = operation.fence}};
  }
  const int64_t fence = !there || operation.new_fence ? next_fence() : row.entry.fence;
  if (there) {
    write(row, operation, fence);
  } else {
    create(key, operation, fence);
  }
  return {judged, {.fence = fence}};
}

// An entry whose time is over is none; it goes at once, so that its key is free.
bool Entries::find(const store::Key& key, Row& row) {
  bool over = false;
  {
    const Use found(find_);
    found->bind_text(key.space).bind_bytes(key.key);
    if (!found->step()) return false;
    row.id = found->integer(0);
    over = found->integer(4) <= now_ns_;
    if (!over) {
      row.entry = {.value = found->bytes(1), .fence = found->integer(2), .age_ns = age_ns(found->integer(3))};
    }
  }
  if (over) remove(row.id);
  return !over;
}

void Entries::create(const store::Key& key, const Operation& operation, int64_t fence) {
  insert_.bind_text(key.space).bind_bytes(key.key).bind_bytes(operation.value);
  insert_.bind(fence).bind(now_ns_).bind(store::later(now_ns_, operation.ttl_ns)).run();
}

void Entries::write(const Row& row, const Operation& operation, int64_t fence) {
  Statement& statement = operation.action == Action::replace ? replace_ : touch_;
  if (operation.action == Action::replace) statement.bind_bytes(operation.value);
  statement.bind(fence).bind(now_ns_).bind(store::later(now_ns_, operation.ttl_ns)).bind(row.id).run();
}

void Entries::remove(int64_t id) { delete_.bind(id).run(); }

int64_t Entries::sweep(int64_t most) {
  sweep_.bind(now_ns_).bind(most).run();
  return sweep_.changes();
}

// One more than a page tells whether there is another.
Result Entries::list(const store::Key& place, const Operation& operation) {
  Result result{.found = Found::done};
  const std::string end = store::end_of_prefix(place.key);
  const Use page(list_);
  page->bind_text(place.space).bind_bytes(operation.value).bind_bytes(place.key).bind_bytes(end).bind_bytes(end);
  page->bind(now_ns_).bind(store::later(operation.most, 1));
  while (page->step()) {
    if (static_cast<int64_t>(result.listed.size()) == operation.most) {
      result.cursor = result.listed.back().key;
      break;
    }
    result.listed.push_back({.key = page->bytes(0),
                             .entry = {.value = page->bytes(1), .fence = page->integer(2), .age_ns = age_ns(page->integer(3))},
                             .left_ns = page->integer(4) - now_ns_});
  }
  return result;
}

// A wall clock may have been set back.
int64_t Entries::age_ns(int64_t written_ns) const noexcept { return std::max<int64_t>(now_ns_ - written_ns, 0); }

int64_t Entries::next_fence() {
  if (last_fence_ < 0) {
    const Use read(read_fence_);
    read->step();
    last_fence_ = read->integer(0);
  }
  fenced_ = true;
  return ++last_fence_;
}

void Entries::leave() {
  if (fenced_) write_fence_.bind(last_fence_).run();
}

}  // namespace backstay::core::sqlite
