// What the contract doesn't say: locks, lost connections, roles, poolers, versions, forks, and what errors show.
#include "core/store/postgres/postgres_store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/fork.hpp"
#include "core/base/status.hpp"
#include "core/idempotency/claiming.hpp"
#include "core/store/postgres/schema.hpp"
#include "postgres_server.hpp"
#include "single.hpp"
#include "temporary_folder.hpp"

namespace backstay::core::postgres {
namespace {

using store::Action;
using store::Found;
using store::Result;

class PostgresStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    make_database(database_);
    session_.emplace(url_of(kServer, database_));
    open();
  }

  void open() { open(url_of(kServer, database_)); }
  void open(const std::string& url) {
    store_.reset();
    store_ = std::make_unique<PostgresStore>(Target{.url = url, .name = "main", .options = options_}, clock_);
  }
  Result run(const std::string& key, store::Operation operation) { return run_one(*store_, {"space", key}, std::move(operation)); }
  Result create(const std::string& key, int64_t ttl_ns = 3'600 * kNsPerSecond) {
    return run(key, {.action = Action::create, .value = "value of " + key, .ttl_ns = ttl_ns});
  }
  // The error of a creation that fails.
  Error refusal(const std::string& key = "k") {
    try {
      create(key);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no error";
    return {Status::ok, ""};
  }
  std::string sql(const std::string& text) { return session_->run(text); }
  static bool tells(const Error& error, const std::string& words) { return std::string(error.what()).find(words) != std::string::npos; }
  // The server's connections of the library to this database.
  static std::string ours() { return "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'backstay'"; }

  TemporaryFolder folder_;
  std::string database_ = std::filesystem::path(folder_.file("x")).parent_path().filename().string();
  Clock clock_ = Clock::system();
  store::ServerOptions options_;
  std::optional<Session> session_;
  std::unique_ptr<PostgresStore> store_;
};

TEST_F(PostgresStoreTest, TimeIsTheServers) {
  const int64_t fence = create("k", kNsPerSecond / 2).entry.fence;
  sql("UPDATE backstay.entries SET written_ns = written_ns - 100000000");
  const Result found = run("k", {});
  EXPECT_GE(found.entry.age_ns, 100'000'000);
  sql("UPDATE backstay.entries SET written_ns = written_ns + 3600000000000");
  EXPECT_EQ(run("k", {}).entry.age_ns, 0);
  sql("UPDATE backstay.entries SET expires_ns = expires_ns - 600000000");
  EXPECT_EQ(run("k", {.action = Action::touch, .fence = fence, .ttl_ns = 1}).found, Found::missing);
}

// What the server gives is bytes; whether they are a record is for who reads them.
TEST_F(PostgresStoreTest, AHostileRowIsCorrupt) {
  Random random = Random::system();
  idempotency::Keeper keeper("orders", idempotency::Terms{}, *store_, random);
  idempotency::Request request;
  request.key = "k";
  EXPECT_EQ(idempotency::claim(keeper, request).status, Status::ok);
  for (const char* value : {"''", "'\\x00ff'", "decode(repeat('7b', 100000), 'hex')", "value || '\\x20'"}) {
    sql(std::string("UPDATE backstay.entries SET value = ") + value);
    try {
      idempotency::claim(keeper, request);
      ADD_FAILURE() << value;
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Status::corrupt) << value;
    }
  }
}

TEST_F(PostgresStoreTest, ClearsAwayWhatIsOver) {
  for (int i = 0; i < 20; ++i) create("old" + std::to_string(i));
  sql("UPDATE backstay.entries SET expires_ns = 1");
  for (int i = 0; i < 10; ++i) create("new" + std::to_string(i));
  EXPECT_EQ(sql("SELECT count(*) FROM backstay.entries"), "10");
}

TEST_F(PostgresStoreTest, OneOfManyCreates) {
  options_.connections = 8;
  open();
  constexpr int kKeys = 40;
  std::vector<std::atomic<int>> created(kKeys);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int k = 0; k < kKeys; ++k) {
        if (create(std::to_string(k)).found == Found::done) created[static_cast<std::size_t>(k)].fetch_add(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::atomic<int>& one : created) EXPECT_EQ(one.load(), 1);
}

// Fences rise for a key whoever deletes and creates it, on however many connections.
TEST_F(PostgresStoreTest, FencesRiseUnderContention) {
  options_.connections = 8;
  open();
  std::atomic<int64_t> highest{0};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        const int64_t before = highest.load();
        const Result created = create("k");
        if (created.found != Found::done) continue;
        // Who holds the key is alone, so nobody raises it meanwhile.
        if (created.entry.fence <= before || created.entry.fence <= highest.load()) wrong.fetch_add(1);
        highest.store(created.entry.fence);
        run("k", {.action = Action::erase, .fence = created.entry.fence});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong.load(), 0);
}

