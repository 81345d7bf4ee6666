// Where the random numbers of a policy's instance begin.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/random.hpp"

namespace backstay::core {

// Each key draws its own jitter: instances that began to wait together must not come back together. FNV-1a, for the same numbers
// everywhere.
constexpr uint64_t seed_of(uint64_t seed, std::string_view key) noexcept {
  if (key.empty()) return seed;
  uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return mix64(seed ^ hash);
}

}  // namespace backstay::core
