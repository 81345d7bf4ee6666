// The machine's enter: who may call now.
#pragma once

#include "core/policy/circuit_breaker/machine.hpp"

namespace backstay::core::circuit_breaker {

template <class E>
Entered Machine<E>::enter() {
  for (;;) {
    const Word word = load();
    Entered entered;
    if (word.starts()) {
      entered.token = word.bits();
      return entered;
    }
    if (word.is_shut()) {
      entered.shut = true;
      return entered;
    }
    entered.refused_in = word.state();
    if (word.state() == State::half_open ? enter_half_open(word, entered) : enter_waiting(word, entered)) return entered;
  }
}

// Open or forced open: at or after the deadline this caller moves the breaker to half-open and is its first probe.
template <class E>
bool Machine<E>::enter_waiting(Word word, Entered& entered) {
  if (word.payload() == Word::kForever) return true;
  const int64_t now = clock_.now_ns();
  const int64_t until = word.payload() * kNsPerMs;
  if (now < until) {
    entered.wait_ns = until - now;
    return true;
  }
  const Probes probes{.in_flight = 1, .successes = 0, .failures = 0, .deadline = Probes::deadline_after(now, lease_ns())};
  const Word next = make(State::half_open, word.next_generation(), probes.payload());
  int64_t expected = word.bits();
  if (!word_.compare_exchange_strong(expected, next.bits())) return false;
  const int64_t longest = settings_.half_open.maximum_time_ms;
  if (longest > 0) half_open_limit_.store(Limit::pack(next.generation(), ceil_to_ms(now) + longest));
  settle_in(next, now);
  entered.token = next.bits();
  entered.transition = {TransitionReason::open_time_over, word.state(), State::half_open, now, 0};
  return true;
}

template <class E>
bool Machine<E>::enter_half_open(Word word, Entered& entered) {
  const HalfOpenSettings& half_open = settings_.half_open;
  const int64_t now = clock_.now_ns();
  if (half_open_overdue(word, now)) {
    if (!try_open(word, now, TransitionReason::half_open_too_long, -1, entered.transition)) return false;
    entered.refused_in = State::open;
    entered.wait_ns = entered.transition.wait_ns;
    return true;
  }
  Probes probes = Probes::of(word.payload());
  int64_t generation = word.generation();
  const bool enough = half_open.decide_after > 0 && probes.results() + probes.in_flight >= half_open.decide_after;
  const bool full = probes.in_flight >= half_open.permits || enough;
  if (full) {
    entered.wait_ns = probes.lease_left_ns(now, lease_ns());
    if (entered.wait_ns > 0) return true;
    // Nobody can still hold a lease: a new round. A lost probe counts as a cancelled one; what was learnt is kept.
    generation = word.next_generation();
    probes.in_flight = 0;
  }
  ++probes.in_flight;
  probes.deadline = Probes::deadline_after(now, lease_ns());
  const int64_t limit = half_open_limit_.load();
  const Word next = make(State::half_open, generation, probes.payload());
  int64_t expected = word.bits();
  if (!word_.compare_exchange_strong(expected, next.bits())) return false;
  entered.token = next.bits();
  if (!full) return true;
  entered.wait_ns = -1;
  entered.transition = {TransitionReason::probe_lost, State::half_open, State::half_open, now, 0};
  if (Limit::generation(limit) == word.generation()) half_open_limit_.store(Limit::pack(generation, Limit::until_ms(limit)));
  settle_in(next, now);
  return true;
}

// The limit is written after the word, so for an instant it may speak of an older entry: then nothing is overdue yet.
template <class E>
bool Machine<E>::half_open_overdue(Word word, int64_t now_ns) const {
  if (settings_.half_open.maximum_time_ms == 0) return false;
  const int64_t limit = half_open_limit_.load();
  return Limit::generation(limit) == word.generation() && now_ns >= Limit::until_ms(limit) * kNsPerMs;
}

// One try to open; false when the word changed meanwhile.
template <class E>
bool Machine<E>::try_open(Word word, int64_t now_ns, TransitionReason reason, int64_t retry_after_ns, Transition& transition) {
  // Closed starts to count anew. The count stands beside the word: a thread that stops right after the swap below for as long as
  // a whole open time would leave the next trip one step short, no more.
  const int64_t trips = (word.state() == State::half_open ? trips_.load() : 0) + 1;
  const int64_t until_ms = ceil_to_ms(now_ns) + open_ms(trips, retry_after_ns);
  const Word next = make(State::open, word.next_generation(), std::min(until_ms, Word::kForever - 1));
  int64_t expected = word.bits();
  if (!word_.compare_exchange_strong(expected, next.bits())) return false;
  trips_.store(trips);
  settle_in(next, now_ns);
  transition = {reason, word.state(), State::open, now_ns, next.payload() * kNsPerMs - now_ns};
  return true;
}

}  // namespace backstay::core::circuit_breaker
