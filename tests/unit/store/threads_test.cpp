// The completion queue on real threads: whatever they do at once, each accepted token comes back exactly once, as what it came to.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <barrier>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "core/store/completion_queue.hpp"
#include "core/store/echo/echo_store.hpp"

namespace backstay::core {
namespace {

using echo::EchoStore;
using echo::How;
using Reserved = CompletionQueue::Reserved;

constexpr int64_t kTokens = 4'000;
constexpr int kThreads = 2;  // of each kind

struct Tally {
  std::array<std::atomic<int>, kTokens> records{};
  std::atomic<int64_t> done{0}, cancelled{0}, closed{0}, bytes{0};

  // One batch; false once the queue is closed and empty.
  bool drain(CompletionQueue& queue) {
    std::array<int64_t, 16 * CompletionQueue::kRecordFields> numbers{};
    if (queue.wait(-1) == CompletionQueue::Waited::closed) return false;
    const int64_t count = queue.drain(numbers.data(), 16);
    for (int64_t i = 0; i < count; ++i) {
      const int64_t* const record = numbers.data() + i * CompletionQueue::kRecordFields;
      ++records.at(static_cast<std::size_t>(record[0]));
      switch (static_cast<Status>(record[1])) {
        case Status::ok:
          ++done;
          EXPECT_TRUE(queue.take(record[2], [this](const std::string& result) { bytes += static_cast<int64_t>(result.size()); }));
          break;
        case Status::cancelled:
          ++cancelled;
          break;
        case Status::closed:
          ++closed;
          break;
        default:
          ADD_FAILURE() << "status " << record[1];
      }
    }
    return true;
  }
};

// Submitters, completers and cancellers of the same tokens, and drainers, until the queue is closed in the middle of it all.
TEST(CompletionQueueThreads, EachAcceptedTokenCompletesExactlyOnce) {
  const auto queue = std::make_shared<CompletionQueue>(64);
  EchoStore store;
  Tally tally;
  std::array<std::atomic<int>, kTokens> accepted{};
  std::atomic<int64_t> completed_here{0}, cancelled_here{0}, next{0};
  std::vector<std::thread> workers, drainers;
  for (int index = 0; index < kThreads; ++index) {
    drainers.emplace_back([&] {
      while (tally.drain(*queue)) {
      }
    });
    workers.emplace_back([&] {
      for (int64_t token = next++; token < kTokens; token = next++) {
        const How how = token % 4 == 0 ? How::on_thread : How::held;
        Reserved answer = Reserved::full;
        while (answer == Reserved::full) {
          answer = store.submit(queue, token, "data", how);
          if (answer == Reserved::full) std::this_thread::yield();
          // Somebody has to end what is held.
          if (answer == Reserved::full && token > 32) completed_here += EchoStore::complete(*queue, token - 1 - token % 32) ? 1 : 0;
          for (int64_t other = std::max<int64_t>(0, token - 64); answer == Reserved::full && other < token; ++other)
            completed_here += EchoStore::complete(*queue, other) ? 1 : 0;
        }
        if (answer == Reserved::accepted) accepted.at(static_cast<std::size_t>(token)) = 1;
        if (token == kTokens * 9 / 10) queue->close();
      }
    });
    workers.emplace_back([&, index] {
      std::mt19937_64 random(static_cast<uint64_t>(index));
      while (next < kTokens) {
        const int64_t token = std::max<int64_t>(0, next - static_cast<int64_t>(random() % 64));
        if (random() % 2 == 0) {
          cancelled_here += queue->cancel(token) ? 1 : 0;
        } else {
          completed_here += EchoStore::complete(*queue, token) ? 1 : 0;
        }
      }
    });
  }
  for (auto& thread : workers) thread.join();
  for (auto& thread : drainers) thread.join();
  int64_t total = 0;
  for (std::size_t token = 0; token < kTokens; ++token) {
    EXPECT_EQ(tally.records.at(token), accepted.at(token)) << "token " << token;
    total += accepted.at(token);
  }
  EXPECT_GE(total, kTokens * 8 / 10);
  EXPECT_EQ(tally.done + tally.cancelled + tally.closed, total);
  EXPECT_EQ(tally.cancelled, cancelled_here);
  EXPECT_GE(tally.done, completed_here);
  EXPECT_EQ(tally.bytes, tally.done * 4);
}

// One completes while another cancels: one of the two is told yes, and one record tells the same.
TEST(CompletionQueueThreads, OneOfTwoThatEndItAtOnceWins) {
  constexpr int kRounds = 3'000;
  CompletionQueue queue(2);
  std::barrier meet(2);
  std::atomic<bool> cancelled{false};
  std::thread other([&] {
    for (int round = 0; round < kRounds; ++round) {
      meet.arrive_and_wait();
      cancelled = queue.cancel(1);
      meet.arrive_and_wait();
    }
  });
  int wrong = 0;
  for (int round = 0; round < kRounds; ++round) {
    const int64_t operation = queue.reserve(1, {}).operation;
    meet.arrive_and_wait();
    const bool completed = queue.complete(operation, Status::ok, "x");
    meet.arrive_and_wait();
    std::array<int64_t, 4 * CompletionQueue::kRecordFields> numbers{};
    const bool once = queue.drain(numbers.data(), 4) == 1;
    const bool told = static_cast<Status>(numbers[1]) == (completed ? Status::ok : Status::cancelled);
    const bool taken = queue.take(numbers[2], [](const std::string&) {});
    wrong += completed != cancelled && once && told && taken == completed ? 0 : 1;
  }
  other.join();
  EXPECT_EQ(wrong, 0);
}

TEST(CompletionQueueThreads, CloseEndsEveryWait) {
  CompletionQueue queue(4);
  std::atomic<int> ended{0};
  std::vector<std::thread> threads;
  for (int index = 0; index < 4; ++index) {
    threads.emplace_back([&] {
      if (queue.wait(-1) == CompletionQueue::Waited::closed) ++ended;
    });
  }
  queue.close();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(ended, 4);
}

// The store may go while its thread has work; a queue outlives its owner as long as the thread needs it.
TEST(CompletionQueueThreads, AStoreEndsWithWorkLeft) {
  for (int round = 0; round < 50; ++round) {
    auto queue = std::make_shared<CompletionQueue>(64);
    EchoStore store;
    for (int64_t token = 0; token < 64; ++token) ASSERT_EQ(store.submit(queue, token, "x", How::on_thread), Reserved::accepted);
    queue->close();
    queue.reset();
  }
}

}  // namespace
}  // namespace backstay::core
