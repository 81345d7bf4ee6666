// The injected clock: monotonic and wall time in nanoseconds, from the system or moved by hand.
//
// Monotonic time counts from the clock's own epoch (its creation), so that it fits the breaker's word. No virtual call: the manual
// clock is a branch on a pointer, because a reading stands on the hot path.
#pragma once

#include <time.h>

#include <atomic>
#include <cstdint>
#include <memory>

namespace backstay::core {

inline constexpr int64_t kNsPerMs = 1'000'000;
inline constexpr int64_t kNsPerSecond = 1'000'000'000;
// Where the wall time of a manual clock starts: 2026-01-01T00:00:00Z.
inline constexpr int64_t kManualWallEpochNs = 1'767'225'600 * kNsPerSecond;
// The cheap clock, where the system has one.
#ifdef CLOCK_MONOTONIC_COARSE
inline constexpr clockid_t kCoarseClock = CLOCK_MONOTONIC_COARSE;
#else
inline constexpr clockid_t kCoarseClock = CLOCK_MONOTONIC;
#endif
// How far a manual clock can be moved in all.
inline constexpr int64_t kClockMaximumNs = int64_t{1} << 62;

class Clock {
 public:
  // A clock that follows the system; its epoch is now.
  static Clock system();
  // A clock that stands at 0 until advance() moves it; its wall time starts at 2026-01-01T00:00:00Z, so that tests agree.
  static Clock manual();

  Clock(Clock&&) = default;

  // Nanoseconds since the epoch; never negative, never goes back.
  int64_t now_ns() const noexcept { return manual_ ? manual_->load(std::memory_order_seq_cst) : read(CLOCK_MONOTONIC) - epoch_ns_; }
  // The same, cheaper and up to some milliseconds behind: good enough to choose a time-window bucket. Exact on a manual clock.
  int64_t coarse_ns() const noexcept { return manual_ ? manual_->load(std::memory_order_seq_cst) : read(kCoarseClock) - epoch_ns_; }
  // Nanoseconds since 1970 of a monotonic instant. The system's wall clock is asked at every call, so its corrections show.
  int64_t wall_ns(int64_t at_ns) const noexcept;

  // On a manual clock: moves it to `until_ns`, unless it is there already, and returns true. Several may pass the same time at once.
  bool pass_time(int64_t until_ns) noexcept;

  bool is_manual() const noexcept { return manual_ != nullptr; }
  // Moves the manual clock; throws Error unsupported (system clock) or invalid_argument (negative, or beyond 2^62 ns in all).
  // May be called from several threads; each move counts.
  void advance(int64_t by_ns);

 private:
  Clock(std::unique_ptr<std::atomic<int64_t>> manual, int64_t epoch_ns) noexcept;

  static int64_t read(clockid_t id) noexcept {
    timespec at{};
    clock_gettime(id, &at);
    return int64_t{at.tv_sec} * kNsPerSecond + at.tv_nsec;
  }

  std::unique_ptr<std::atomic<int64_t>> manual_;
  int64_t epoch_ns_;
};

}  // namespace backstay::core
