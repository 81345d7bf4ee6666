// How often a fallback supplied the result of a call, by why. The host has the fallback; the core only counts.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "core/base/catalogue.hpp"

namespace backstay::core {

class MetricsWriter;
class SnapshotWriter;

class Fallbacks {
 public:
  // `reason` of the refusal, or none: the call itself failed.
  void count(Reason reason) noexcept { counts_[static_cast<std::size_t>(reason)].fetch_add(1, std::memory_order_relaxed); }
  int64_t total() const noexcept;
  void snapshot(SnapshotWriter& out) const;
  void metrics(MetricsWriter& out) const;

 private:
  std::array<std::atomic<int64_t>, kReasonCount> counts_{};
};

}  // namespace backstay::core
