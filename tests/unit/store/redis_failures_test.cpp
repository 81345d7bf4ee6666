// Redis servers that are killed, filled, stopped, or made replicas, while units are on their way.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/status.hpp"
#include "core/idempotency/claiming.hpp"
#include "core/store/redis/redis_store.hpp"
#include "redis_server.hpp"
#include "single.hpp"

namespace backstay::core::redis {
namespace {

using store::Action;
using store::Found;
using store::Result;

class RedisFailures : public WithServers {
 protected:
  Result write(RedisStore& store, const std::string& key, const std::string& value = "v") {
    return store::run_one(store, {"space", key}, {.action = Action::create, .value = value, .ttl_ns = INT64_MAX});
  }
  std::string told(RedisStore& store, Status expected, const std::string& value = "v") {
    try {
      write(store, "refused", value);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), expected) << error.what();
      return error.what();
    }
    ADD_FAILURE() << "not refused";
    return {};
  }

  Clock clock_ = Clock::system();
};

bool has_words(const std::string& message, const std::string& words) { return message.find(words) != std::string::npos; }

TEST_F(RedisFailures, AServerThatIsNotThereIsUnavailable) {
  Place place{.host = "127.0.0.1", .port = 1};
  place.name = "main";
  place.options.timeout_ms = 300;
  RedisStore absent(place, clock_);
  const std::string message = told(absent, Status::store_unavailable);
  EXPECT_TRUE(has_words(message, "store \"main\": Redis, 127.0.0.1:1: Connection refused")) << message;
  place.socket = "/absent/redis.sock";
  RedisStore socket(place, clock_);
  EXPECT_TRUE(has_words(told(socket, Status::store_unavailable), "No such file"));
  place.socket.clear();
  place.host = "no-such-host.invalid";
  RedisStore unknown(place, clock_);
  EXPECT_TRUE(has_words(told(unknown, Status::store_unavailable), "no-such-host.invalid"));
}

TEST_F(RedisFailures, AServerThatDoesNotAnswerIsUnavailableUntilItDoes) {
  const RedisServer server;
  RedisStore store(server.place(300), clock_);
  write(store, "k");
  server.signal(SIGSTOP);
  EXPECT_TRUE(has_words(told(store, Status::store_unavailable), "no answer"));
  EXPECT_TRUE(has_words(told(store, Status::store_unavailable), "no answer"));
  server.signal(SIGCONT);
  RedisStore patient(server.place(), clock_);
  EXPECT_EQ(write(patient, "later").found, Found::done);
}

TEST_F(RedisFailures, AServerThatIsBackIsFound) {
  RedisServer server({"--appendonly", "yes", "--appendfsync", "always"});
  RedisStore store(server.place(), clock_);
  write(store, "k");
  server.restart();
  EXPECT_EQ(write(store, "k").found, Found::conflict);
}

TEST_F(RedisFailures, AClusterAndASentinelAreRefused) {
  const RedisServer server({"--cluster-enabled", "yes"});
  RedisStore store(server.place(), clock_);
  EXPECT_TRUE(has_words(told(store, Status::unsupported), "cluster"));
}

TEST_F(RedisFailures, AFullServerRefusesWritesAndStillReads) {
  const RedisServer server({"--maxmemory", "8mb", "--maxmemory-policy", "noeviction"});
  RedisStore store(server.place(), clock_);
  write(store, "k");
  const std::string large(1 << 20, 'x');
  std::optional<std::string> refused;
  for (int i = 0; i < 20 && !refused; ++i) {
    try {
      write(store, std::to_string(i), large);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Status::store_unavailable);
      refused = error.what();
    }
  }
  EXPECT_TRUE(has_words(refused.value_or(""), "OOM")) << *refused;
  EXPECT_EQ(store::run_one(store, {"space", "k"}, {}).entry.value, "v");
}

TEST_F(RedisFailures, AReplicaIsLeftForTheServerThatTakesOver) {
  const RedisServer server;
  RedisStore store(server.place(), clock_);
  write(store, "k");
  server.ask({"REPLICAOF", "127.0.0.1", "1"});
  EXPECT_TRUE(has_words(told(store, Status::store_unavailable), "READONLY"));
  server.ask({"REPLICAOF", "NO", "ONE"});
  EXPECT_EQ(write(store, "after").found, Found::done);
}

