#include "core/base/random.hpp"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "core/base/fork.hpp"
#include "core/base/status.hpp"

namespace backstay::core {
namespace {

// The golden ratio's odd 64-bit fraction: any seed walks through all 2^64 states.
constexpr uint64_t kStep = 0x9E3779B97F4A7C15U;

}  // namespace

void system_random(std::span<uint8_t> out) {
  constexpr std::size_t kMost = 256;  // getentropy gives no more at once
  while (!out.empty()) {
    const std::span<uint8_t> part = out.first(std::min(out.size(), kMost));
    if (getentropy(part.data(), part.size()) != 0) throw Error(Status::internal, std::string("getentropy: ") + std::strerror(errno));
    out = out.subspan(part.size());
  }
}

uint64_t system_random64() {
  uint64_t value = 0;
  system_random({reinterpret_cast<uint8_t*>(&value), sizeof value});
  return value;
}

Random Random::system() { return {system_random64(), fork_generation.load()}; }

uint64_t Random::next() noexcept {
  if (!seeded_) {
    // A child of a fork would repeat its parent and its siblings; its process number sets it apart without a call that can fail.
    const int64_t forks = fork_generation.load(std::memory_order_relaxed);
    int64_t known = forks_.load(std::memory_order_relaxed);
    if (known != forks && forks_.compare_exchange_strong(known, forks)) state_.fetch_add(mix64(static_cast<uint64_t>(getpid()) * kStep));
  }
  return mix64(state_.fetch_add(kStep, std::memory_order_relaxed) + kStep);
}

void Random::fill(std::span<uint8_t> out) {
  if (!seeded_) return system_random(out);
  while (!out.empty()) {
    const uint64_t value = next();
    const std::size_t length = out.size() < sizeof value ? out.size() : sizeof value;
    for (std::size_t i = 0; i < length; ++i) out[i] = static_cast<uint8_t>(value >> (8 * i));
    out = out.subspan(length);
  }
}

}  // namespace backstay::core
