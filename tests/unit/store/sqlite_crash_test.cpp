// The power goes at any time: no commit that somebody was told of is lost, and what is left is a whole database.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "core/base/clock.hpp"
#include "core/store/sqlite/database.hpp"
#include "core/store/sqlite/sqlite_store.hpp"
#include "losing_files.hpp"
#include "single.hpp"
#include "temporary_folder.hpp"

namespace backstay::core::sqlite {
namespace {

constexpr int kCrashes = 40;
constexpr int kThreads = 3;

// The keys that somebody was told are created.
class Told {
 public:
  void add(const std::string& key) {
    const std::lock_guard hold(mutex_);
    keys_.push_back(key);
  }
  std::vector<std::string> all() {
    const std::lock_guard hold(mutex_);
    return keys_;
  }
  std::size_t count() {
    const std::lock_guard hold(mutex_);
    return keys_.size();
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> keys_;
};

void create(store::KeyValueStore& store, const std::string& key) {
  // Large enough that the log is folded into the file again and again.
  store::run_one(store, {"space", key}, {.action = store::Action::create, .value = std::string(20'000, 'v'), .ttl_ns = INT64_MAX});
}

// How many keys are missing in the file, or -1 where it is no whole database.
int64_t missing(const std::string& path, const std::vector<std::string>& keys, const Clock& clock) try {
  {
    Database database(Place{.path = path});
    Statement check(database, "PRAGMA integrity_check");
    if (!check.step() || check.bytes(0) != "ok") return -1;
  }
  SqliteStore left({.path = path, .name = "left"}, clock);
  int64_t count = 0;
  for (const std::string& key : keys) count += store::run_one(left, {"space", key}, {}).found == store::Found::done ? 0 : 1;
  return count;
} catch (const Error&) {
  return -1;
}

// Keys that were lost by all crashes together, each of which comes while threads create some more.
int64_t lost_by_crashes(bool honest) {
  const TemporaryFolder folder;
  const Clock clock = Clock::manual();
  LosingFiles files(honest ? "losing" : "lying", honest);
  SqliteStore store({.path = folder.file("store.db"), .name = "main", .vfs = files.name()}, clock);
  Told told;
  std::atomic<bool> stop{false};
  std::atomic<std::size_t> allowed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; !stop; ++i) {
        while (told.count() >= allowed && !stop) std::this_thread::yield();
        const std::string key = std::to_string(t) + "." + std::to_string(i);
        create(store, key);
        told.add(key);
      }
    });
  }
  std::mt19937_64 chance(7);
  int64_t lost = 0;
  for (int crash = 0; crash < kCrashes; ++crash) {
    const std::size_t before = told.count();
    allowed = before + 12;
    const std::size_t until = before + 1 + chance() % 8;
    while (told.count() < until) std::this_thread::yield();
    const std::vector<std::string> promised = told.all();
    const std::string left = folder.file("crash" + std::to_string(crash));
    std::filesystem::create_directory(left);
    files.crash_into(left, chance);
    const int64_t gone = missing(left + "/store.db", promised, clock);
    EXPECT_GE(gone, honest ? 0 : -1) << "crash " << crash;
    lost += gone < 0 ? static_cast<int64_t>(promised.size()) : gone;
    std::filesystem::remove_all(left);
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  return lost;
}

TEST(SqliteCrash, LosesNothingThatWasAcknowledged) { EXPECT_EQ(lost_by_crashes(true), 0); }

TEST(SqliteCrash, ADiskThatLiesIsNoticed) { EXPECT_GT(lost_by_crashes(false), 0); }

}  // namespace
}  // namespace backstay::core::sqlite
