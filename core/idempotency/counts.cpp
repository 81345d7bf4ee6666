#include "core/idempotency/counts.hpp"

namespace backstay::core::idempotency {

namespace {

// In the order of the counters.
constexpr std::array<Status, 9> kResults{Status::ok,        Status::taken_over, Status::replay,    Status::body_not_kept,
                                         Status::in_flight, Status::mismatch,   Status::abandoned, Status::store_unavailable,
                                         Status::corrupt};
constexpr std::array<std::string_view, 6> kEndNames{"value", "failure", "not_kept", "released", "left", "lost_lease"};

std::string_view result_name(Status status) { return status == Status::ok ? "new" : name(status); }

}  // namespace

void Counts::checked(Status status) noexcept {
  static_assert(kResults.size() == kChecks && kEndNames.size() == kEnds);
  for (std::size_t index = 0; index < kResults.size(); ++index) {
    if (kResults[index] == status) return add(checks_[index]);
  }
}

void Counts::metrics(std::string_view name, MetricsWriter& out) const {
  int64_t replays = 0;
  for (std::size_t index = 0; index < kResults.size(); ++index) {
    const int64_t count = checks_[index].load(std::memory_order_relaxed);
    if (kResults[index] == Status::replay) replays = count;
    out.sample("idempotency_checks_total", {{"idempotency", name}, {"result", result_name(kResults[index])}}, static_cast<double>(count));
  }
  out.sample("idempotency_replay_count", {{"idempotency", name}}, static_cast<double>(replays));
  for (std::size_t index = 0; index < kEndNames.size(); ++index) {
    const auto count = static_cast<double>(ends_[index].load(std::memory_order_relaxed));
    out.sample("idempotency_ends_total", {{"idempotency", name}, {"end", kEndNames[index]}}, count);
  }
  out.sample("idempotency_unguarded_total", {{"idempotency", name}}, static_cast<double>(unguarded_.load(std::memory_order_relaxed)));
  for (std::size_t index = 0; index < refused_.size(); ++index) {
    const auto count = static_cast<double>(refused_[index].load(std::memory_order_relaxed));
    out.sample("idempotency_http_refused_total", {{"idempotency", name}, {"code", http::kRefusals[index].code}}, count);
  }
}

}  // namespace backstay::core::idempotency
