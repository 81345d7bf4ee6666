#include "core/store/redis/redis_store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/fork.hpp"
#include "core/base/status.hpp"
#include "redis_server.hpp"
#include "single.hpp"

namespace backstay::core::redis {
namespace {

using store::Action;
using store::Found;
using store::Result;
using store::run_one;

Result create(RedisStore& store, const std::string& key, int64_t ttl_ns = INT64_MAX) {
  return run_one(store, {"space", key}, {.action = Action::create, .value = "v", .ttl_ns = ttl_ns});
}
Result read(RedisStore& store, const std::string& key) { return run_one(store, {"space", key}, {}); }

// What a store says when it refuses.
std::string refusal(RedisStore& store, Status expected) {
  try {
    create(store, "k");
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), expected) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "not refused";
  return {};
}

bool tells(const std::string& message, const std::string& words) { return message.find(words) != std::string::npos; }

TEST(RedisUrl, IsReadWhole) {
  const auto whole = parse_url("rediss://us%65r:p%40ss:w/rd@[::1]:7000/12");
  EXPECT_FALSE(whole) << "a slash ends the host";
  const auto read = parse_url("rediss://us%65r:p%40ss:w%2Frd@[::1]:7000/12");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->tls);
  EXPECT_EQ(read->user, "user");
  EXPECT_EQ(read->password, "p@ss:w/rd");
  EXPECT_EQ(read->host, "::1");
  EXPECT_EQ(read->port, 7000);
  EXPECT_EQ(read->database, 12);
  const auto socket = parse_url("redis+unix://:secret@/run/redis.sock?db=3");
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->socket, "/run/redis.sock");
  EXPECT_EQ(socket->password, "secret");
  EXPECT_EQ(socket->database, 3);
  for (const char* url : {"redis://host", "redis://host/", "redis://host:1", "redis://host:1/0", "redis+unix:///s"}) {
    EXPECT_TRUE(parse_url(url)) << url;
  }
}

TEST(RedisUrl, RefusesWhatIsNone) {
  for (const char* url : {"redis:",
                          "redis://",
                          "redis://:1",
                          "redis:///1",
                          "redis://host:0",
                          "redis://host:65536",
                          "redis://host:x",
                          "redis://host/x",
                          "redis://host/-1",
                          "redis://user@host",
                          "redis://user:@host",
                          "redis://u:%zz@host",
                          "redis://u:%4@host",
                          "redis://[::1",
                          "redis://[::1]x",
                          "redis://a b",
                          "redis+unix://",
                          "redis+unix://host/s",
                          "redis+unix:///s?x=1",
                          "redis+unix:///s?db=x",
                          "http://host"}) {
    EXPECT_FALSE(parse_url(url)) << url;
  }
}

class RedisStoreTest : public WithServers {
 protected:
  void SetUp() override {
    WithServers::SetUp();
    if (!HasFatalFailure()) server_.emplace();
  }
  std::unique_ptr<RedisStore> open() { return std::make_unique<RedisStore>(server_->place(), clock_); }

  std::optional<RedisServer> server_;
  Clock clock_ = Clock::system();
};

