#include "core/store/sqlite/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/base/status.hpp"
#include "single.hpp"
#include "temporary_folder.hpp"

namespace backstay::core::sqlite {
namespace {

using store::Action;
using store::Found;
using store::Operation;
using store::Result;
using store::run_one;

class SqliteStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<SqliteStore> open() { return std::make_unique<SqliteStore>(Place{.path = path_, .name = "main"}, clock_); }
  static Result create(SqliteStore& store, const std::string& key) {
    return run_one(store, {"space", key}, {.action = Action::create, .value = "v", .ttl_ns = INT64_MAX});
  }
  static Result read(SqliteStore& store, const std::string& key) { return run_one(store, {"space", key}, {}); }
  // The first number that a statement gives, in a connection of its own.
  int64_t ask(const char* sql) const {
    Database database(Place{.path = path_});
    Statement statement(database, sql);
    return statement.step() ? statement.integer(0) : -1;
  }
  static std::string refusal(SqliteStore& store, Status expected) {
    try {
      create(store, "k");
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), expected);
      return error.what();
    }
    ADD_FAILURE() << "not refused";
    return {};
  }
  // What the child returns is its exit status.
  template <class Function>
  static int in_child(Function&& function) {
    const pid_t child = fork();
    if (child == 0) _exit(function());
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("store.db");
  Clock clock_ = Clock::manual();
};

TEST_F(SqliteStoreTest, LookingMakesNoFileAndMigratingDoes) {
  const auto store = open();
  EXPECT_EQ(store->examine().warnings, std::vector<std::string>{"the file isn't there yet; its first use makes it"});
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_EQ(store->migrate().from, 0);
  const store::Examination examination = store->examine();
  EXPECT_TRUE(examination.warnings.empty());
  const auto has = [&](const char* name, const std::string& value) {
    return std::any_of(examination.facts.begin(), examination.facts.end(),
                       [&](const store::Fact& fact) { return fact.name == name && fact.value == value; });
  };
  EXPECT_TRUE(has("synchronous", "full"));
  EXPECT_TRUE(has("journal", "wal"));
  EXPECT_TRUE(has("tables", "version 1"));
}

TEST_F(SqliteStoreTest, TheScriptMakesWhatTheLibraryMakes) {
  {
    Database database(Place{.path = path_});
    database.execute(open()->migration_script().c_str());
  }
  const store::Migrated migrated = open()->migrate();
  EXPECT_EQ(migrated.from, migrated.to);
  EXPECT_EQ(create(*open(), "k").found, Found::done);
}

TEST_F(SqliteStoreTest, OpensNothingBeforeItIsUsed) {
  const auto store = open();
  EXPECT_FALSE(std::ifstream(path_).good());
  create(*store, "k");
  EXPECT_TRUE(std::ifstream(path_).good());
}

TEST_F(SqliteStoreTest, OutlivesTheStoreAndGoesOnWithItsFences) {
  const int64_t fence = create(*open(), "k").entry.fence;
  const auto store = open();
  EXPECT_EQ(read(*store, "k").entry.fence, fence);
  EXPECT_GT(create(*store, "other").entry.fence, fence);
}

