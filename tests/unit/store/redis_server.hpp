// A Redis server that a test has for itself, on a socket in its own folder: it may be killed, filled and stopped.
#pragma once

#include <gtest/gtest.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/store/redis/place.hpp"
#include "temporary_folder.hpp"

namespace backstay::core::redis {

class RedisServer {
 public:
  using Words = std::vector<std::string>;

  explicit RedisServer(Words settings = {}) : settings_(std::move(settings)) { start(); }
  ~RedisServer() { kill(); }
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  std::string socket() const { return folder_.file("redis.sock"); }
  Place place(int64_t timeout_ms = 20'000) const {
    Place place;
    place.socket = socket();
    place.name = "main";
    place.options.timeout_ms = timeout_ms;
    return place;
  }

  void start() {
    Words words{"redis-server", "--port", "0",         "--unixsocket",      socket(),      "--dir", folder_.file(""),
                "--save",       "",       "--logfile", folder_.file("log"), "--daemonize", "no"};
    words.insert(words.end(), settings_.begin(), settings_.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    process_ = fork();
    if (process_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    while (ask({"PING"}).empty()) {
      if (waitpid(process_, nullptr, WNOHANG) == process_) throw std::runtime_error("redis-server didn't start");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  void kill() {
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  void restart() {
    kill();
    start();
  }
  void signal(int number) const { ::kill(process_, number); }

  // What the server answers, as text; nothing where it isn't there.
  std::string ask(const Words& words) const {
    const std::unique_ptr<redisContext, decltype(&redisFree)> context(redisConnectUnix(socket().c_str()), redisFree);
    if (!context || context->err != 0) return {};
    std::vector<const char*> starts;
    std::vector<std::size_t> lengths;
    for (const std::string& word : words) {
      starts.push_back(word.data());
      lengths.push_back(word.size());
    }
    void* const answer = redisCommandArgv(context.get(), static_cast<int>(words.size()), starts.data(), lengths.data());
    const std::unique_ptr<redisReply, decltype(&freeReplyObject)> reply(static_cast<redisReply*>(answer), freeReplyObject);
    if (!reply) return {};
    return reply->type == REDIS_REPLY_INTEGER ? std::to_string(reply->integer) : std::string(reply->str, reply->len);
  }

 private:
  TemporaryFolder folder_;
  Words settings_;
  pid_t process_ = -1;
};

// Tests with servers are skipped but where tests/servers/with runs them.
class WithServers : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(std::getenv("BACKSTAY_TEST_REDIS"), nullptr) << "run the tests by tests/servers/with: none is left out unseen";
  }
};

}  // namespace backstay::core::redis