TEST_F(RedisStoreTest, GoesOnWithItsFencesWhateverTheServerForgets) {
  const int64_t first = create(*open(), "k").entry.fence;
  const auto store = open();
  EXPECT_EQ(read(*store, "k").entry.fence, first);
  const int64_t second = create(*store, "other").entry.fence;
  EXPECT_GT(second, first);
  server_->ask({"FLUSHALL"});
  EXPECT_EQ(read(*store, "k").found, Found::missing);
  EXPECT_GT(create(*store, "k").entry.fence, second);
  server_->ask({"SET", "{backstay}:fence", "8000000000000000"});
  EXPECT_EQ(create(*store, "after a clock was set back").entry.fence, 8'000'000'000'000'001);
}

TEST_F(RedisStoreTest, TwoStoresOfAServerAreOne) {
  const auto one = open();
  const auto other = open();
  std::atomic<int> created{0};
  std::vector<std::thread> threads;
  for (RedisStore* const store : {one.get(), one.get(), other.get(), other.get()}) {
    threads.emplace_back([&created, store] {
      for (int i = 0; i < 200; ++i) created += create(*store, std::to_string(i)).found == Found::done ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(created.load(), 200);
}

// Time is the server's: an entry goes when its time is over, and Redis clears it away.
TEST_F(RedisStoreTest, JudgesByTheServersTime) {
  const auto store = open();
  EXPECT_EQ(create(*store, "short", 1).found, Found::done);
  EXPECT_EQ(read(*store, "short").found, Found::missing);
  create(*store, "k", 100 * kNsPerSecond);
  const int64_t first = read(*store, "k").entry.age_ns;
  const int64_t second = read(*store, "k").entry.age_ns;
  EXPECT_GE(first, 0);
  EXPECT_GT(second, first);
  EXPECT_LT(second, 90 * kNsPerSecond);
  const int64_t left_ms = std::stoll(server_->ask({"PTTL", "{backstay}:5:spacek"}));
  EXPECT_GT(left_ms, 10'000);
  EXPECT_LE(left_ms, 100'001);
  const int64_t fence = create(*store, "for ever").entry.fence;
  EXPECT_EQ(server_->ask({"PTTL", "{backstay}:5:spacefor ever"}), "-1");
  run_one(*store, {"space", "for ever"}, {.action = Action::touch, .fence = fence, .ttl_ns = kNsPerSecond * 100});
  EXPECT_GT(std::stoll(server_->ask({"PTTL", "{backstay}:5:spacefor ever"})), 0);
  run_one(*store, {"space", "for ever"}, {.action = Action::touch, .fence = fence, .ttl_ns = INT64_MAX});
  EXPECT_EQ(server_->ask({"PTTL", "{backstay}:5:spacefor ever"}), "-1");
}

// Whatever somebody else puts there, it is told and nothing else happens.
TEST_F(RedisStoreTest, RefusesWhatSomebodyElseWrote) {
  const auto store = open();
  const std::string key = "{backstay}:5:spacek";
  const std::string good = "1234567890123456789";
  const std::vector<RedisServer::Words> wrongs{
      {"SET", key, "text"},
      {"LPUSH", key, "list"},
      {"HSET", key, "other", "field"},
      {"HSET", key, "fence", "1", "written", good, "expires", "soon"},
      {"HSET", key, "fence", "1", "written", "1", "expires", "9223372036854775807"},
      {"HSET", key, "fence", "-1", "written", good, "expires", "9223372036854775807", "value", "v"},
      {"HSET", key, "fence", "99999999999999999999", "written", good, "expires", "9223372036854775807", "value", "v"},
      {"HSET", key, "fence", "1", "written", "9999999999999999999", "expires", "9999999999999999999", "value", "v"},
      {"HSET", key, "fence", "1", "written", good, "expires", "9223372036854775807"},
  };
  for (const RedisServer::Words& wrong : wrongs) {
    server_->ask({"DEL", key});
    server_->ask(wrong);
    const std::string message = refusal(*store, Status::corrupt);
    EXPECT_TRUE(tells(message, "store \"main\"")) << message;
  }
  server_->ask({"DEL", key});
  for (const char* counter : {"text", "-1", "1.5", "9223372036854775807", ""}) {
    server_->ask({"SET", "{backstay}:fence", counter});
    refusal(*store, Status::corrupt);
  }
  server_->ask({"DEL", "{backstay}:fence"});
  EXPECT_EQ(create(*store, "k").found, Found::done);
}

TEST_F(RedisStoreTest, KeepsPrefixesAndDatabasesApart) {
  create(*open(), "k");
  Place place = server_->place();
  place.options.prefix = "other";
  RedisStore other(place, clock_);
  EXPECT_EQ(read(other, "k").found, Found::missing);
  EXPECT_EQ(create(other, "k").found, Found::done);
  place = server_->place();
  place.database = 3;
  RedisStore third(place, clock_);
  EXPECT_EQ(read(third, "k").found, Found::missing);
  EXPECT_EQ(create(third, "k").found, Found::done);
  place.database = 99;
  RedisStore absent(place, clock_);
  EXPECT_TRUE(tells(refusal(absent, Status::store_unavailable), "out of range"));
}

TEST_F(RedisStoreTest, LeavesItsScriptAgainWhereItIsForgotten) {
  const auto store = open();
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(create(*store, std::to_string(i)).found, Found::done);
    server_->ask({"SCRIPT", "FLUSH"});
  }
  EXPECT_EQ(read(*store, "19").found, Found::done);
}

// What the child returns is its exit status.
template <class Function>
int in_child(Function&& function) {
  const pid_t child = fork();
  if (child == 0) _exit(function());
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(RedisStoreTest, AChildBeginsAnewAndDisturbsNobody) {
  watch_forks();
  const auto store = open();
  create(*store, "parent");
  std::atomic<bool> over{false};
  std::thread beside([&] {
    while (!over) EXPECT_EQ(read(*store, "parent").found, Found::done);
  });
  for (int i = 0; i < 5; ++i) {
    const std::string key = "child " + std::to_string(i);
    EXPECT_EQ(in_child([&] { return create(*store, key).found == Found::done && read(*store, "parent").found == Found::done ? 0 : 1; }), 0);
    EXPECT_EQ(read(*store, key).found, Found::done);
  }
  over = true;
  beside.join();
}

TEST_F(RedisStoreTest, AChildThatOnlyEndsTheStoreLeavesTheParentsConnection) {
  watch_forks();
  auto store = open();
  create(*store, "k");
  EXPECT_EQ(in_child([&] {
              store.reset();
              return 0;
            }),
            0);
  EXPECT_EQ(read(*store, "k").found, Found::done);
}

// By the server that tests/servers started: it asks for a password, and knows TLS.
class RedisAccess : public WithServers {
 protected:
  static Place place(const char* variable) {
    Place place = parse_url(std::getenv(variable)).value();
    place.name = "main";
    place.options.prefix = "access";
    return place;
  }
  std::string refused(const Place& place) {
    RedisStore store(place, clock_);
    return refusal(store, Status::store_unavailable);
  }
  bool works(const Place& place) {
    RedisStore store(place, clock_);
    return create(store, "k", 1).found == Found::done;
  }

  Clock clock_ = Clock::system();
};

TEST_F(RedisAccess, NeedsThePasswordAndNeverShowsIt) {
  EXPECT_TRUE(works(place("BACKSTAY_TEST_REDIS")));
  EXPECT_TRUE(works(place("BACKSTAY_TEST_REDIS_UNIX")));
  Place wrong = place("BACKSTAY_TEST_REDIS");
  wrong.password = "hunter2";
  const std::string message = refused(wrong);
  EXPECT_TRUE(tells(message, "WRONGPASS")) << message;
  EXPECT_FALSE(tells(message, "hunter2")) << message;
  wrong.password.clear();
  EXPECT_TRUE(tells(refused(wrong), "NOAUTH"));
  wrong.password = "hunter2";
  wrong.user = "nobody";
  EXPECT_FALSE(tells(refused(wrong), "hunter2"));
}

TEST_F(RedisAccess, TrustsACertificateForThatHostAlone) {
  Place tls = place("BACKSTAY_TEST_REDIS_TLS");
  EXPECT_TRUE(tells(refused(tls), "certificate")) << "by an authority that the system doesn't know";
  tls.options.ca_file = std::getenv("BACKSTAY_TEST_REDIS_CA");
  EXPECT_TRUE(works(tls));
  tls.host = "127.0.0.1";
  const std::string message = refused(tls);
  EXPECT_TRUE(tells(message, "IP address mismatch")) << message;
  tls.options.ca_file = "/absent.pem";
  EXPECT_TRUE(tells(refused(tls), "/absent.pem"));
}

TEST_F(RedisAccess, TlsAndNoTlsDoNotMeet) {
  Place tls = place("BACKSTAY_TEST_REDIS");
  tls.tls = true;
  tls.options.timeout_ms = 300;
  EXPECT_TRUE(tells(refused(tls), "TLS"));
  Place plain = place("BACKSTAY_TEST_REDIS_TLS");
  plain.tls = false;
  plain.options.timeout_ms = 300;
  refused(plain);
}

}  // namespace
}  // namespace backstay::core::redis
