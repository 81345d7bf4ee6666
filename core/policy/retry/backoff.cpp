#include "core/policy/retry/backoff.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/clock.hpp"

namespace backstay::core::retry {

namespace {

double ns_of(int64_t ms) { return static_cast<double>(ms * kNsPerMs); }

}  // namespace

// Before jitter. In doubles, since the power soon leaves every whole number behind; it is cut before it becomes one.
double Backoff::step_ns(int64_t ended) const noexcept {
  const double initial = ns_of(settings_.initial_ms);
  double factor = 1.0;
  if (settings_.growth == Growth::linear) factor = static_cast<double>(ended);
  if (settings_.growth == Growth::exponential) factor = std::pow(settings_.multiplier, static_cast<double>(ended - 1));
  // 0 times infinity is no number.
  return initial > 0 ? std::min(initial * factor, ns_of(settings_.maximum_ms)) : 0;
}

// Uniform from initial to three times the last pause.
double Backoff::decorrelated_ns(int64_t ended, int64_t last_ns) noexcept {
  const double initial = ns_of(settings_.initial_ms);
  const double range = 3 * (ended == 1 ? initial : static_cast<double>(last_ns)) - initial;
  const double drawn = range > 0 ? initial + range * random_.unit() : initial;
  return std::min(drawn, ns_of(settings_.maximum_ms));
}

int64_t Backoff::delay_ns(int64_t ended, int64_t last_ns) noexcept {
  if (settings_.growth == Growth::decorrelated) return std::llrint(decorrelated_ns(ended, last_ns));
  double delay = step_ns(ended);
  if (delay > 0 && settings_.jitter == Jitter::full) delay *= random_.unit();
  if (delay > 0 && settings_.jitter == Jitter::equal) delay = delay / 2 + delay / 2 * random_.unit();
  return std::llrint(delay);
}

}  // namespace backstay::core::retry
