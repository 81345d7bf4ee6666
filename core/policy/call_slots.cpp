#include "core/policy/call_slots.hpp"

#include <bit>
#include <new>

namespace backstay::core {

namespace {

constexpr int kIndexBits = 24;
constexpr int64_t kIndexMask = (int64_t{1} << kIndexBits) - 1;

constexpr int64_t link(int64_t before, int64_t index) {
  return static_cast<int64_t>((static_cast<uint64_t>(before >> kIndexBits) + 1) << kIndexBits) | (index + 1);
}

}  // namespace

CallSlots::~CallSlots() {
  for (const auto& chunk : chunks_) delete[] chunk.load();
}

CallSlot* CallSlots::at(int64_t index) noexcept {
  const auto from_first = static_cast<uint64_t>(index + kFirst);
  const auto chunk = static_cast<std::size_t>(std::bit_width(from_first) - std::bit_width(static_cast<uint64_t>(kFirst)));
  if (chunk >= kChunks) return nullptr;
  CallSlot* const slots = chunks_[chunk].load(std::memory_order_acquire);
  return slots == nullptr ? nullptr : slots + (from_first - (static_cast<uint64_t>(kFirst) << chunk));
}

CallSlot* CallSlots::take() noexcept {
  int64_t head = free_.load(std::memory_order_acquire);
  for (;;) {
    const int64_t index = (head & kIndexMask) - 1;
    if (index < 0) return grow();
    CallSlot* const slot = at(index);
    // The slot may be taken meanwhile, and its link be another's: the swap fails then.
    const int64_t next = slot->next.load(std::memory_order_relaxed);
    if (!free_.compare_exchange_weak(head, link(head, next), std::memory_order_acquire)) continue;
    slot->holder.store(CallSlot::kBusy, std::memory_order_relaxed);
    ++slot->use;
    return slot;
  }
}

void CallSlots::give_back(CallSlot& slot) noexcept {
  slot.holder.store(CallSlot::kFree, std::memory_order_relaxed);
  int64_t head = free_.load(std::memory_order_relaxed);
  do {
    slot.next.store((head & kIndexMask) - 1, std::memory_order_relaxed);
  } while (!free_.compare_exchange_weak(head, link(head, slot.index), std::memory_order_release, std::memory_order_relaxed));
}

// The new chunk's first slot is the caller's, the others are free.
CallSlot* CallSlots::grow() noexcept {
  const ForkSafeHold hold(growing_);
  std::size_t chunk = 0;
  while (chunk < kChunks && chunks_[chunk].load(std::memory_order_relaxed) != nullptr) ++chunk;
  if (chunk == kChunks) return nullptr;
  const int64_t count = kFirst << chunk;
  auto* const slots = new (std::nothrow) CallSlot[static_cast<std::size_t>(count)];
  if (slots == nullptr) return nullptr;
  for (int64_t i = 0; i < count; ++i) slots[i].index = count - kFirst + i;
  chunks_[chunk].store(slots, std::memory_order_release);
  for (int64_t i = count - 1; i > 0; --i) give_back(slots[i]);
  slots[0].holder.store(CallSlot::kBusy, std::memory_order_relaxed);
  slots[0].use = 1;
  return slots;
}

}  // namespace backstay::core
