// A retry's configuration, checked and in machine units. Defaults exist here and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace backstay::core::retry {

enum class Growth : int32_t { exponential, constant, linear, decorrelated };
enum class Jitter : int32_t { full, equal, none };

// The pause before another attempt. `backoff` as a text is constant, without jitter.
struct BackoffSettings {
  Growth growth = Growth::exponential;
  int64_t initial_ms = 100;     // 0 ms to 1 h
  double multiplier = 2.0;      // of exponential growth, 1 to 100
  int64_t maximum_ms = 10'000;  // 1 ms to 1 h, at least initial; before jitter
  Jitter jitter = Jitter::full;
  bool operator==(const BackoffSettings&) const = default;
};

// Retries <= burst + ratio * calls + minimum_per_second * seconds, in every interval. Not both rates 0.
struct BudgetSettings {
  double ratio = 0.2;               // 0 to 10
  double minimum_per_second = 1.0;  // 0 to 1,000,000
  int64_t burst = 10;               // 1 to 1,000,000
  bool operator==(const BudgetSettings&) const = default;
};

struct Settings {
  int64_t attempts = 3;  // the first call included, 1 to 1,000
  BackoffSettings backoff;
  int64_t maximum_elapsed_ms = 0;  // within which another attempt must begin, up to 24 h; 0: no limit
  std::optional<BudgetSettings> budget;
  std::string lender;                       // the policy whose retry's budget is used instead; empty: none
  int64_t retry_after_maximum_ms = 60'000;  // a reported Retry-After lengthens the pause up to this, at most 1 h; 0: never
  bool reraise = false;                     // giving up has no reason, so the last error goes on as it is
};

}  // namespace backstay::core::retry
