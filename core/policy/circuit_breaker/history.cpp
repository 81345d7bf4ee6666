#include "core/policy/circuit_breaker/history.hpp"

#include <algorithm>

namespace backstay::core::circuit_breaker {

int64_t History::Record::transitions() const {
  int64_t sum = 0;
  for (const auto& row : moves) {
    for (const int64_t count : row) sum += count;
  }
  return sum;
}

void History::add_transition(const Transition& transition, int64_t wall_ns, std::string_view note) noexcept {
  const ForkSafeHold held(lock_);
  ++record_.moves[static_cast<std::size_t>(transition.from)][static_cast<std::size_t>(transition.to)];
  record_.last = transition;
  record_.last_wall_ns = wall_ns;
  record_.note.assign(note);
}

void History::add_cause(std::string_view cause, int64_t at_ns) noexcept {
  const ForkSafeHold held(lock_);
  auto& causes = record_.causes;
  const ShortText<64> text(cause);
  auto* place =
      std::find_if(causes.begin(), causes.end() - 1, [&](const Cause& one) { return one.count == 0 || one.text.view() == text.view(); });
  if (place->text.view() != text.view()) *place = {text, 0, 0};
  ++place->count;
  place->last_at_ns = at_ns;
  std::rotate(causes.begin(), place, place + 1);
}

void History::forget_causes() noexcept {
  const ForkSafeHold held(lock_);
  record_.causes = {};
}

ShortText<64> History::newest_cause() const noexcept {
  const ForkSafeHold held(lock_);
  return record_.causes[0].text;
}

History::Record History::read() const noexcept {
  const ForkSafeHold held(lock_);
  return record_;
}

}  // namespace backstay::core::circuit_breaker
