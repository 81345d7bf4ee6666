#include "core/policy/fallbacks.hpp"

#include "core/telemetry/writers.hpp"

namespace backstay::core {

int64_t Fallbacks::total() const noexcept {
  int64_t total = 0;
  for (const auto& count : counts_) total += count.load(std::memory_order_relaxed);
  return total;
}

void Fallbacks::snapshot(SnapshotWriter& out) const { out.integer("used", total()); }

void Fallbacks::metrics(MetricsWriter& out) const {
  for (std::size_t i = 0; i < kReasonCount; ++i) {
    const int64_t count = counts_[i].load(std::memory_order_relaxed);
    if (count == 0) continue;
    const auto reason = static_cast<Reason>(i);
    out.sample("fallback_total", {{"reason", reason == Reason::none ? "failure" : name(reason)}}, static_cast<double>(count));
  }
}

}  // namespace backstay::core
