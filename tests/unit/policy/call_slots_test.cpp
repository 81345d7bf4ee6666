#include "core/policy/call_slots.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace backstay::core {
namespace {

std::vector<CallSlot*> take(CallSlots& slots, int count) {
  std::vector<CallSlot*> taken;
  while (count-- > 0) taken.push_back(slots.take());
  return taken;
}

TEST(CallSlots, EachTakenSlotIsAnotherAndIsFoundAgain) {
  CallSlots slots;
  std::set<int64_t> places;
  for (CallSlot* const slot : take(slots, 1'000)) {
    ASSERT_NE(slot, nullptr);
    places.insert(slot->index);
    EXPECT_EQ(slots.at(slot->index), slot);
    EXPECT_EQ(slots.of_token(CallSlots::token(*slot)), slot);
    EXPECT_EQ(CallSlots::token(*slot) & (GateWords::kStart | GateWords::kQuiet), 0);
  }
  EXPECT_EQ(places.size(), 1'000U);
}

TEST(CallSlots, SlotsAreReusedUnderNewTokens) {
  CallSlots slots;
  std::set<int64_t> places;
  std::set<int64_t> tokens;
  for (int round = 0; round < 10; ++round) {
    const std::vector<CallSlot*> taken = take(slots, 100);
    for (CallSlot* const slot : taken) {
      places.insert(slot->index);
      tokens.insert(CallSlots::token(*slot));
    }
    for (CallSlot* const slot : taken) slots.give_back(*slot);
  }
  EXPECT_EQ(tokens.size(), 1'000U);
  EXPECT_LT(*places.rbegin(), 120);  // 8 + 16 + 32 + 64 slots are made
}

TEST(CallSlots, OneCallAtATimeNeedsNoMoreThanTheFirst) {
  CallSlots slots;
  for (int call = 0; call < 1'000; ++call) {
    CallSlot* const slot = slots.take();
    EXPECT_LT(slot->index, 8);
    slots.give_back(*slot);
  }
  EXPECT_EQ(slots.at(8), nullptr);
}

TEST(CallSlots, NoTokenNamesWhatWasNeverMade) {
  CallSlots slots;
  EXPECT_EQ(slots.at(0), nullptr);
  slots.take();
  EXPECT_EQ(slots.at(Ticket::kPlaceMask), nullptr);
}

}  // namespace
}  // namespace backstay::core
