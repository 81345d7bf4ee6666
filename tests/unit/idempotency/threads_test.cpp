#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/base/clock.hpp"
#include "core/idempotency/claiming.hpp"
#include "core/idempotency/submitted.hpp"
#include "tests/unit/store/adapters.hpp"

namespace backstay::core::idempotency {
namespace {

// Over each store; where a key costs some syncs, there are fewer.
class IdempotencyThreads : public ::testing::TestWithParam<const char*> {
 protected:
  static int keys() { return std::string(GetParam()) == store::kMemory ? 200 : 20; }
  // As in a runtime: what the store has accepted is for the keeper.
  void TearDown() override { store_.reset(); }

  TemporaryFolder folder_;
  Clock clock_ = Clock::system();
  std::unique_ptr<store::KeyValueStore> store_ = store::open_adapter(GetParam(), folder_, clock_);
  Random random_ = Random::system();
  Keeper keeper_{"orders", Terms{}, *store_, random_};
};

// However many claim a key at once, one holds it, and everybody else gets its answer in the end.
TEST_P(IdempotencyThreads, OneOfManyActs) {
  constexpr int kThreads = 8;
  std::vector<std::atomic<int>> effects(static_cast<std::size_t>(keys()));
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int k = 0; k < keys(); ++k) {
        const std::string key = std::to_string(k);
        Request request;
        request.key = key;
        Claimed claimed = claim(keeper_, request);
        if (claimed.holding) {
          effects[static_cast<std::size_t>(k)].fetch_add(1);
          if (claimed.holding->take(claimed.holding->complete({.body = "answer " + key})) != Status::ok) wrong.fetch_add(1);
          continue;
        }
        while (claimed.status == Status::in_flight) {
          std::this_thread::yield();
          claimed = claim(keeper_, request);
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
TEST_P(IdempotencyThreads, AClaimEndsOnce) {
  for (int round = 0; round < keys(); ++round) {
    const std::string key = std::to_string(round);
    Request request;
    request.key = key;
    const Claimed claimed = claim(keeper_, request);
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

// Submitted, cancelled and dropped at random, none is lost: every key can be had in the end.
TEST_P(IdempotencyThreads, WhatNobodyHearsOfHoldsNoKey) {
  const auto queue = std::make_shared<CompletionQueue>(1'024);
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&, t] {
      for (int k = 0; k < keys(); ++k) {
        const std::string key = std::to_string(t) + "." + std::to_string(k);
        const int64_t token = t * 1'000 + k;
        Request request;
        request.key = key;
        EXPECT_EQ(submit_claim(keeper_, request, queue, token), CompletionQueue::Reserved::accepted);
        if (k % 2 == 0) queue->cancel(token);
      }
    });
  }
  const int64_t expected = 2 * int64_t{keys()};
  std::vector<int64_t> records(static_cast<std::size_t>(CompletionQueue::kRecordFields));
  for (int64_t seen = 0; seen < expected;) {
    if (queue->drain(records.data(), 1) == 0) {
      queue->wait(kNsPerSecond);
      continue;
    }
    ++seen;
    const bool dropped = records[2] == 0 || queue->drop(records[2]);
    EXPECT_TRUE(dropped);
  }
  for (std::thread& thread : threads) thread.join();
  for (int t = 0; t < 2; ++t) {
    for (int k = 0; k < keys(); ++k) {
      const std::string key = std::to_string(t) + "." + std::to_string(k);
      Request request;
      request.key = key;
      // What was accepted before is in the store's hands before this is; a release may still be on its way.
      while (claim(keeper_, request).status == Status::in_flight) std::this_thread::yield();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, IdempotencyThreads, store::adapters(), store::adapter_name);

}  // namespace
}  // namespace backstay::core::idempotency
