#include "core/policy/call_slots.hpp"

#include <new>

#include "core/telemetry/stripes.hpp"

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

CallSlot* CallSlots::take() noexcept {
  for (;;) {
    const std::size_t made = made_.load(std::memory_order_acquire);
    CallSlot* slot = take_first();
    if (slot == nullptr) slot = take_listed();
    if (slot != nullptr) {
      ++slot->use;
      return slot;
    }
    if (!grow(made)) return nullptr;
  }
}

CallSlot* CallSlots::take_first() noexcept {
  CallSlot* const slots = chunks_[0].load(std::memory_order_acquire);
  if (slots == nullptr) [[unlikely]]
    return nullptr;
  const int64_t own = stripe_index();
  for (int64_t i = 0; i < kFirst; ++i) {
    CallSlot& slot = slots[(own + i) & (kFirst - 1)];
    int64_t seen = slot.holder.load(std::memory_order_relaxed);
    if (seen == CallSlot::kFree && slot.holder.compare_exchange_strong(seen, CallSlot::kBusy, std::memory_order_acquire)) return &slot;
  }
  return nullptr;
}

CallSlot* CallSlots::take_listed() noexcept {
  int64_t head = free_.load(std::memory_order_acquire);
  for (;;) {
    const int64_t index = (head & kIndexMask) - 1;
    if (index < 0) return nullptr;
    CallSlot* const slot = at(index);
    // The slot may be taken meanwhile, and its link be another's: the swap fails then.
    const int64_t next = slot->next.load(std::memory_order_relaxed);
    if (!free_.compare_exchange_weak(head, link(head, next), std::memory_order_acquire)) continue;
    slot->holder.store(CallSlot::kBusy, std::memory_order_relaxed);
    return slot;
  }
}

void CallSlots::give_back(CallSlot& slot) noexcept {
  slot.holder.store(CallSlot::kFree, std::memory_order_release);
  if (slot.index < kFirst) return;
  int64_t head = free_.load(std::memory_order_relaxed);
  do {
    slot.next.store((head & kIndexMask) - 1, std::memory_order_relaxed);
  } while (!free_.compare_exchange_weak(head, link(head, slot.index), std::memory_order_release, std::memory_order_relaxed));
}

bool CallSlots::grow(std::size_t made) noexcept {
  const ForkSafeHold hold(growing_);
  if (made_.load(std::memory_order_relaxed) != made) return true;
  if (made == kChunks) return false;
  const int64_t count = kFirst << made;
  auto* const slots = new (std::nothrow) CallSlot[static_cast<std::size_t>(count)];
  if (slots == nullptr) return false;
  for (int64_t i = 0; i < count; ++i) slots[i].index = count - kFirst + i;
  chunks_[made].store(slots, std::memory_order_release);
  for (int64_t i = count - 1; i >= 0; --i) give_back(slots[i]);
  made_.store(made + 1, std::memory_order_release);
  return true;
}

}  // namespace backstay::core
