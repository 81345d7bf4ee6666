#include "core/base/ids.hpp"

#include <string_view>

#include "core/base/bytes.hpp"

namespace backstay::core {
namespace {

constexpr uint64_t kCounterBits = 12;
// A fresh millisecond starts its counter in the lower half, so that there is room to count up.
constexpr uint64_t kCounterStart = 0x7FF;
constexpr uint64_t kTimeMask = (uint64_t{1} << 48U) - 1;

void mark(Uuid& uuid, uint8_t version) noexcept {
  uuid.bytes[6] = static_cast<uint8_t>((uuid.bytes[6] & 0x0FU) | static_cast<unsigned>(version << 4U));
  uuid.bytes[8] = static_cast<uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);
}

}  // namespace

std::string Uuid::text() const {
  std::string out = hex(bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) out.insert(at, 1, '-');
  return out;
}

Uuid uuid_v4(Random& random) {
  Uuid uuid;
  random.fill(uuid.bytes);
  mark(uuid, 4);
  return uuid;
}

Uuid UuidV7Source::next() {
  Uuid uuid;
  random_.fill(uuid.bytes);
  const uint64_t start = (static_cast<uint64_t>(uuid.bytes[6]) << 8U | uuid.bytes[7]) & kCounterStart;
  const auto now_ms = static_cast<uint64_t>(clock_.wall_ns(clock_.now_ns()) / kNsPerMs) & kTimeMask;
  const uint64_t fresh = now_ms << kCounterBits | start;

  // A counter that runs over moves the time ahead by a millisecond, as the RFC allows.
  uint64_t last = last_.load();
  uint64_t mine = 0;
  do {
    mine = fresh > last ? fresh : last + 1;
  } while (!last_.compare_exchange_weak(last, mine));

  const uint64_t time_ms = mine >> kCounterBits;
  for (std::size_t i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<uint8_t>(time_ms >> (40 - 8 * i));
  uuid.bytes[6] = static_cast<uint8_t>((mine >> 8U) & 0x0FU);
  uuid.bytes[7] = static_cast<uint8_t>(mine);
  mark(uuid, 7);
  return uuid;
}

}  // namespace backstay::core
