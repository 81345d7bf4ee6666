// A bound for retries over all calls: retries <= burst + ratio * calls + minimum_per_second * seconds, in every interval.
//
// The arithmetic is that of a rate limit (GCRA) on a clock of its own: what calls and time have deposited so far. One word tells up
// to where that clock is spent; what lies more than `burst` behind is forgotten.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/base/clock.hpp"
#include "core/policy/retry/counts.hpp"
#include "core/policy/retry/settings.hpp"

namespace backstay::core::retry {

class Budget {
 public:
  // It begins full. `clock` and `counts` outlive it; a call deposits by being counted in kFirst or kDeposits.
  Budget(const BudgetSettings& settings, const Clock& clock, Counts& counts);

  // A call's first attempt ended, and kFirst doesn't tell.
  void add_call() noexcept { counts_.add(Count::kDeposits); }
  // Takes one retry, if there is one.
  bool withdraw() noexcept;
  // How many retries it would allow now, with the part of the next one.
  double left() const noexcept;
  bool is_full() const noexcept { return left_after(spent_.load(std::memory_order_acquire), deposited()) == burst_; }

  // Rates are kept in millionths of a retry.
  static int64_t millionths(double number) noexcept;

 private:
  uint64_t deposited() const noexcept;
  uint64_t left_after(uint64_t spent, uint64_t deposited) const noexcept;

  const uint64_t per_call_;
  const uint64_t per_second_;
  const uint64_t burst_;
  const Clock& clock_;
  Counts& counts_;
  // On the clock of deposits, modulo 2^64 as that is: it would pass the end after 213 days of the greatest rate.
  std::atomic<uint64_t> spent_;
};

}  // namespace backstay::core::retry
