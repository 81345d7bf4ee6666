#include "core/policy/circuit_breaker/circuit_breaker.hpp"

#include <new>

#include "core/policy/seed.hpp"
#include "core/telemetry/event_log.hpp"
#include "core/telemetry/stripes.hpp"

namespace backstay::core::circuit_breaker {

namespace {

State first_state(const Settings& settings, const Surroundings& surroundings) {
  if (surroundings.pass_through || settings.mode == Mode::disabled) return State::disabled;
  return settings.mode == Mode::metrics_only ? State::metrics_only : State::closed;
}

// A token is a word that a call may have started under.
bool was_given(Word token) {
  if (token.bits() <= 0 || token.is_shut()) return false;
  const State state = token.state();
  const bool probe = state == State::half_open && !token.starts();
  return probe || (token.starts() && (state == State::closed || state == State::metrics_only || state == State::disabled));
}

}  // namespace

CircuitBreaker::CircuitBreaker(const Settings& settings, const Surroundings& surroundings, std::string_view key)
    : machine_(settings, first_state(settings, surroundings), *surroundings.clock, seed_of(surroundings.seed, key), stripe_count()),
      settings_(settings),
      surroundings_(surroundings),
      key_(key),
      stripe_mask_(stripe_count() - 1),
      stripes_(new Stripe[static_cast<std::size_t>(stripe_count())]) {}

CircuitBreaker::~CircuitBreaker() { delete history_.load(); }

Admission CircuitBreaker::enter([[maybe_unused]] const EnterRequest& request) noexcept {
  const Entered entered = machine_.enter();
  if (entered.transition) [[unlikely]]
    announce(entered.transition, {});
  if (entered.token != 0) return {.token = entered.token};
  return refuse(entered);
}

Admission CircuitBreaker::refuse(const Entered& entered) noexcept {
  if (entered.shut) return {.reason = Reason::closed};
  if (entered.refused_in == State::half_open) {
    rejected_half_open_.fetch_add(1, std::memory_order_relaxed);
    return {.reason = Reason::half_open, .wait_ns = entered.wait_ns};
  }
  if (entered.refused_in == State::forced_open) {
    rejected_forced_open_.fetch_add(1, std::memory_order_relaxed);
    return {.reason = Reason::forced_open, .wait_ns = entered.wait_ns};
  }
  count(kRejectedOpen);
  return {.reason = Reason::open, .wait_ns = entered.wait_ns};
}

Conclusion CircuitBreaker::exit(const ExitReport& report) noexcept {
  const Word token{report.token};
  if (!was_given(token) || (needs_elapsed() && report.elapsed_ns < 0)) return {.status = Status::invalid_argument};
  const bool slow = needs_elapsed() && report.elapsed_ns > settings_.slow_longer_than_ns;
  Outcome outcome = report.outcome;
  // Else a hanging upstream behind a caller's own deadline would never trip anything.
  if (outcome == Outcome::cancelled && slow) outcome = Outcome::timeout;
  Result result{.kind = Result::Kind::nothing, .slow = slow, .retry_after_ns = report.retry_after_ns};
  if (outcome == Outcome::success) result.kind = Result::Kind::success;
  if (outcome == Outcome::failure || outcome == Outcome::timeout) result.kind = Result::Kind::failure;

  const Exited exited = machine_.exit(token, result);
  Conclusion conclusion;
  if (exited.transition) [[unlikely]] {
    announce(exited.transition, {});
    conclusion.flags |= kExitEvents;
  }
  if (exited.late) [[unlikely]] {
    if (machine_.load().is_shut()) return {.status = Status::closed};
    count(kLate);
    conclusion.flags |= kExitLate;
    return conclusion;
  }
  count(static_cast<Slot>(outcome));
  if (slow) count(kSlowCalls);
  return conclusion;
}

GateWords CircuitBreaker::gate() noexcept {
  return {.word = &machine_.word(), .stripes = stripes_[0].slots, .stripe_count = stripe_mask_ + 1, .stripe_stride = sizeof(Stripe)};
}

// The cause of a late result says nothing about the state that is.
void CircuitBreaker::note_cause(int64_t token, std::string_view cause) noexcept {
  if (!machine_.load().same_entry(Word{token})) return;
  if (History* const known = history()) known->add_cause(cause, surroundings_.clock->now_ns());
}

std::string_view CircuitBreaker::state() const noexcept {
  const Word word = machine_.load();
  return word.is_shut() ? "shut" : name(word.state());
}

bool CircuitBreaker::idle() const noexcept {
  const Word word = machine_.load();
  if (word.is_shut() || word.state() != machine_.first() || word.payload() != 0) return false;
  const auto failed = machine_.failure_rate(word);
  const auto slow = machine_.slow_rate(word);
  return (!failed || failed->hits == 0) && (!slow || slow->hits == 0);
}

void CircuitBreaker::count(Slot slot) noexcept {
  Stripe& stripe = stripes_[static_cast<std::size_t>(stripe_index() & stripe_mask_)];
  stripe.slots[slot].fetch_add(1, std::memory_order_relaxed);
}

CircuitBreaker::Totals CircuitBreaker::totals() const noexcept {
  Totals totals{};
  for (int64_t index = 0; index <= stripe_mask_; ++index) {
    for (std::size_t slot = 0; slot < kSlots; ++slot) {
      totals[slot] += stripes_[static_cast<std::size_t>(index)].slots[slot].load(std::memory_order_relaxed);
    }
  }
  return totals;
}

void CircuitBreaker::announce(const Transition& transition, std::string_view note) noexcept {
  Event event;
  event.at_ns = transition.at_ns;
  event.wall_ns = surroundings_.clock->wall_ns(transition.at_ns);
  if (History* const known = history()) {
    known->add_transition(transition, event.wall_ns, note);
    if (transition.to == State::open) event.cause = known->newest_cause();
  }
  event.kind = transition.reason == TransitionReason::probe_lost ? EventKind::probe_lost : EventKind::transition;
  event.from = transition.from;
  event.to = transition.to;
  event.reason = transition.reason;
  event.wait_ns = transition.wait_ns;
  event.pattern.assign(kind());
  event.policy.assign(surroundings_.policy);
  event.key.assign(key_);
  event.note.assign(note);
  surroundings_.events->record(event);
}

void CircuitBreaker::operate(State to, std::string_view reason, int64_t duration_ms, bool forget_trips) {
  surroundings_.require_enabled();
  if (const Transition transition = machine_.control(to, duration_ms, forget_trips)) announce(transition, reason);
}

void CircuitBreaker::force_open(std::string_view reason, int64_t duration_ns) {
  operate(State::forced_open, reason, duration_ns < 0 ? -1 : ceil_to_ms(duration_ns), false);
}
void CircuitBreaker::force_closed(std::string_view reason) { operate(State::closed, reason, -1, true); }
void CircuitBreaker::disable(std::string_view reason) { operate(State::disabled, reason, -1, false); }
void CircuitBreaker::metrics_only(std::string_view reason) { operate(State::metrics_only, reason, -1, false); }
void CircuitBreaker::reset(std::string_view reason) {
  operate(machine_.first(), reason, -1, true);
  if (History* const known = history_.load()) known->forget_causes();
}

// On first need; without memory the breaker goes on, and remembers less.
History* CircuitBreaker::history() noexcept {
  History* known = history_.load(std::memory_order_acquire);
  if (known != nullptr) return known;
  auto* const made = new (std::nothrow) History;
  if (made == nullptr || history_.compare_exchange_strong(known, made)) return made;
  delete made;
  return known;
}

History::Record CircuitBreaker::recorded() const noexcept {
  const History* const known = history_.load(std::memory_order_acquire);
  return known != nullptr ? known->read() : History::Record{};
}

}  // namespace backstay::core::circuit_breaker
