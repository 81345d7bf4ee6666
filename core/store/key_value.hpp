// A store as keys and values, with compare-and-set, time to live, and ages judged by the store's own clock.
//
// What a user of the port wants done is a *unit*: one operation after another on one key, each decided from the result of the one
// before. Stores run units, each in its own way: in place, in a transaction, or one round trip an operation. So a decision is
// written once, and needs no more of a store than these operations.
//
// An entry has a *fence*: a number that no other entry of the store ever had or will have, greater than all before it. Who writes
// says which fence the entry must have; who lost the entry to somebody else is told so, however much later he comes.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/status.hpp"
#include "core/store/examination.hpp"

namespace backstay::core::store {

// Where an entry lies: a space for each use of the store, and a key in it.
struct Key {
  std::string space;
  std::string key;
};

struct Entry {
  std::string value{};
  int64_t fence = 0;
  int64_t age_ns = 0;  // since it was last written or touched
};

enum class Action : int32_t {
  read,
  create,   // where there is no entry; it gets a fence
  replace,  // the entry with that fence
  touch,    // the entry with that fence is as if it were written now, with the value that it has
  erase,    // the entry with that fence
  // For who looks after a store.
  list,   // the entries of the space whose keys begin with the unit's, in any order, about `most` at a time, maybe one twice
  sweep,  // clears away at most `most` entries whose time is over, of any space
};

struct Operation {
  Action action = Action::read;
  std::string value{};     // create, replace; list: the cursor that the page before ended with, at first empty
  int64_t fence = 0;       // replace, touch, erase
  bool new_fence = false;  // replace: whoever knows only the old fence has lost the entry
  int64_t ttl_ns = 0;      // create, replace, touch: so long after now the entry is gone
  int64_t most = 0;        // list, sweep
};

enum class Found : int32_t {
  done,      // `entry` has the fence; after a read all of it
  conflict,  // `entry` is another one than the operation needs, or one where none should be
  missing,   // there is none
};

// An entry in a list.
struct Listed {
  std::string key{};
  Entry entry{};
  int64_t left_ns = 0;  // until it is gone
};

struct Result {
  Found found = Found::missing;
  Entry entry{};
  std::vector<Listed> listed{};  // list
  std::string cursor{};          // list: where the next page begins; empty: there is none
  int64_t swept = 0;             // sweep: so many went; fewer than were asked for: all are gone
};

class Unit {
 public:
  virtual ~Unit() = default;
  virtual const Key& key() const noexcept = 0;
  // The operation to run, given the result of the last one (at first: null); null when the unit is over.
  virtual const Operation* next(const Result* last) = 0;
  // Whether its last operation was done will never be known: the answer is lost. What was begun is begun again, by next(nullptr), so
  // that the store itself says what came of it.
  virtual void lost() noexcept {}
};

// A unit that is on its way while nobody waits for it on a thread.
class Job {
 public:
  virtual ~Job() = default;
  // The unit to run; null where nobody wants it any more. Nothing else comes then.
  virtual Unit* begin() noexcept = 0;
  // Whether it comes before those that wait: it frees what they may be waiting for.
  virtual bool urgent() const noexcept { return false; }
  // The unit is over, or (failure) the store couldn't, and then nothing is known of it. On any thread, which it may not hold up.
  virtual void over(const Error* failure) noexcept = 0;
};

class KeyValueStore {
 public:
  virtual ~KeyValueStore() = default;
  // Whether run may have to wait. Where it never does, start has done all of its work before it returns.
  virtual bool blocks() const noexcept = 0;
  // Runs a unit to its end. Throws Error store_unavailable where the store can't, and then nothing is known of the unit; forked.
  virtual void run(Unit& unit) = 0;
  // Runs a job's unit in its turn; what run would throw comes by the job.
  virtual void start(std::unique_ptr<Job> job) noexcept = 0;

  // For who looks after it; these wait, and throw what run throws.
  virtual Examination examine() = 0;
  // Makes its tables, or brings them to what this library knows; a store without tables has nothing to do.
  virtual Migrated migrate() { return {}; }
  // The same as SQL, to be run by hand; empty where there are no tables.
  virtual std::string migration_script() const { return {}; }
};

// An instant so long after another, or the end of time.
inline int64_t later(int64_t now_ns, int64_t by_ns) noexcept {
  return by_ns > std::numeric_limits<int64_t>::max() - now_ns ? std::numeric_limits<int64_t>::max() : now_ns + by_ns;
}

// The least key that is greater than all which begin so; empty: there is none.
inline std::string end_of_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<uint8_t>(prefix.back()) == UINT8_MAX) prefix.pop_back();
  if (!prefix.empty()) ++prefix.back();
  return prefix;
}

// What becomes of an operation where the entry has this fence, or where there is none: done, or why not.
inline Found judge(const Operation& operation, std::optional<int64_t> fence) noexcept {
  if (operation.action == Action::create) return fence ? Found::conflict : Found::done;
  if (!fence) return Found::missing;
  return operation.action == Action::read || operation.fence == *fence ? Found::done : Found::conflict;
}

}  // namespace backstay::core::store