TEST_F(RedisFailures, AServerThatIsLoadingIsWaitedFor) {
  RedisServer server({"--key-load-delay", "500", "--loading-process-events-interval-bytes", "1024"});
  {
    RedisStore store(server.place(), clock_);
    for (int i = 0; i < 500; ++i) write(store, std::to_string(i));
  }
  server.ask({"SAVE"});
  server.restart();
  EXPECT_TRUE(server.ask({"GET", "k"}).starts_with("LOADING"));
  RedisStore store(server.place(), clock_);
  EXPECT_EQ(write(store, "0").found, Found::conflict);
}

// Threads that claim, complete and release, whatever happens to the server; every claim is told what is true.
class Busy {
 public:
  static constexpr int kThreads = 4;

  explicit Busy(RedisStore& store) : keeper_("orders", idempotency::Terms{}, store, random_) {
    for (int t = 0; t < kThreads; ++t) threads_.emplace_back([this, t] { work(t); });
  }
  // Joins, and asks for every answer.
  void finish() {
    over_ = true;
    for (std::thread& thread : threads_) thread.join();
    EXPECT_EQ(wrong_.load(), 0);
    for (int t = 0; t < kThreads; ++t) {
      for (int i = 0; i < done_[static_cast<std::size_t>(t)].load(); ++i) {
        const std::string key = std::to_string(t) + "." + std::to_string(i);
        const idempotency::Claimed claimed = claim(key);
        EXPECT_EQ(claimed.status, Status::replay) << key;
        EXPECT_EQ(claimed.record.answer.body, "answer " + key);
      }
    }
  }
  int done() const {
    int sum = 0;
    for (const std::atomic<int>& each : done_) sum += each.load();
    return sum;
  }
  // Until so many claims more have come to their end.
  void pass(int more) const {
    for (const int until = done() + more; done() < until && wrong_ == 0;) std::this_thread::yield();
  }

 private:
  idempotency::Claimed claim(const std::string& key) {
    idempotency::Request request;
    request.key = key;
    return idempotency::claim(keeper_, request);
  }
  void work(int t) {
    while (!over_ && wrong_ == 0) {
      const int i = done_[static_cast<std::size_t>(t)].load();
      try {
        go_through(std::to_string(t) + "." + std::to_string(i));
      } catch (const Error& error) {
        ADD_FAILURE() << error.what();
        ++wrong_;
      }
      done_[static_cast<std::size_t>(t)].store(i + 1);
    }
  }
  void go_through(const std::string& key) {
    for (const bool released : {true, false}) {
      idempotency::Claimed claimed = claim(key);
      if (!claimed.holding) {
        ADD_FAILURE() << key << ": " << static_cast<int>(claimed.status);
        ++wrong_;
        return;
      }
      const Status ended = released ? claimed.holding->take(claimed.holding->release())
                                    : claimed.holding->take(claimed.holding->complete({.body = "answer " + key}));
      EXPECT_EQ(ended, Status::ok) << key;
      if (ended != Status::ok) ++wrong_;
    }
  }

  Random random_ = Random::system();
  idempotency::Keeper keeper_;
  std::atomic<bool> over_{false};
  std::atomic<int> wrong_{0};
  std::array<std::atomic<int>, kThreads> done_{};
  std::vector<std::thread> threads_;
};

TEST_F(RedisFailures, KilledAndStartedAnewItLosesNothingThatWasTold) {
  RedisServer server({"--appendonly", "yes", "--appendfsync", "always"});
  RedisStore store(server.place(60'000), clock_);
  Busy busy(store);
  for (int round = 0; round < 8; ++round) {
    busy.pass(25);
    server.restart();
  }
  busy.pass(25);
  busy.finish();
}

TEST_F(RedisFailures, ConnectionsThatAreCutSettleAll) {
  const RedisServer server;
  RedisStore store(server.place(60'000), clock_);
  Busy busy(store);
  for (int round = 0; round < 100; ++round) {
    busy.pass(5);
    server.ask({"CLIENT", "KILL", "TYPE", "normal"});
    if (round % 5 == 0) server.ask({"SCRIPT", "FLUSH"});
  }
  busy.finish();
}

}  // namespace
}  // namespace backstay::core::redis
