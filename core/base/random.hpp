// Random numbers: a seeded, reproducible sequence for tests and vectors, or one that starts from the kernel's entropy.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>

namespace backstay::core {

// The mixing step of splitmix64: a bijection whose output looks random for inputs 1, 2, 3, ...
constexpr uint64_t mix64(uint64_t value) noexcept {
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

// The 53 upper bits as a double, uniform in [0, 1).
constexpr double unit_interval(uint64_t bits) noexcept { return static_cast<double>(bits >> 11U) * 0x1.0p-53; }

// Bytes from the kernel. Throws Error internal where the kernel has none to give.
void system_random(std::span<uint8_t> out);
uint64_t system_random64();

// A splitmix64 sequence. Lock-free: several threads may draw, each number is drawn once. A seeded sequence is the same in every
// process, forked children included; one from system() goes its own way in a forked child.
class Random {
 public:
  explicit Random(uint64_t seed) noexcept : state_(seed) {}
  static Random system();

  uint64_t next() noexcept;
  // Uniform in [0, 1).
  double unit() noexcept { return unit_interval(next()); }
  // Fit for identifiers: straight from the kernel unless seeded, since a state of 64 bits repeats too soon for them.
  void fill(std::span<uint8_t> out);

 private:
  Random(uint64_t seed, int64_t forks) noexcept : state_(seed), seeded_(false), forks_(forks) {}

  std::atomic<uint64_t> state_;
  bool seeded_ = true;
  std::atomic<int64_t> forks_{0};  // the fork generation that state_ belongs to
};

}  // namespace backstay::core
