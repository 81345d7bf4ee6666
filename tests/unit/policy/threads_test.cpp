// Call slots under real threads: no slot is two calls' at once, and all come home.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <unordered_set>
#include <vector>

#include "core/policy/call_slots.hpp"

namespace backstay::core {
namespace {

constexpr int kThreads = 8;
constexpr int kRounds = 20'000;

TEST(CallSlotsThreads, ASlotIsOneCallsAtATime) {
  CallSlots slots;
  std::atomic<int> shared{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      std::vector<std::pair<CallSlot*, int64_t>> mine;
      for (int i = 0; i < kRounds; ++i) {
        CallSlot* const slot = slots.take();
        if (slot->waiting_at != -1) ++shared;
        slot->waiting_at = i;
        const int64_t token = CallSlots::token(*slot);
        slot->holder.store(token, std::memory_order_release);
        mine.emplace_back(slot, token);
        if (mine.size() < 3) continue;
        for (auto [taken, held] : mine) {
          if (slots.of_token(held) != taken || !CallSlots::claim(*taken, held)) {
            ++refused;
            continue;
          }
          if (CallSlots::claim(*taken, held)) ++shared;
          taken->waiting_at = -1;
          slots.give_back(*taken);
        }
        mine.clear();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(shared, 0);
  EXPECT_EQ(refused, 0);
}

TEST(CallSlotsThreads, ManyReportsOfOneCallAreTakenOnce) {
  CallSlots slots;
  for (int round = 0; round < 500; ++round) {
    CallSlot* const slot = slots.take();
    const int64_t token = CallSlots::token(*slot);
    slot->holder.store(token);
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) threads.emplace_back([&] { taken += CallSlots::claim(*slot, token) ? 1 : 0; });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(taken, 1);
    slots.give_back(*slot);
  }
}

}  // namespace
}  // namespace backstay::core
