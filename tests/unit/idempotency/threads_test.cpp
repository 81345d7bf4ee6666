#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "core/base/clock.hpp"
#include "core/idempotency/claiming.hpp"
#include "core/store/memory/memory_store.hpp"

namespace backstay::core::idempotency {
namespace {

// However many claim a key at once, one holds it, and everybody else gets its answer in the end.
TEST(IdempotencyThreads, OneOfManyActs) {
  constexpr int kThreads = 8;
  constexpr int kKeys = 200;
  const Clock clock = Clock::system();
  memory::MemoryStore store(clock);
  Random random = Random::system();
  Keeper keeper("orders", Terms{}, store, random);
  std::vector<std::atomic<int>> effects(kKeys);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int k = 0; k < kKeys; ++k) {
        const std::string key = std::to_string(k);
        Request request;
        request.key = key;
        Claimed claimed = claim(keeper, request);
        if (claimed.holding) {
          effects[static_cast<std::size_t>(k)].fetch_add(1);
          if (claimed.holding->take(claimed.holding->complete({.body = "answer " + key})) != Status::ok) wrong.fetch_add(1);
          continue;
        }
        while (claimed.status == Status::in_flight) {
          std::this_thread::yield();
          claimed = claim(keeper, request);
        }
        if (claimed.record.answer.body != "answer " + key) wrong.fetch_add(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong.load(), 0);
  for (const std::atomic<int>& effect : effects) EXPECT_EQ(effect.load(), 1);
}

// Of several that end one claim at once, one does.
TEST(IdempotencyThreads, AClaimEndsOnce) {
  const Clock clock = Clock::system();
  memory::MemoryStore store(clock);
  Random random = Random::system();
  Keeper keeper("orders", Terms{}, store, random);
  for (int round = 0; round < 200; ++round) {
    const std::string key = std::to_string(round);
    Request request;
    request.key = key;
    const Claimed claimed = claim(keeper, request);
    std::atomic<int> ended{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
      threads.emplace_back([&, t] {
        const Status status = t == 0 ? claimed.holding->take(claimed.holding->release())
                                     : claimed.holding->take(claimed.holding->complete({.body = std::to_string(t)}));
        if (status == Status::ok) ended.fetch_add(1);
      });
    }
    for (std::thread& thread : threads) thread.join();
    ASSERT_EQ(ended.load(), 1) << round;
  }
}

}  // namespace
}  // namespace backstay::core::idempotency
