// What a composition remembers of each call in flight, in slots that are reused: nothing is allocated once enough have been.
//
// A token names a slot and its use, so a report is accepted exactly once, and never for another call. A few first slots are found by
// the CPU's number, each with one swap on a cache line that is likely there; all others are in a list that everybody shares.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "core/base/fork.hpp"
#include "core/policy/pattern.hpp"

namespace backstay::core {

inline constexpr std::size_t kMostLayers = 8;

struct alignas(64) CallSlot {
  static constexpr int64_t kFree = 0;
  static constexpr int64_t kBusy = -1;  // somebody acts on it

  // The token or ticket that may act on the slot next.
  std::atomic<int64_t> holder{kFree};
  int64_t index = 0;
  int64_t use = 0;    // counts up, so that no token comes twice
  int64_t forks = 0;  // the generation in which the call began
  int64_t cost = 1;
  int64_t started_ns = kUnknown;          // the call
  int64_t attempt_started_ns = kUnknown;  // its present attempt
  int64_t attempt = 1;
  int64_t last_delay_ns = 0;
  Outcome last_outcome = Outcome::neutral;     // of the attempt before
  int64_t call_deadline_ns = kUnknown;         // for all attempts
  std::atomic<int64_t> deadline_ns{kUnknown};  // for the present one
  int64_t waiting_at = -1;                     // the layer whose ticket is waited for; -1: none
  int64_t inner_ticket = 0;                    // that ticket
  std::atomic<int64_t> next{-1};               // in the list of free slots; not of the first ones
  std::array<int64_t, kMostLayers> tokens{};   // what each layer gave
};

class CallSlots {
 public:
  CallSlots() = default;
  ~CallSlots();
  CallSlots(const CallSlots&) = delete;
  CallSlots& operator=(const CallSlots&) = delete;

  // A slot of one's own, holder busy. Null: no memory, or four million calls in flight.
  CallSlot* take() noexcept;
  // Gives it back; the caller had made it busy.
  void give_back(CallSlot& slot) noexcept;
  // The token of the slot's present use. Its two lowest bits, those of the gate, are 0.
  static int64_t token(const CallSlot& slot) noexcept { return (slot.use & kUseMask) << kUseShift | slot.index << 2; }

  // The slot that a token or a ticket's place names, whatever its use is now; null where there is none.
  CallSlot* of_token(int64_t token) noexcept { return at(token >> 2 & Ticket::kPlaceMask); }
  CallSlot* at(int64_t index) noexcept {
    const auto from_first = static_cast<uint64_t>(index + kFirst);
    const auto chunk = static_cast<std::size_t>(std::bit_width(from_first) - std::bit_width(static_cast<uint64_t>(kFirst)));
    if (chunk >= kChunks) return nullptr;
    CallSlot* const slots = chunks_[chunk].load(std::memory_order_acquire);
    return slots == nullptr ? nullptr : slots + (from_first - (static_cast<uint64_t>(kFirst) << chunk));
  }
  // Makes the slot busy, if `holder` may act on it.
  static bool claim(CallSlot& slot, int64_t holder) noexcept {
    return holder > 0 && slot.holder.compare_exchange_strong(holder, CallSlot::kBusy, std::memory_order_acquire, std::memory_order_relaxed);
  }

 private:
  static constexpr int kUseShift = Ticket::kPlaceBits + 2;
  static constexpr int64_t kUseMask = (int64_t{1} << 36) - 1;
  // Chunk k holds kFirst << k slots.
  static constexpr int64_t kFirst = 8;
  static constexpr std::size_t kChunks = 19;

  // One of the first slots; null where all are in use, or none is made yet.
  CallSlot* take_first() noexcept;
  CallSlot* take_listed() noexcept;
  // Makes the next chunk, unless another has made one since there were `made`. False: no more can be had.
  bool grow(std::size_t made) noexcept;

  // Index + 1 of the first free slot, under a count of changes, so that a swap never mistakes an old list for the present one.
  std::atomic<int64_t> free_{0};
  std::array<std::atomic<CallSlot*>, kChunks> chunks_{};
  std::atomic<std::size_t> made_{0};  // chunks
  ForkSafeLock growing_;
};

}  // namespace backstay::core
