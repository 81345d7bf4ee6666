// The machine's construction, its operator moves, and what can be read from it.
#pragma once

#include "core/policy/circuit_breaker/machine.hpp"

namespace backstay::core::circuit_breaker {

template <class E>
Machine<E>::Machine(const Settings& settings, State first, const Clock& clock, uint64_t seed, int64_t stripes)
    : word_(0), settings_(settings), clock_(clock), random_(seed), first_(first) {
  if (settings.failure_rate) add_rule(*settings.failure_rate, kFailed, stripes);
  if (settings.slow_calls) add_rule(*settings.slow_calls, kSlow, stripes);
  word_.store(make(first, 1).bits());
}

template <class E>
void Machine<E>::add_rule(const RateSettings& settings, int64_t hit_bit, int64_t stripes) {
  const int index = hit_bit == kFailed ? 0 : 1;
  const RateRule rule{hit_bit, settings.threshold, settings.minimum_calls};
  if (settings.window.calls > 0) {
    count_[index] = std::make_unique<OwnedCountWindow>(settings.window, rule);
    return;
  }
  const bool shared = index == 1 && time_[0] && settings_.failure_rate->window == settings.window;
  if (!shared) time_[index] = std::make_unique<OwnedTimeWindow>(settings.window, stripes);
  time_[shared ? 0 : index]->window.add_rule(rule);
}

// The word of a state, with the gate bits that the state and the rules allow. Rate rules never set the quiet bit: they must see
// every success; where it may have been slow, a disabled breaker must too, to count it.
template <class E>
Word Machine<E>::make(State state, int64_t generation, int64_t payload) const {
  const bool counting = state == State::closed || state == State::metrics_only;
  const bool disabled = state == State::disabled;
  const bool quiet = (disabled && !settings_.slow_calls) || (counting && payload == 0 && !has_windows());
  return Word{state, generation, payload, (counting || disabled ? Word::kStart : 0) | (quiet ? Word::kQuiet : 0)};
}

template <class E>
void Machine<E>::settle_in(Word word, int64_t now_ns) {
  for (auto& owned : time_) {
    if (owned) owned->window.renew(now_ns, word.generation());
  }
  for (auto& owned : count_) {
    if (owned) owned->window.renew(word.generation());
  }
  // So that an old limit is never half the generations behind, where it would look newer than the next one.
  if (word.state() != State::half_open) limit_half_open(word.generation(), 0);
}

template <class E>
Transition Machine<E>::control(State to, int64_t duration_ms, bool forget_trips) {
  for (;;) {
    const Word seen = load();
    if (seen.is_shut()) return {};
    const int64_t now = clock_.now_ns();
    int64_t payload = 0;
    if (to == State::forced_open) payload = duration_ms < 0 ? Word::kForever : std::min(ceil_to_ms(now) + duration_ms, Word::kForever - 1);
    const Word next = make(to, seen.next_generation(), payload);
    int64_t expected = seen.bits();
    if (!word_.compare_exchange_strong(expected, next.bits())) continue;
    if (forget_trips) trips_.store(0);
    settle_in(next, now);
    return {TransitionReason::operator_, seen.state(), to, now, wait_ns(next)};
  }
}

template <class E>
void Machine<E>::void_permits() {
  for (;;) {
    const Word seen = load();
    if (seen.is_shut()) return;
    int64_t payload = seen.payload();
    if (seen.state() == State::half_open) {
      Probes probes = Probes::of(payload);
      probes.in_flight = 0;
      payload = probes.payload();
    }
    const Word next = make(seen.state(), seen.next_generation(), payload);
    const int64_t now = clock_.now_ns();
    const int64_t limit_ms = carried_limit_ms(half_open_limit_ms(seen), now);
    int64_t expected = seen.bits();
    if (!word_.compare_exchange_strong(expected, next.bits())) continue;
    if (seen.state() == State::half_open) limit_half_open(next.generation(), limit_ms);
    settle_in(next, now);
    return;
  }
}

template <class E>
void Machine<E>::shut() {
  word_.store(Word::shut(load().next_generation()).bits());
}

template <class E>
int64_t Machine<E>::wait_ns(Word word) const {
  if (word.is_shut()) return -1;
  const State state = word.state();
  if (state == State::open || (state == State::forced_open && word.payload() != Word::kForever)) {
    return std::max<int64_t>(0, word.payload() * kNsPerMs - clock_.now_ns());
  }
  return -1;
}

template <class E>
std::optional<Rate> Machine<E>::rate(Word word, int64_t hit_bit) const {
  const int index = hit_bit == kFailed ? 0 : 1;
  const auto& settings = hit_bit == kFailed ? settings_.failure_rate : settings_.slow_calls;
  if (!settings || word.is_shut()) return std::nullopt;
  if (count_[index]) return count_[index]->window.rate(word.generation());
  return (time_[index] ? time_[index] : time_[0])->window.rate(clock_.coarse_ns(), word.generation(), hit_bit);
}

// Doubling by hand would overflow; the power is capped before it becomes a number of milliseconds.
template <class E>
int64_t Machine<E>::open_ms(int64_t trips, int64_t retry_after_ns) {
  const OpenSettings& open = settings_.open;
  const double grown = static_cast<double>(open.initial_ms) * std::pow(open.multiplier, static_cast<double>(trips - 1));
  double length = std::min(grown, static_cast<double>(open.maximum_ms));
  if (open.jitter > 0) length *= 1 + open.jitter * (2 * random_.unit() - 1);
  const auto own = std::clamp<int64_t>(static_cast<int64_t>(length), 1, open.maximum_ms);
  if (retry_after_ns <= 0) return own;
  // In milliseconds before rounding up, so that the largest value can't overflow.
  const int64_t asked = retry_after_ns / kNsPerMs + (retry_after_ns % kNsPerMs != 0 ? 1 : 0);
  return std::max(own, std::min(asked, settings_.retry_after_maximum_ms));
}

}  // namespace backstay::core::circuit_breaker
