// A circuit breaker's configuration, checked and in machine units. Defaults exist here and nowhere else.
#pragma once

#include <cstdint>
#include <optional>

namespace backstay::core::circuit_breaker {

// Shape of a window: the last `calls` calls, or the last `length_ms` in `buckets` equal parts.
struct WindowSettings {
  int64_t calls = 0;      // > 0: a count window, 1 to 65,536
  int64_t length_ms = 0;  // > 0: a time window, 1 s to 24 h; a multiple of buckets
  int64_t buckets = 10;   // 1 to 60
  bool operator==(const WindowSettings&) const = default;
};

// Trips when hits / calls >= threshold over the window, once it holds minimum_calls.
struct RateSettings {
  double threshold = 0.5;  // above 0, up to 1
  WindowSettings window{.calls = 0, .length_ms = 10'000, .buckets = 10};
  int64_t minimum_calls = 20;  // 1 to 1,000,000; at most window.calls for a count window
  bool operator==(const RateSettings&) const = default;
};

// What `open_for` as an object starts from: it grows unless told otherwise. The maximum is `initial` where that is longer.
inline constexpr double kGrowingMultiplier = 2.0;
inline constexpr int64_t kGrowingMaximumMs = 300'000;

// How long it stays open: initial * multiplier^(trips - 1), at most maximum, each drawn from +-jitter. `open_for` as a text is
// constant.
struct OpenSettings {
  int64_t initial_ms = 30'000;  // 1 ms to 24 h
  double multiplier = 1.0;      // 1 to 100; 1 is constant
  int64_t maximum_ms = 30'000;  // initial to 24 h; also caps after jitter
  double jitter = 0.0;          // 0 to 1
};

struct HalfOpenSettings {
  int64_t permits = 1;          // probes in flight at once, 1 to 63
  int64_t successes = 1;        // successes that close it, 1 to 63
  int64_t lease_ms = 60'000;    // after which an unreported probe no longer holds its place, 100 ms to 12 h
  int64_t maximum_time_ms = 0;  // after which half-open reopens; 0: no limit
  int64_t decide_after = 0;     // 0: the first failure reopens; else decide at so many results, successes to 63
};

enum class Mode : int32_t { enforce, metrics_only, disabled };

struct Settings {
  int64_t consecutive_failures = 0;  // 0: no such rule; 1 to 1,000,000
  std::optional<RateSettings> failure_rate;
  std::optional<RateSettings> slow_calls;
  int64_t slow_longer_than_ns = 0;  // with slow_calls: strictly longer is slow
  OpenSettings open;
  HalfOpenSettings half_open;
  int64_t retry_after_maximum_ms = 300'000;  // a reported Retry-After lengthens the open time up to this; 0: never
  Mode mode = Mode::enforce;
};

}  // namespace backstay::core::circuit_breaker
