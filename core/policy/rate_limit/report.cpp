// What a rate limit tells about itself: snapshot and metrics, from the same numbers.
#include "core/policy/rate_limit/rate_limit.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core::rate_limit {

RateLimit::Waits RateLimit::waits() const noexcept {
  const LineHold hold(lock_, line_);
  return {.waited = waited_, .waiting = line_.length(), .cancelled = cancelled_};
}

void RateLimit::snapshot(SnapshotWriter& out) const {
  const Look now = look(1);
  const Waits told = waits();
  out.integer("limit", now.limit);
  out.real("rate", settings_.per_second);
  out.integer("remaining", now.remaining);
  out.integer("retry_after_ns", now.retry_after_ns);
  out.integer("reset_after_ns", now.reset_after_ns);
  out.integer("permitted", stripes_.total(kPermitted));
  out.integer("rejected", rejected());
  out.integer("waited", told.waited);
  out.integer("waiting", told.waiting);
  out.integer("cancelled", told.cancelled);
}

void RateLimit::metrics(MetricsWriter& out) const {
  const Look now = look(1);
  const auto write = [&](std::string_view family, Labels labels, int64_t value) { out.sample(family, labels, static_cast<double>(value)); };
  write("rate_limit_limit", {}, now.limit);
  write("rate_limit_remaining", {}, now.remaining);
  write("rate_limit_permitted_total", {}, stripes_.total(kPermitted));
  write("rate_limit_rejected_total", {{"reason", name(Reason::rate)}}, stripes_.total(kRejectedRate));
  write("rate_limit_rejected_total", {{"reason", name(Reason::cost)}}, stripes_.total(kRejectedCost));
  write("rate_limit_waits_total", {}, waits().waited);
}

}  // namespace backstay::core::rate_limit