TEST_F(SqliteStoreTest, TwoStoresOfAFileAreOne) {
  const auto one = open();
  const auto other = open();
  std::atomic<int> created{0};
  std::vector<std::thread> threads;
  for (SqliteStore* const store : {one.get(), other.get()}) {
    threads.emplace_back([&created, store] {
      for (int i = 0; i < 100; ++i) created += create(*store, std::to_string(i)).found == Found::done ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(created.load(), 100);
  EXPECT_EQ(ask("SELECT count(DISTINCT fence) FROM backstay_entries"), 100);
}

TEST_F(SqliteStoreTest, CommitsAreSyncedBeforeTheyAreTold) {
  Database database(Place{.path = path_});
  Statement synchronous(database, "PRAGMA synchronous");
  ASSERT_TRUE(synchronous.step());
  EXPECT_EQ(synchronous.integer(0), 2);
  Statement mode(database, "PRAGMA journal_mode");
  ASSERT_TRUE(mode.step());
  EXPECT_EQ(mode.bytes(0), "wal");
}

TEST_F(SqliteStoreTest, ClearsAwayWhatIsOver) {
  const auto store = open();
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 20; ++i) {
      run_one(*store, {"space", std::to_string(round * 20 + i)}, {.action = Action::create, .value = "v", .ttl_ns = 100});
    }
    clock_.advance(100);
  }
  EXPECT_LE(ask("SELECT count(*) FROM backstay_entries"), 40);
}

// A unit of several operations that breaks off at the end.
class Breaking final : public store::Unit {
 public:
  const store::Key& key() const noexcept override { return key_; }
  const Operation* next(const Result* last) override {
    if (last == nullptr) return &create_;
    throw Error(Status::corrupt, "no further");
  }

 private:
  store::Key key_{"space", "broken"};
  Operation create_{.action = Action::create, .value = "v", .ttl_ns = INT64_MAX};
};

TEST_F(SqliteStoreTest, AUnitThatBreaksOffLeavesNothingAndDisturbsNobody) {
  const auto store = open();
  std::thread beside([&] {
    for (int i = 0; i < 50; ++i) EXPECT_EQ(create(*store, std::to_string(i)).found, Found::done);
  });
  for (int i = 0; i < 50; ++i) {
    Breaking unit;
    EXPECT_THROW(store->run(unit), Error);
  }
  beside.join();
  EXPECT_EQ(read(*store, "broken").found, Found::missing);
  EXPECT_EQ(ask("SELECT count(*) FROM backstay_entries"), 50);
}

TEST_F(SqliteStoreTest, SaysWhatIsWrongWithAFile) {
  path_ = folder_.file("absent/store.db");
  EXPECT_NE(refusal(*open(), Status::store_unavailable).find(path_), std::string::npos);
  path_ = folder_.file("notes.txt");
  std::ofstream(path_) << std::string(4096, 'x');
  const std::string message = refusal(*open(), Status::store_unavailable);
  EXPECT_NE(message.find("store \"main\""), std::string::npos) << message;
  EXPECT_NE(message.find("not a database"), std::string::npos) << message;
}

TEST_F(SqliteStoreTest, AFileThatComesLaterIsOpenedThen) {
  path_ = folder_.file("later/store.db");
  const auto store = open();
  refusal(*store, Status::store_unavailable);
  ASSERT_TRUE(std::filesystem::create_directory(folder_.file("later")));
  EXPECT_EQ(create(*store, "k").found, Found::done);
}

TEST_F(SqliteStoreTest, WorksWithTheNextVersionsTablesAndNoLater) {
  create(*open(), "k");
  {
    Database(Place{.path = path_}).execute("INSERT INTO backstay_migrations VALUES (2, 0)");
  }
  EXPECT_EQ(read(*open(), "k").found, Found::done);
  {
    Database(Place{.path = path_}).execute("INSERT INTO backstay_migrations VALUES (3, 0)");
  }
  EXPECT_NE(refusal(*open(), Status::unsupported).find("version 3"), std::string::npos);
}

TEST_F(SqliteStoreTest, AChildOfAUsedStoreIsRefusedInWords) {
  watch_forks();
  const auto store = open();
  create(*store, "k");
  EXPECT_EQ(in_child([&] {
              const std::string message = refusal(*store, Status::forked);
              return message.find("make the runtime in the child") == std::string::npos ? 1 : 0;
            }),
            0);
  EXPECT_EQ(create(*store, "after").found, Found::done);
}

TEST_F(SqliteStoreTest, AChildOfAnUnusedStoreOpensItItself) {
  watch_forks();
  const auto store = open();
  EXPECT_EQ(in_child([&] { return create(*store, "child").found == Found::done ? 0 : 1; }), 0);
  EXPECT_EQ(read(*store, "child").found, Found::done);
}

bool read_int(int descriptor, int& value) { return ::read(descriptor, &value, sizeof value) == sizeof value; }

// A process that is killed at any time loses nothing that it was told: every key whose creation was acknowledged is there.
TEST_F(SqliteStoreTest, NothingAcknowledgedIsLostByAKill) {
  for (int round = 0; round < 20; ++round) {
    int told[2];
    ASSERT_EQ(pipe(told), 0);
    const std::string prefix = std::to_string(round) + ".";
    const pid_t child = fork();
    if (child == 0) {
      const auto store = open();
      for (int i = 0;; ++i) {
        create(*store, prefix + std::to_string(i));
        if (write(told[1], &i, sizeof i) != sizeof i) _exit(1);
      }
    }
    close(told[1]);
    int last = -1;
    for (int i = 0; i <= round && read_int(told[0], last);) ++i;
    kill(child, SIGKILL);
    while (read_int(told[0], last)) {
    }
    close(told[0]);
    waitpid(child, nullptr, 0);
    ASSERT_GE(last, round);
    const auto store = open();
    for (int i = 0; i <= last; ++i) ASSERT_EQ(read(*store, prefix + std::to_string(i)).found, Found::done) << i;
  }
}

}  // namespace
}  // namespace backstay::core::sqlite
