// A rate over the last N calls: one head word that holds the running sum, and a ring of cells for what falls out of it.
//
//   head   generation 12 | results recorded 34 | the last one's outcome 1 | hits in the window 17
//   cell   generation 12 | unused 2 | lap 17 | outcome 1
//
// The head moves by compare-and-swap and carries the newest outcome itself; that outcome reaches its cell before the head moves
// again, written by whoever moves it. So a result is counted at one instant, and a thread that stops half-way leaves nothing
// undone. A cell is read, then the head once more, and only then swapped: without the second look at the head a slow thread
// would write an old outcome over a newer lap's.
#pragma once

#include <cstdint>

#include "core/policy/circuit_breaker/time_window.hpp"

namespace backstay::core::circuit_breaker {

template <class Environment>
class CountWindow {
 public:
  template <class T>
  using Atomic = typename Environment::template Atomic<T>;

  // due: counted, and the rule holds now. overdue: the rule held already; not counted, for the trip comes first and makes it late.
  enum class Counted { yes, late, due, overdue };

  static int64_t cells_needed(const WindowSettings& shape) { return shape.calls; }

  // `cells` are zero, live as long as the window, and may lie in memory shared by processes.
  CountWindow(const WindowSettings& shape, const RateRule& rule, Atomic<uint32_t>* cells)
      : size_(shape.calls), period_(kLongestPeriod / (shape.calls * kLaps) * (shape.calls * kLaps)), rule_(rule), cells_(cells) {}

  const RateRule& rule() const { return rule_; }

  // Counts one result of `generation`. With `observing`, nothing is ever due.
  Counted add(int64_t generation, bool hit, bool observing) {
    const uint64_t mine = static_cast<uint64_t>(generation) & kGenerationMask;
    for (;;) {
      uint64_t head = head_.load();
      if (generation_of(head) != mine) {
        if (newer(generation_of(head), mine)) return Counted::late;
        if (swap_head(head, pack(mine, 1, hit, hit ? 1 : 0))) return after(1, hit ? 1 : 0, observing);
        continue;
      }
      if (!observing && due(sequence_of(head), hits_of(head))) return Counted::overdue;
      const uint64_t sequence = sequence_of(head);
      if (!store_last(head)) continue;
      bool evicted = false;
      if (!find_evicted(head, evicted)) continue;
      const uint64_t hits = hits_of(head) + (hit ? 1 : 0) - (evicted ? 1 : 0);
      if (swap_head(head, pack(mine, after_sequence(sequence), hit, hits))) return after(sequence + 1, hits, observing);
    }
  }

  Rate rate(int64_t generation) const {
    const uint64_t head = head_.load();
    if (generation_of(head) != (static_cast<uint64_t>(generation) & kGenerationMask)) return {};
    return {static_cast<int64_t>(hits_of(head)), filled(sequence_of(head))};
  }

  // Starts the head anew for a generation. Called after each transition, so that the head's twelve bits of generation are never
  // half their range behind, where an old head would look newer than every result.
  void renew(int64_t generation) {
    const uint64_t mine = static_cast<uint64_t>(generation) & kGenerationMask;
    uint64_t head = head_.load();
    while (newer(mine, generation_of(head)) && !head_.compare_exchange_strong(head, pack(mine, 0, false, 0))) {
    }
  }

 private:
  static constexpr uint64_t kGenerationMask = (1U << 12) - 1;
  static constexpr uint64_t kSequenceMask = (uint64_t{1} << 34) - 1;
  static constexpr int64_t kLaps = int64_t{1} << 17;
  static constexpr int64_t kLongestPeriod = int64_t{1} << 33;

  static uint64_t pack(uint64_t generation, uint64_t sequence, bool last, uint64_t hits) {
    return generation << 52 | (sequence & kSequenceMask) << 18 | uint64_t{last} << 17 | hits;
  }
  static uint64_t generation_of(uint64_t head) { return head >> 52; }
  static uint64_t sequence_of(uint64_t head) { return head >> 18 & kSequenceMask; }
  static bool last_of(uint64_t head) { return (head >> 17 & 1U) != 0; }
  static uint64_t hits_of(uint64_t head) { return head & ((1U << 17) - 1); }
  static bool newer(uint64_t a, uint64_t b) { return a != b && ((a - b) & kGenerationMask) < (kGenerationMask + 1) / 2; }

  int64_t filled(uint64_t sequence) const { return sequence < static_cast<uint64_t>(size_) ? static_cast<int64_t>(sequence) : size_; }
  // One more; long before the 34 bits are full it goes back by whole laps, so that cells keep their meaning.
  uint64_t after_sequence(uint64_t sequence) const {
    const auto next = static_cast<int64_t>(sequence) + 1;
    return static_cast<uint64_t>(next < period_ + size_ ? next : next - period_);
  }
  bool due(uint64_t sequence, uint64_t hits) const { return rule_.holds(static_cast<int64_t>(hits), filled(sequence)); }
  Counted after(uint64_t sequence, uint64_t hits, bool observing) const {
    return !observing && due(sequence, hits) ? Counted::due : Counted::yes;
  }
  bool swap_head(uint64_t& head, uint64_t next) { return head_.compare_exchange_strong(head, next); }

  // The cell's value without the outcome: generation and lap of the result numbered `sequence`.
  uint32_t tag(uint64_t generation, uint64_t sequence) const {
    const auto lap = static_cast<uint32_t>(sequence / static_cast<uint64_t>(size_) % kLaps);
    return static_cast<uint32_t>(generation) << 20 | lap << 1;
  }

  // Writes the head's last outcome into its cell. False: the head moved on.
  bool store_last(uint64_t head) {
    if (sequence_of(head) == 0) return true;
    const uint64_t last = sequence_of(head) - 1;
    Atomic<uint32_t>& cell = cells_[last % static_cast<uint64_t>(size_)];
    const uint32_t value = tag(generation_of(head), last) | (last_of(head) ? 1U : 0U);
    uint32_t seen = cell.load();
    if (head_.load() != head) return false;
    if (seen != value) cell.compare_exchange_strong(seen, value);
    return true;
  }

  // The outcome that falls out when one more result comes in. False: the head moved on.
  bool find_evicted(uint64_t head, bool& evicted) const {
    const uint64_t sequence = sequence_of(head);
    if (sequence < static_cast<uint64_t>(size_)) return true;
    const uint64_t oldest = sequence - static_cast<uint64_t>(size_);
    const uint32_t seen = cells_[oldest % static_cast<uint64_t>(size_)].load();
    if (head_.load() != head) return false;
    evicted = (seen & 1U) != 0;
    return (seen & ~1U) == tag(generation_of(head), oldest);
  }

  int64_t size_;
  int64_t period_;
  RateRule rule_;
  Atomic<uint32_t>* cells_;
  Atomic<uint64_t> head_{0};
};

}  // namespace backstay::core::circuit_breaker
