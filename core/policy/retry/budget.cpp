#include "core/policy/retry/budget.hpp"

#include <algorithm>
#include <cmath>

namespace backstay::core::retry {

namespace {

constexpr uint64_t kOne = 1'000'000;
constexpr auto kSecond = static_cast<uint64_t>(kNsPerSecond);
// A difference above this is a small negative one: the system's clock went back. It is 20 hours of the greatest rate.
constexpr uint64_t kNegative = UINT64_MAX - (uint64_t{1} << 56U);

}  // namespace

int64_t Budget::millionths(double number) noexcept { return std::llround(number * static_cast<double>(kOne)); }

Budget::Budget(const BudgetSettings& settings, const Clock& clock, Counts& counts)
    : per_call_(static_cast<uint64_t>(millionths(settings.ratio))),
      per_second_(static_cast<uint64_t>(millionths(settings.minimum_per_second))),
      burst_(static_cast<uint64_t>(settings.burst) * kOne),
      clock_(clock),
      counts_(counts) {
  spent_.store(deposited() - burst_);
}

// per_second * ns / 10^9 without a product beyond 64 bits, rounded down. Whole seconds may wrap, as all of it may.
uint64_t Budget::deposited() const noexcept {
  const auto ns = static_cast<uint64_t>(clock_.now_ns());
  const uint64_t part = ns % kSecond;
  const uint64_t by_time = per_second_ * (ns / kSecond) + per_second_ / kSecond * part + per_second_ % kSecond * part / kSecond;
  const int64_t calls = counts_.total(Count::kFirst) + counts_.total(Count::kDeposits);
  return by_time + per_call_ * static_cast<uint64_t>(calls);
}

uint64_t Budget::left_after(uint64_t spent, uint64_t deposited) const noexcept {
  const uint64_t left = deposited - spent;
  return left > kNegative ? 0 : std::min(left, burst_);
}

// What was spent is read before the deposits are, so that these are never older than those it was spent from.
bool Budget::withdraw() noexcept {
  uint64_t spent = spent_.load(std::memory_order_acquire);
  for (;;) {
    const uint64_t now = deposited();
    const uint64_t left = left_after(spent, now);
    if (left < kOne) return false;
    if (spent_.compare_exchange_weak(spent, now - left + kOne, std::memory_order_acq_rel, std::memory_order_acquire)) return true;
  }
}

double Budget::left() const noexcept {
  const uint64_t spent = spent_.load(std::memory_order_acquire);
  return static_cast<double>(left_after(spent, deposited())) / static_cast<double>(kOne);
}

}  // namespace backstay::core::retry