TEST_F(PostgresStoreTest, WhoWaitsForALockHoldsUpNobody) {
  options_.connections = 1;
  options_.timeout_ms = 60'000;
  open();
  const int64_t fence = create("locked").entry.fence;
  sql("BEGIN; SELECT * FROM backstay.entries FOR UPDATE");
  std::atomic<bool> over{false};
  std::thread waiter([&] {
    EXPECT_EQ(run("locked", {.action = Action::touch, .fence = fence, .ttl_ns = kNsPerSecond}).found, Found::done);
    over = true;
  });
  Session other(url_of(kServer, database_));
  const std::string waits = "SELECT count(*) " + ours() + " AND wait_event_type = 'Lock'";
  while (other.run(waits) != "1") std::this_thread::yield();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(create(std::to_string(i)).found, Found::done);
  EXPECT_FALSE(over);
  sql("COMMIT");
  waiter.join();
  EXPECT_TRUE(over);
}

TEST_F(PostgresStoreTest, ALockThatIsNeverGivenUpIsSaid) {
  options_.timeout_ms = 500;
  open();
  const int64_t fence = create("locked").entry.fence;
  sql("BEGIN; SELECT * FROM backstay.entries FOR UPDATE");
  try {
    run("locked", {.action = Action::touch, .fence = fence, .ttl_ns = 1});
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::store_unavailable);
    EXPECT_TRUE(tells(error, "lock timeout")) << error.what();
    EXPECT_FALSE(tells(error, "not known")) << error.what();
  }
  sql("COMMIT");
}

// Connections are cut while units are on their way: each is settled, and none is done twice.
TEST_F(PostgresStoreTest, CutConnectionsLoseNothing) {
  constexpr int kKeys = 200;
  create("first");
  std::atomic<int> done{0};
  std::atomic<int> cut{0};
  std::thread cutter([&] {
    Session other(url_of(kServer, database_));
    // Now and then, so that there is something to cut.
    for (int next = 5; next < kKeys; next += 5) {
      while (done < next) std::this_thread::yield();
      cut += std::stoi(other.run("SELECT count(pg_terminate_backend(pid)) " + ours()));
    }
  });
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int k = 0; k < kKeys / 4; ++k) {
        const std::string key = std::to_string(t) + "." + std::to_string(k);
        try {
          // The key is this thread's alone: what is there can only be its own.
          const Result made = create(key);
          if (made.found == Found::conflict ? made.entry.value != "value of " + key : made.found != Found::done) wrong.fetch_add(1);
        } catch (const Error& error) {
          if (error.status() != Status::store_unavailable) wrong.fetch_add(1);
        }
        done.fetch_add(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  cutter.join();
  EXPECT_EQ(wrong.load(), 0);
  EXPECT_GT(cut.load(), 0);
  EXPECT_EQ(create("last").found, Found::done);
}

TEST_F(PostgresStoreTest, AnAnswerThatIsLostIsToldAndUnknown) {
  options_.timeout_ms = 300;
  open();
  create("k");
  // The server takes the operation and says nothing.
  sql("ALTER FUNCTION backstay.apply_1 RENAME TO apply_1_kept; CREATE FUNCTION backstay.apply_1(text, bytea, integer, bytea, bigint, "
      "boolean, "
      "bigint, bigint, integer, OUT out_found integer, OUT out_fence bigint, OUT out_value bytea, OUT out_age_ns bigint) LANGUAGE sql AS "
      "$$ SELECT 0, 1::bigint, ''::bytea, 0::bigint FROM pg_sleep(2) $$");
  const Error error = refusal("other");
  EXPECT_EQ(error.status(), Status::store_unavailable);
  EXPECT_TRUE(tells(error, "not known")) << error.what();
  EXPECT_TRUE(tells(error, "claiming the same key again")) << error.what();
}

TEST_F(PostgresStoreTest, AServerThatIsAwayIsSaid) {
  options_.timeout_ms = 300;
  open("postgresql://me:secret-word@127.0.0.1:1/none");
  const Error error = refusal();
  EXPECT_EQ(error.status(), Status::store_unavailable);
  EXPECT_TRUE(tells(error, "store \"main\": PostgreSQL: ")) << error.what();
  EXPECT_TRUE(tells(error, "127.0.0.1")) << error.what();
  EXPECT_FALSE(tells(error, "secret-word")) << error.what();
  EXPECT_FALSE(tells(error, "not known")) << error.what();
}

TEST_F(PostgresStoreTest, AWrongPasswordIsSaidAtOnceAndNotShown) {
  options_.timeout_ms = 60'000;
  std::string url = url_of(kServer, database_);
  const std::size_t from = url.find(':', url.find("//")) + 1;
  url.replace(from, url.find('@') - from, "secret-word");
  open(url);
  const Error error = refusal();
  EXPECT_EQ(error.status(), Status::store_unavailable);
  EXPECT_TRUE(tells(error, "password authentication failed")) << error.what();
  EXPECT_FALSE(tells(error, "secret-word")) << error.what();
}

TEST_F(PostgresStoreTest, ADatabaseThatIsNotThereIsSaidAtOnce) {
  options_.timeout_ms = 60'000;
  open(url_of(kServer, "nowhere"));
  EXPECT_TRUE(tells(refusal(), "\"nowhere\" does not exist"));
}

TEST_F(PostgresStoreTest, AReadOnlyDatabaseIsSaid) {
  create("k");
  sql("ALTER DATABASE \"" + database_ + "\" SET default_transaction_read_only = on");
  open();
  const Error error = refusal("other");
  EXPECT_EQ(error.status(), Status::store_unavailable);
  EXPECT_TRUE(tells(error, "read-only transaction")) << error.what();
  EXPECT_EQ(run("k", {}).entry.value, "value of k");
}

// As the guide says: the owner makes the tables, the service may call the function and see the version.
TEST_F(PostgresStoreTest, AServiceNeedsFewRights) {
  create("k");
  const std::string role = "service_" + database_;
  sql("CREATE ROLE \"" + role + "\" LOGIN PASSWORD 'word'");
  std::string url = url_of(kServer, database_);
  const std::size_t from = url.find("//") + 2;
  url.replace(from, url.find('@') - from, role + ":word");
  open(url);
  EXPECT_TRUE(tells(refusal(), "permission denied"));
  sql("GRANT USAGE ON SCHEMA backstay TO \"" + role + "\"; GRANT SELECT ON backstay.migrations TO \"" + role +
      "\"; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA backstay TO \"" + role + "\"");
  open(url);
  const int64_t fence = create("mine").entry.fence;
  EXPECT_EQ(run("mine", {.action = Action::replace, .value = "new", .fence = fence, .new_fence = true, .ttl_ns = 1}).found, Found::done);
  EXPECT_EQ(create("k").found, Found::conflict);
  Session service(url);
  EXPECT_THROW(service.run("SELECT * FROM backstay.entries"), std::runtime_error);
  EXPECT_THROW(service.run("DELETE FROM backstay.entries"), std::runtime_error);
}

TEST_F(PostgresStoreTest, TablesAreMadeBySomebodyElseWhereThatIsAsked) {
  options_.migrate = false;
  open();
  const Error error = refusal();
  EXPECT_EQ(error.status(), Status::unsupported);
  EXPECT_TRUE(tells(error, "\"migrate\": true")) << error.what();
  sql(migration_script());
  sql(migration_script());
  open();
  EXPECT_EQ(create("k").found, Found::done);
}

TEST_F(PostgresStoreTest, WorksWithTheNextVersionAndNoFurther) {
  create("k");
  sql("INSERT INTO backstay.migrations (version) VALUES (" + std::to_string(known_version() + 1) + ")");
  open();
  EXPECT_EQ(create("next").found, Found::done);
  sql("INSERT INTO backstay.migrations (version) VALUES (" + std::to_string(known_version() + 2) + ")");
  open();
  const Error error = refusal("other");
  EXPECT_EQ(error.status(), Status::unsupported);
  EXPECT_TRUE(tells(error, "have version " + std::to_string(known_version() + 2))) << error.what();
}

TEST_F(PostgresStoreTest, ManyMakeTheTablesAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> made{0};
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      PostgresStore own({.url = url_of(kServer, database_), .name = "main", .options = options_}, clock_);
      made += run_one(own, {"space", std::to_string(t)}, {.action = Action::create, .ttl_ns = kNsPerSecond}).found == Found::done ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made.load(), 6);
  EXPECT_EQ(sql("SELECT count(*) FROM backstay.migrations"), std::to_string(known_version()));
}

