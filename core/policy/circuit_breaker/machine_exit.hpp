// The machine's exit: how a result counts.
#pragma once

#include "core/policy/circuit_breaker/machine.hpp"

namespace backstay::core::circuit_breaker {

template <class E>
Exited Machine<E>::exit(Word token, const Result& result) {
  if (token.state() == State::half_open) return exit_probe(token, result);
  if (token.state() == State::disabled) return {.late = !load().same_entry(token), .transition = {}};
  return exit_counting(token, result);
}

// Closed and metrics-only. The consecutive rule goes first: it alone can trip in one swap.
template <class E>
Exited Machine<E>::exit_counting(Word token, const Result& result) {
  Exited exited;
  // The window's clock is read before the word: a stamp must not be newer than the entry it carries.
  const bool over_time = time_[0] || time_[1];
  const int64_t now = over_time ? clock_.coarse_ns() : 0;
  if (!load().same_entry(token)) {
    exited.late = true;
    return exited;
  }
  if (result.kind == Result::Kind::nothing) return exited;
  if (settings_.consecutive_failures > 0 && count_consecutive(token, result, exited)) return exited;
  if (over_time && count_over_time(token, result, now, exited)) return exited;
  if (count_[0] || count_[1]) count_over_calls(token, result, exited);
  return exited;
}

template <class E>
bool Machine<E>::count_consecutive(Word token, const Result& result, Exited& exited) {
  const bool failed = result.kind == Result::Kind::failure;
  for (;;) {
    const Word word = load();
    if (!word.same_entry(token)) return exited.late = true;
    if (!failed && word.payload() == 0) return false;
    const int64_t failures = failed ? std::min(word.payload() + 1, Word::kPayloadMask) : 0;
    if (failures >= settings_.consecutive_failures && word.state() == State::closed) {
      if (try_open(word, clock_.now_ns(), TransitionReason::consecutive_failures, result.retry_after_ns, exited.transition)) return true;
      continue;
    }
    int64_t expected = word.bits();
    if (word_.compare_exchange_strong(expected, make(word.state(), word.generation(), failures).bits())) return false;
  }
}

template <class E>
int64_t Machine<E>::category(const Result& result) {
  return (result.kind == Result::Kind::failure ? kFailed : 0) | (result.slow ? kSlow : 0);
}

template <class E>
TransitionReason Machine<E>::reason_of(int64_t hit_bit) {
  return hit_bit == kFailed ? TransitionReason::failure_rate : TransitionReason::slow_calls;
}

template <class E>
bool Machine<E>::count_over_time(Word token, const Result& result, int64_t now_ns, Exited& exited) {
  for (auto& owned : time_) {
    if (!owned) continue;
    TimeWindow<E>& window = owned->window;
    if (!window.add(now_ns, token.generation(), category(result)) || token.state() != State::closed) continue;
    const int64_t holds = window.evaluate(now_ns, token.generation());
    if (holds == 0) continue;
    trip(token, reason_of(holds), result, exited.transition);
    return true;
  }
  return false;
}

template <class E>
bool Machine<E>::count_over_calls(Word token, const Result& result, Exited& exited) {
  using Counted = typename CountWindow<E>::Counted;
  for (auto& owned : count_) {
    if (!owned) continue;
    CountWindow<E>& window = owned->window;
    const int64_t hit_bit = window.rule().hit_bit;
    const Counted counted = window.add(token.generation(), (category(result) & hit_bit) != 0, token.state() != State::closed);
    if (counted == Counted::late) return exited.late = true;
    if (counted == Counted::yes) continue;
    trip(token, reason_of(hit_bit), result, exited.transition);
    exited.late = exited.late || counted == Counted::overdue;
    return true;
  }
  return false;
}

// A rate rule held: open, unless another thread did.
template <class E>
void Machine<E>::trip(Word token, TransitionReason reason, const Result& result, Transition& transition) {
  for (;;) {
    const Word word = load();
    if (!word.same_entry(token) || try_open(word, clock_.now_ns(), reason, result.retry_after_ns, transition)) return;
  }
}

template <class E>
Exited Machine<E>::exit_probe(Word token, const Result& result) {
  Exited exited;
  for (;;) {
    const Word word = load();
    if (!word.same_entry(token) || Probes::of(word.payload()).in_flight == 0) {
      exited.late = true;
      return exited;
    }
    if (report_probe(word, result, exited)) return exited;
  }
}

template <class E>
bool Machine<E>::report_probe(Word word, const Result& result, Exited& exited) {
  const HalfOpenSettings& half_open = settings_.half_open;
  const int64_t now = clock_.now_ns();
  if (overdue(half_open_limit_ms(word), now)) {
    exited.late = try_open(word, now, TransitionReason::half_open_too_long, -1, exited.transition);
    return exited.late;
  }
  Probes probes = Probes::of(word.payload());
  --probes.in_flight;
  if (result.kind != Result::Kind::nothing) {
    // A slow answer proves no recovery where a slow-call rule asks for speed.
    const bool failed = result.kind == Result::Kind::failure || result.slow;
    if (failed && half_open.decide_after == 0) {
      const auto reason = result.kind == Result::Kind::failure ? TransitionReason::probe_failed : TransitionReason::probe_slow;
      return try_open(word, now, reason, result.retry_after_ns, exited.transition);
    }
    ++(failed ? probes.failures : probes.successes);
    const bool decided = half_open.decide_after == 0 ? probes.successes >= half_open.successes : probes.results() >= half_open.decide_after;
    if (decided) {
      if (probes.successes >= half_open.successes) return try_close(word, now, exited.transition);
      return try_open(word, now, TransitionReason::too_few_successes, result.retry_after_ns, exited.transition);
    }
  }
  int64_t expected = word.bits();
  return word_.compare_exchange_strong(expected, make(State::half_open, word.generation(), probes.payload()).bits());
}

template <class E>
bool Machine<E>::try_close(Word word, int64_t now_ns, Transition& transition) {
  const Word next = make(State::closed, word.next_generation());
  int64_t expected = word.bits();
  if (!word_.compare_exchange_strong(expected, next.bits())) return false;
  trips_.store(0);
  settle_in(next, now_ns);
  transition = {TransitionReason::probes_succeeded, word.state(), State::closed, now_ns, 0};
  return true;
}

}  // namespace backstay::core::circuit_breaker
