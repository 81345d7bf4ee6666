// What a bulkhead tells about itself: snapshot and metrics, from the same numbers.
#include "core/policy/bulkhead/bulkhead.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core::bulkhead {

Bulkhead::Counts Bulkhead::counts() const noexcept {
  const LineHold hold(lock_, line_);
  const Word word = load();
  return {.limit = limit_.load(),
          .in_flight = word.in_flight(),
          .waiting = line_.length(),
          .permitted = word.permitted() - limit_changes_,
          .rejected = stripes_.total(kRejected),
          .waited = waited_,
          .expired = expired_,
          .cancelled = cancelled_};
}

void Bulkhead::snapshot(SnapshotWriter& out) const {
  const Counts now = counts();
  out.integer("limit", now.limit);
  out.integer("in_flight", now.in_flight);
  out.integer("queue", settings_.queue);
  out.integer("waiting", now.waiting);
  out.integer("permitted", now.permitted);
  out.integer("rejected", now.rejected);
  out.integer("waited", now.waited);
  out.integer("expired", now.expired);
  out.integer("cancelled", now.cancelled);
}

void Bulkhead::metrics(MetricsWriter& out) const {
  const Counts now = counts();
  const auto write = [&](std::string_view family, Labels labels, int64_t value) { out.sample(family, labels, static_cast<double>(value)); };
  write("bulkhead_limit", {}, now.limit);
  write("bulkhead_in_flight", {}, now.in_flight);
  write("bulkhead_waiting", {}, now.waiting);
  write("bulkhead_permitted_total", {}, now.permitted);
  write("bulkhead_rejected_total", {{"reason", name(Reason::full)}}, now.rejected);
  write("bulkhead_rejected_total", {{"reason", name(Outcome::timeout)}}, now.expired);
  write("bulkhead_waits_total", {}, now.waited);
}

}  // namespace backstay::core::bulkhead
