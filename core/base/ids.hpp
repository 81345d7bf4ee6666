// Identifiers: UUIDs of RFC 9562, version 4 (random) and version 7 (ordered by time).
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/random.hpp"

namespace backstay::core {

struct Uuid {
  std::array<uint8_t, 16> bytes{};

  // As in "01890a5d-ac96-774b-bcce-b302099a8057".
  std::string text() const;
  auto operator<=>(const Uuid&) const = default;
};

// 122 random bits.
Uuid uuid_v4(Random& random);

// Version 7: 48 bits of milliseconds since 1970, a 12-bit counter, 62 random bits. Each one is greater than the one before it, also
// within a millisecond, when the wall clock goes back, and across threads. Both arguments outlive it.
class UuidV7Source {
 public:
  UuidV7Source(const Clock& clock, Random& random) noexcept : clock_(clock), random_(random) {}
  Uuid next();

 private:
  const Clock& clock_;
  Random& random_;
  std::atomic<uint64_t> last_{0};  // milliseconds << 12 | counter
};

}  // namespace backstay::core
