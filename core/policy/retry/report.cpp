// What a retry tells about itself: snapshot and metrics, from the same numbers.
#include <limits>

#include "core/policy/retry/retry.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core::retry {

namespace {

// NaN, without a budget, is written as null in a snapshot, and left out of the metrics.
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

}  // namespace

int64_t Retry::exhausted(Reason reason) const noexcept {
  return exhausted_[static_cast<std::size_t>(reason)].load(std::memory_order_relaxed);
}

void Retry::snapshot(SnapshotWriter& out) const {
  out.integer("calls", calls());
  out.integer("attempts", attempts());
  out.integer("retries", counts_.total(Count::kRetries));
  out.integer("recovered", counts_.total(Count::kRecovered));
  out.integer("permanent", permanent_.load(std::memory_order_relaxed));
  out.integer("exhausted_attempts", exhausted(Reason::attempts));
  out.integer("exhausted_elapsed", exhausted(Reason::elapsed));
  out.integer("exhausted_budget", exhausted(Reason::budget));
  out.integer("exhausted_deadline", exhausted(Reason::deadline));
  out.real("budget_left", budget_ != nullptr ? budget_->left() : kNone);
}

void Retry::metrics(MetricsWriter& out) const {
  const auto write = [&](std::string_view family, Labels labels, int64_t value) { out.sample(family, labels, static_cast<double>(value)); };
  write("retry_calls_total", {}, calls());
  write("retry_attempts_total", {}, attempts());
  write("retry_retries_total", {}, counts_.total(Count::kRetries));
  write("retry_recovered_total", {}, counts_.total(Count::kRecovered));
  for (const Reason reason : {Reason::attempts, Reason::elapsed, Reason::budget, Reason::deadline}) {
    write("retry_exhausted_total", {{"reason", name(reason)}}, exhausted(reason));
  }
  write("retry_exhausted_total", {{"reason", name(Outcome::permanent)}}, permanent_.load(std::memory_order_relaxed));
  // A borrowed budget is told by its owner.
  out.sample("retry_budget_left", {}, own_budget_ ? own_budget_->left() : kNone);
}

}  // namespace backstay::core::retry
