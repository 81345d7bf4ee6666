// The machine's enter: who may call now.
#pragma once

#include "core/policy/circuit_breaker/machine.hpp"

namespace backstay::core::circuit_breaker {

template <class E>
Entered Machine<E>::enter() {
  // Outside the loop, so that the compiler makes it where the caller wants it: a copy would cost a refusal a fifth of its time.
  Entered entered;
  for (;; entered = {}) {
    const Word word = load();
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
  const int64_t until = word.payload() * kNsPerMs;
  // Far from the deadline the cheap clock will do: it lags, so the wait it gives is never too short.
  int64_t now = clock_.coarse_ns();
  if (until - now < kCoarseMarginNs) now = clock_.now_ns();
  if (now < until) {
    entered.wait_ns = until - now;
    return true;
  }
  const Probes probes{.in_flight = 1, .successes = 0, .failures = 0, .deadline = Probes::deadline_after(now, lease_ns())};
  const Word next = make(State::half_open, word.next_generation(), probes.payload());
  int64_t expected = word.bits();
  if (!word_.compare_exchange_strong(expected, next.bits())) return false;
  limit_half_open(next.generation(), ceil_to_ms(now) + settings_.half_open.maximum_time_ms);
  settle_in(next, now);
  entered.token = next.bits();
  entered.transition = {TransitionReason::open_time_over, word.state(), State::half_open, now, 0};
  return true;
}

template <class E>
bool Machine<E>::enter_half_open(Word word, Entered& entered) {
  const HalfOpenSettings& half_open = settings_.half_open;
  const int64_t now = clock_.now_ns();
  const int64_t limit_ms = half_open_limit_ms(word);
  if (overdue(limit_ms, now)) {
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
  const Word next = make(State::half_open, generation, probes.payload());
  int64_t expected = word.bits();
  if (!word_.compare_exchange_strong(expected, next.bits())) return false;
  entered.token = next.bits();
  if (!full) return true;
  entered.wait_ns = -1;
  entered.transition = {TransitionReason::probe_lost, State::half_open, State::half_open, now, 0};
  limit_half_open(generation, carried_limit_ms(limit_ms, now));
  settle_in(next, now);
  return true;
}

// The limit is written after the word, so it is in force once the call that moved the breaker has returned; before that it still
// speaks of an older entry.
template <class E>
int64_t Machine<E>::half_open_limit_ms(Word word) const {
  if (settings_.half_open.maximum_time_ms == 0) return 0;
  const int64_t limit = half_open_limit_.load();
  return Limit::generation(limit) == word.generation() ? Limit::until_ms(limit) : 0;
}

// Unless a newer entry's stands there: a thread that stopped before this must not take that one away.
template <class E>
void Machine<E>::limit_half_open(int64_t generation, int64_t until_ms) {
  if (settings_.half_open.maximum_time_ms == 0) return;
  int64_t seen = half_open_limit_.load();
  for (;;) {
    const int64_t ahead = (Limit::generation(seen) - generation) & Word::kGenerationMask;
    if (ahead != 0 && ahead <= Word::kGenerationMask / 2) return;
    if (half_open_limit_.compare_exchange_strong(seen, Limit::pack(generation, until_ms))) return;
  }
}

// The limit for a new round of the same half-open; from now on where none is in force yet.
template <class E>
int64_t Machine<E>::carried_limit_ms(int64_t limit_ms, int64_t now_ns) const {
  return limit_ms != 0 ? limit_ms : ceil_to_ms(now_ns) + settings_.half_open.maximum_time_ms;
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
