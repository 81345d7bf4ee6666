// What a breaker tells about itself: snapshot and metrics, from the same numbers.
#include <limits>

#include "core/policy/circuit_breaker/circuit_breaker.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core::circuit_breaker {

namespace {

double ratio(const std::optional<Rate>& rate) {
  if (!rate || rate->total == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(rate->hits) / static_cast<double>(rate->total);
}

void write_rate(SnapshotWriter& out, const std::optional<Rate>& rate, std::string_view calls, std::string_view hits,
                std::string_view share) {
  const Rate known = rate.value_or(Rate{});
  out.integer(calls, known.total);
  out.integer(hits, known.hits);
  out.real(share, ratio(rate));
}

bool counts_in_a_row(Word word) { return !word.is_shut() && (word.state() == State::closed || word.state() == State::metrics_only); }

}  // namespace

void CircuitBreaker::snapshot(SnapshotWriter& out) const {
  const Word word = machine_.load();
  const Totals total = totals();
  const History::Record record = recorded();
  out.text("state", word.is_shut() ? "shut" : name(word.state()));
  out.integer("successes", total[kSuccess]);
  out.integer("failures", total[kFailure]);
  out.integer("timeouts", total[kTimeout]);
  out.integer("cancelled", total[kCancelled]);
  out.integer("neutral", total[kNeutral]);
  out.integer("slow", total[kSlowCalls]);
  out.integer("late", total[kLate]);
  out.integer("not_permitted", total[kRejectedOpen] + rejected_half_open_.load() + rejected_forced_open_.load());
  out.integer("consecutive_failures", counts_in_a_row(word) ? word.payload() : 0);
  write_rate(out, machine_.failure_rate(word), "window_calls", "window_failures", "failure_rate");
  write_rate(out, machine_.slow_rate(word), "slow_window_calls", "slow_window_slow", "slow_call_rate");
  const bool probing = !word.is_shut() && word.state() == State::half_open;
  const Probes probes = probing ? Probes::of(word.payload()) : Probes{};
  out.integer("probes_in_flight", probes.in_flight);
  out.integer("probe_successes", probes.successes);
  out.integer("probe_failures", probes.failures);
  out.integer("trips", machine_.trips());
  out.integer("transitions", record.transitions());
  out.integer("until_half_open_ns", machine_.wait_ns(word));
  const bool moved = static_cast<bool>(record.last);
  out.integer("last_transition_ns", moved ? record.last.at_ns : kUnknown);
  out.integer("last_transition_wall_ns", moved ? record.last_wall_ns : kUnknown);
  out.text("last_transition_reason", name(record.last.reason));
  out.text("last_transition_note", record.note.view());
  for (const History::Cause& cause : record.causes) {
    if (cause.count > 0) out.cause(cause.text.view(), cause.count, cause.last_at_ns);
  }
}

void CircuitBreaker::metrics(MetricsWriter& out) const {
  const Word word = machine_.load();
  const Totals total = totals();
  const auto write = [&](std::string_view family, Labels labels, int64_t value) { out.sample(family, labels, static_cast<double>(value)); };
  write("circuit_breaker_state", {}, static_cast<int64_t>(word.state()));
  for (const Outcome outcome : {Outcome::success, Outcome::failure, Outcome::timeout, Outcome::cancelled, Outcome::neutral}) {
    write("circuit_breaker_calls_total", {{"outcome", name(outcome)}}, total[static_cast<std::size_t>(outcome)]);
  }
  write("circuit_breaker_calls_total", {{"outcome", "late"}}, total[kLate]);
  write("circuit_breaker_slow_calls_total", {}, total[kSlowCalls]);
  write("circuit_breaker_rejected_total", {{"reason", name(Reason::open)}}, total[kRejectedOpen]);
  write("circuit_breaker_rejected_total", {{"reason", name(Reason::half_open)}}, rejected_half_open_.load());
  write("circuit_breaker_rejected_total", {{"reason", name(Reason::forced_open)}}, rejected_forced_open_.load());
  const History::Record record = recorded();
  for (std::size_t from = 0; from < History::kStates; ++from) {
    for (std::size_t to = 0; to < History::kStates; ++to) {
      const int64_t moves = record.moves[from][to];
      const auto left = name(static_cast<State>(from));
      if (moves > 0) write("circuit_breaker_transitions_total", {{"from", left}, {"to", name(static_cast<State>(to))}}, moves);
    }
  }
  // NaN, without calls or rule, is left out by the writer.
  out.sample("circuit_breaker_failure_rate", {}, ratio(machine_.failure_rate(word)));
  out.sample("circuit_breaker_slow_call_rate", {}, ratio(machine_.slow_rate(word)));
}

}  // namespace backstay::core::circuit_breaker