// A pooler that isn't recognised forgets what was prepared; the store notices.
TEST_F(PostgresStoreTest, APoolerThatIsDeniedIsNoticed) {
  options_.pooler = store::Pooler::none;
  open(url_of(kPooler, database_));
  std::vector<std::thread> threads;
  std::atomic<int> made{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int k = 0; k < 10; ++k) made += create(std::to_string(t) + "." + std::to_string(k)).found == Found::done ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made.load(), 80);
}

TEST_F(PostgresStoreTest, AChildMakesConnectionsOfItsOwn) {
  watch_forks();
  create("before");
  const std::string connections = sql("SELECT string_agg(pid::text, ',') " + ours());
  const pid_t child = fork();
  if (child == 0) {
    alarm(30);
    int code = 1;
    try {
      if (create("child").found == Found::done && run("before", {}).found == Found::done) code = 0;
      store_.reset();
    } catch (...) {
      code = 2;
    }
    _exit(code);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(create("after").found, Found::done);
  EXPECT_EQ(run("child", {}).found, Found::done);
  // The same ones as before: the child's end was none of theirs.
  EXPECT_EQ(sql("SELECT string_agg(pid::text, ',') " + ours() + " AND pid IN (" + connections + ")"), connections);
}

TEST_F(PostgresStoreTest, AChildThatNeverUsesItLeavesItsParentsConnectionsAlone) {
  watch_forks();
  create("before");
  const pid_t child = fork();
  if (child == 0) {
    alarm(30);
    store_.reset();
    _exit(0);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  const std::string connections = sql("SELECT string_agg(pid::text, ',') " + ours());
  EXPECT_EQ(create("after").found, Found::done);
  EXPECT_EQ(sql("SELECT string_agg(pid::text, ',') " + ours()), connections);
}

}  // namespace
}  // namespace backstay::core::postgres
