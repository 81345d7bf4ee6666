// What a timeout tells about itself: snapshot and metrics, from the same numbers.
#include "core/policy/timeout/timeout.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core::timeout {

void Timeout::snapshot(SnapshotWriter& out) const {
  out.integer("limit_ns", limit_ns_);
  out.integer("expired", expired_.load(std::memory_order_relaxed));
  out.integer("refused", refused_.load(std::memory_order_relaxed));
}

void Timeout::metrics(MetricsWriter& out) const {
  const std::string_view scope = scope_ == Scope::call ? "call" : "attempt";
  out.sample("timeout_expired_total", {{"scope", scope}}, static_cast<double>(expired_.load(std::memory_order_relaxed)));
  out.sample("timeout_refused_total", {{"scope", scope}}, static_cast<double>(refused_.load(std::memory_order_relaxed)));
}

}  // namespace backstay::core::timeout
