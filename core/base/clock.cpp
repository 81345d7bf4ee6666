#include "core/base/clock.hpp"

#include <string>
#include <utility>

#include "core/base/status.hpp"

namespace backstay::core {

Clock::Clock(std::unique_ptr<std::atomic<int64_t>> manual, int64_t epoch_ns) noexcept : manual_(std::move(manual)), epoch_ns_(epoch_ns) {}

// The epoch is a coarse reading, the older of the two, so that neither kind of reading is ever negative.
Clock Clock::system() { return {nullptr, read(kCoarseClock)}; }

Clock Clock::manual() { return {std::make_unique<std::atomic<int64_t>>(0), 0}; }

int64_t Clock::wall_ns(int64_t at_ns) const noexcept {
  if (manual_) return kManualWallEpochNs + at_ns;
  return read(CLOCK_REALTIME) - now_ns() + at_ns;
}

void Clock::advance(int64_t by_ns) {
  if (!manual_) throw Error(Status::unsupported, "advance: the clock follows the system; only \"clock\": \"manual\" can be moved");
  if (by_ns < 0) {
    throw Error(Status::invalid_argument, "by_ns: a clock never goes back (" + std::to_string(by_ns) + "; allowed: 0 or more)");
  }
  int64_t now = manual_->load();
  do {
    if (by_ns > kClockMaximumNs - now) {
      throw Error(Status::invalid_argument, "by_ns: the clock would pass its end (" + std::to_string(by_ns) + "; allowed: up to " +
                                                std::to_string(kClockMaximumNs - now) + ")");
    }
  } while (!manual_->compare_exchange_weak(now, now + by_ns));
}

bool Clock::pass_time(int64_t until_ns) noexcept {
  if (!manual_) return false;
  int64_t now = manual_->load();
  while (now < until_ns && !manual_->compare_exchange_weak(now, until_ns)) {
  }
  return true;
}

}  // namespace backstay::core
