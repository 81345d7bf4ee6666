// A rate over time: a ring of buckets, each cell a stamp and a count in one 64-bit word, changed by compare-and-swap alone.
//
// A stamp is bucket number + 8192 * generation, modulo 2^32. Both grow, and 8192 is more than two windows, so one modular
// comparison tells whether a cell belongs to this window, to an older one (replace it) or to a newer one (drop the result): no
// transition has to clear anything, and a late result can't slip into a newer state's window. The generation has 19 bits and
// 8192 * 2^19 = 2^32, so both wrap together. Comparison needs cells less than half the range old: renew() sees to that.
//
// Categories: 0 neither failed nor slow, 1 failed, 2 slow, 3 both. Rules sum those that count as hits for them.
#pragma once

#include <cstdint>
#include <limits>

#include "core/policy/circuit_breaker/settings.hpp"

namespace backstay::core::circuit_breaker {

inline constexpr int64_t kFailed = 1;
inline constexpr int64_t kSlow = 2;

// hits / total >= threshold, over at least minimum_calls. Never a multiplication: 7 >= 0.07 * 100 is false in floating point.
struct RateRule {
  int64_t hit_bit = 0;  // kFailed or kSlow; 0: no such rule
  double threshold = 1.0;
  int64_t minimum_calls = 1;

  bool holds(int64_t hits, int64_t total) const {
    return hits > 0 && total >= minimum_calls && static_cast<double>(hits) / static_cast<double>(total) >= threshold;
  }
};

struct Rate {
  int64_t hits = 0;
  int64_t total = 0;
};

template <class Environment>
class TimeWindow {
 public:
  template <class T>
  using Atomic = typename Environment::template Atomic<T>;
  static constexpr int64_t kCategories = 4;
  static constexpr uint32_t kGenerationJump = 8192;

  // Cells of one stripe, padded to whole cache lines.
  static int64_t cells_per_stripe(const WindowSettings& shape) { return (shape.buckets * kCategories + 7) / 8 * 8; }
  static int64_t cells_needed(const WindowSettings& shape, int64_t stripes) { return cells_per_stripe(shape) * stripes; }

  // `cells` are zero, live as long as the window, and may lie in memory shared by processes: no pointer is kept in them.
  TimeWindow(const WindowSettings& shape, int64_t stripes, Atomic<uint64_t>* cells)
      : bucket_ns_(shape.length_ms * 1'000'000 / shape.buckets),
        buckets_(shape.buckets),
        stripes_(stripes),
        stride_(cells_per_stripe(shape)),
        cells_(cells) {}

  void add_rule(const RateRule& rule) { rules_[rules_[0].hit_bit == 0 ? 0 : 1] = rule; }

  // Counts one result of `generation` at `now_ns` (read before the breaker's word). Says whether a rule may now hold: then
  // evaluate() decides.
  bool add(int64_t now_ns, int64_t generation, int64_t category) {
    const int64_t bucket = now_ns / bucket_ns_;
    const uint32_t stamp = stamp_of(bucket, generation);
    if (!increment(cell(Environment::stripe() & (stripes_ - 1), bucket % buckets_, category), stamp)) return false;
    if (category == 0) {
      const uint64_t quiet = quiet_.load();
      return !(settled(quiet) && stamp_part(quiet) == stamp);
    }
    unsettle(stamp);
    return true;
  }

  // The bit of the rule that holds, or 0. Sums at the newest stamp there is, hits before the rest: the other order would see
  // later hits beside earlier totals and trip without cause.
  int64_t evaluate(int64_t now_ns, int64_t generation) {
    uint32_t newest = stamp_of(now_ns / bucket_ns_, generation);
    for (;;) {
      uint64_t quiet = quiet_.load();
      bool calm = true;
      bool moved = false;
      for (const RateRule& rule : rules_) {
        if (rule.hit_bit == 0) continue;
        Rate rate;
        if (!sum(newest, rule.hit_bit, rate)) {
          moved = true;
          break;
        }
        if (rule.holds(rate.hits, rate.total)) return rule.hit_bit;
        calm = calm && (rate.hits == 0 || rate.total >= rule.minimum_calls);
      }
      if (moved) continue;  // a newer cell appeared: start again there, else a due trip could be missed
      // Further successes can't make a rule hold before a failure or the next bucket: spare them the summing. Swapped from the
      // value read before the sum, so a failure that came in between keeps it unsettled.
      if (calm) quiet_.compare_exchange_strong(quiet, uint64_t{newest} << 32 | (quiet & 0xfffffffeU) | 1U);
      return 0;
    }
  }

