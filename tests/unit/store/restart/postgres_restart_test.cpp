// A PostgreSQL server that is killed and started anew while claims and completions are on their way. It has a server of its own, since
// other tests would miss theirs.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "core/idempotency/claiming.hpp"
#include "core/store/postgres/postgres_store.hpp"

namespace backstay::core::postgres {
namespace {

using idempotency::Claimed;

constexpr int kThreads = 4;
constexpr int kRestarts = 3;

// Claims a key, acts and completes; each step again and again until the store has answered.
class Worker {
 public:
  Worker(idempotency::Keeper& keeper, std::string key) : keeper_(keeper), key_(std::move(key)) {}

  // How often it has acted.
  int settle() {
    Claimed claimed = until_answered([this] { return claim(); });
    if (!claimed.holding) return 0;
    const Status ended = until_answered([&] { return claimed.holding->take(claimed.holding->complete({.body = "answer " + key_})); });
    EXPECT_EQ(ended, Status::ok) << key_;
    return 1;
  }
  Claimed claim() {
    idempotency::Request request;
    request.key = key_;
    return idempotency::claim(keeper_, request);
  }

 private:
  template <class Step>
  auto until_answered(Step step) -> decltype(step()) {
    for (;;) {
      try {
        return step();
      } catch (const Error& error) {
        EXPECT_EQ(error.status(), Status::store_unavailable);
        if (error.status() != Status::store_unavailable) throw;
      }
    }
  }

  idempotency::Keeper& keeper_;
  std::string key_;
};

TEST(PostgresRestart, NothingIsLostAndNothingHappensTwice) {
  const char* const url = std::getenv("BACKSTAY_TEST_POSTGRESQL");
  const char* const control = std::getenv("BACKSTAY_TEST_POSTGRESQL_CONTROL");
  ASSERT_TRUE(url != nullptr && control != nullptr) << "run by tests/servers/with postgresql";
  const Clock clock = Clock::system();
  Random random = Random::system();
  store::ServerOptions options;
  options.timeout_ms = 60'000;
  PostgresStore store({.url = url, .name = "main", .options = options}, clock);
  idempotency::Terms terms;
  terms.lease_ms = 10 * 60'000;
  idempotency::Keeper keeper("orders", terms, store, random);
  std::atomic<bool> over{false};
  std::atomic<int> settled{0};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int k = 0; !over; ++k) {
        if (Worker(keeper, std::to_string(t) + "." + std::to_string(k)).settle() != 1) wrong.fetch_add(1);
        settled.fetch_add(1);
      }
    });
  }
  for (int restart = 0; restart < kRestarts; ++restart) {
    const int before = settled;
    while (settled < before + 20) std::this_thread::yield();
    EXPECT_EQ(std::system((std::string(control) + " -m immediate restart >/dev/null 2>&1").c_str()), 0);
  }
  over = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong.load(), 0);
  for (int t = 0; t < kThreads; ++t)
    EXPECT_EQ(Worker(keeper, std::to_string(t) + ".0").claim().record.answer.body, "answer " + std::to_string(t) + ".0");
}

}  // namespace
}  // namespace backstay::core::postgres
