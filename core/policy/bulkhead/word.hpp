// The one word that a bulkhead's uncontended calls change: calls in flight, whether somebody waits, and how many calls were let in.
#pragma once

#include <cstdint>

namespace backstay::core::bulkhead {

struct Word {
  static constexpr uint64_t kCall = 1;  // one call in flight
  static constexpr uint64_t kInFlight = (uint64_t{1} << 21) - 1;
  // Somebody waits: all who enter or leave take the lock.
  static constexpr uint64_t kWaits = uint64_t{1} << 21;
  // Shut, or a pass-through: likewise nobody goes the short way.
  static constexpr uint64_t kAside = uint64_t{1} << 22;
  static constexpr int kPermittedShift = 23;
  static constexpr uint64_t kPermitted = uint64_t{1} << kPermittedShift;  // one call let in; 41 bits, then from 0 again

  uint64_t bits = 0;

  int64_t in_flight() const noexcept { return static_cast<int64_t>(bits & kInFlight); }
  int64_t permitted() const noexcept { return static_cast<int64_t>(bits >> kPermittedShift); }
  bool waits() const noexcept { return (bits & kWaits) != 0; }
  bool short_way() const noexcept { return (bits & (kWaits | kAside)) == 0; }
};

}  // namespace backstay::core::bulkhead