  // What the window holds now, for one rule.
  Rate rate(int64_t now_ns, int64_t generation, int64_t hit_bit) const {
    uint32_t newest = stamp_of(now_ns / bucket_ns_, generation);
    Rate rate;
    while (!sum(newest, hit_bit, rate)) rate = {};
    return rate;
  }

  // Brings every cell to just before this window. Called after each transition: no cell may fall half the stamp's range behind,
  // where it would look newer than everything.
  void renew(int64_t now_ns, int64_t generation) {
    const uint32_t stamp = stamp_of(now_ns / bucket_ns_ - buckets_, generation);
    for (int64_t stripe = 0; stripe < stripes_; ++stripe) {
      for (int64_t index = 0; index < buckets_ * kCategories; ++index) {
        Atomic<uint64_t>& target = cells_[stripe * stride_ + index];
        uint64_t seen = target.load();
        while (newer(stamp, stamp_part(seen)) && !target.compare_exchange_strong(seen, uint64_t{stamp} << 32)) {
        }
      }
    }
    uint64_t quiet = quiet_.load();
    while (newer(stamp, stamp_part(quiet)) && !quiet_.compare_exchange_strong(quiet, uint64_t{stamp} << 32 | (quiet & 0xfffffffeU))) {
    }
  }

 private:
  static uint32_t stamp_of(int64_t bucket, int64_t generation) {
    return static_cast<uint32_t>(bucket) + kGenerationJump * static_cast<uint32_t>(generation);
  }
  static uint32_t stamp_part(uint64_t word) { return static_cast<uint32_t>(word >> 32); }
  static bool settled(uint64_t quiet) { return (quiet & 1U) != 0; }
  static bool newer(uint32_t a, uint32_t b) { return static_cast<int32_t>(a - b) > 0; }

  Atomic<uint64_t>& cell(int64_t stripe, int64_t bucket, int64_t category) const {
    return cells_[stripe * stride_ + bucket * kCategories + category];
  }

  static bool increment(Atomic<uint64_t>& target, uint32_t stamp) {
    uint64_t seen = target.load();
    for (;;) {
      const uint32_t current = stamp_part(seen);
      uint64_t next;
      if (current == stamp) {
        next = seen + 1;
        if (static_cast<uint32_t>(seen) == std::numeric_limits<uint32_t>::max()) return true;  // full: the rate no longer moves
      } else if (newer(stamp, current)) {
        next = uint64_t{stamp} << 32 | 1U;
      } else {
        return false;
      }
      if (target.compare_exchange_strong(seen, next)) return true;
    }
  }

  // Tells successes that a failure or slow call came: stamp 32, version 31, settled 1.
  void unsettle(uint32_t stamp) {
    uint64_t seen = quiet_.load();
    for (;;) {
      const uint32_t kept = newer(stamp, stamp_part(seen)) ? stamp : stamp_part(seen);
      const uint64_t version = (seen + 2) & 0xfffffffeU;
      if (quiet_.compare_exchange_strong(seen, uint64_t{kept} << 32 | version)) return;
    }
  }

  // False when a cell newer than `newest` appeared; `newest` is then raised to it.
  bool sum(uint32_t& newest, int64_t hit_bit, Rate& rate) const {
    for (int64_t category = 1; category < kCategories; ++category) {
      if ((category & hit_bit) != 0 && !sum_category(newest, category, rate.hits)) return false;
    }
    int64_t misses = 0;
    for (int64_t category = 0; category < kCategories; ++category) {
      if ((category & hit_bit) == 0 && !sum_category(newest, category, misses)) return false;
    }
    rate.total = rate.hits + misses;
    return true;
  }

  bool sum_category(uint32_t& newest, int64_t category, int64_t& total) const {
    for (int64_t stripe = 0; stripe < stripes_; ++stripe) {
      for (int64_t bucket = 0; bucket < buckets_; ++bucket) {
        const uint64_t seen = cell(stripe, bucket, category).load();
        const uint32_t stamp = stamp_part(seen);
        if (newer(stamp, newest)) {
          newest = stamp;
          return false;
        }
        if (newest - stamp < static_cast<uint32_t>(buckets_)) total += static_cast<uint32_t>(seen);
      }
    }
    return true;
  }

  int64_t bucket_ns_;
  int64_t buckets_;
  int64_t stripes_;
  int64_t stride_;
  Atomic<uint64_t>* cells_;
  Atomic<uint64_t> quiet_{0};
  RateRule rules_[2];
};

}  // namespace backstay::core::circuit_breaker
