#include "core/policy/rate_limit/rate_limit.hpp"

#include <algorithm>

#include "core/policy/deadline.hpp"
#include "core/policy/pattern_event.hpp"

namespace backstay::core::rate_limit {

RateLimit::RateLimit(const Settings& settings, const Surroundings& surroundings, std::string_view key)
    : gate_word_(surroundings.pass_through ? GateWords::kOpenDoor : GateWords::kQuiet),
      interval_ns_(settings.interval_ns),
      burst_(settings.burst),
      burst_ns_(settings.burst * settings.interval_ns),
      settings_(settings),
      surroundings_(surroundings),
      key_(key) {}

int64_t RateLimit::early_ns(int64_t tat, int64_t now_ns, int64_t weight_ns) const noexcept {
  return std::max(tat, now_ns) + weight_ns - now_ns - burst_ns_;
}

Admission RateLimit::enter(const EnterRequest& request) noexcept {
  const int64_t token = gate_word_.load(std::memory_order_relaxed);
  if (token != GateWords::kQuiet) [[unlikely]]
    return token == 0 ? Admission{.reason = Reason::closed} : Admission{.token = token};
  if (request.cost > burst_) [[unlikely]]
    return refuse_cost();
  const int64_t now = request.now_ns != kUnknown ? request.now_ns : surroundings_.clock->now_ns();
  const int64_t weight = request.cost * interval_ns_;
  int64_t tat = tat_ns_.load(std::memory_order_relaxed);
  int64_t early = early_ns(tat, now, weight);
  while (early <= 0) {
    if (tat_ns_.compare_exchange_weak(tat, std::max(tat, now) + weight, std::memory_order_relaxed)) return permit(token);
    early = early_ns(tat, now, weight);
  }
  if (!worth_waiting(early, request, now)) return refuse(early);
  Admission told;
  {
    const LineHold hold(lock_, line_);
    told = pass_or_reserve(request, now);
  }
  return told.reason == Reason::rate ? refuse(told.wait_ns) : told;
}

bool RateLimit::worth_waiting(int64_t early_ns, const EnterRequest& request, int64_t now_ns) const noexcept {
  return early_ns <= settings_.wait_ns && !passed(request.deadline_ns, now_ns + early_ns);
}

// Slots are taken by a swap of the TAT, as by those who needn't wait: the lock is for the line alone.
Admission RateLimit::pass_or_reserve(const EnterRequest& request, int64_t now_ns) noexcept {
  const int64_t place = line_.join({.deadline_ns = request.deadline_ns, .resets = resets_});
  const int64_t weight = request.cost * interval_ns_;
  int64_t tat = tat_ns_.load(std::memory_order_relaxed);
  for (;;) {
    const int64_t early = early_ns(tat, now_ns, weight);
    const bool waits = early > 0;
    if (waits && (place == line_.kNone || !worth_waiting(early, request, now_ns))) {
      if (place != line_.kNone) line_.release(place);
      return {.reason = Reason::rate, .wait_ns = early};
    }
    const int64_t begin = std::max(tat, now_ns);
    if (!tat_ns_.compare_exchange_weak(tat, begin + weight, std::memory_order_relaxed)) continue;
    if (!waits) {
      if (place != line_.kNone) line_.release(place);
      return permit(GateWords::kQuiet);
    }
    Reservation& reservation = line_[place];
    reservation.due_ns = now_ns + early;
    reservation.begin_ns = begin;
    reservation.end_ns = begin + weight;
    ++waited_;
    return {.reason = Reason::wait, .wait_ns = early, .ticket = line_.ticket(place)};
  }
}

Admission RateLimit::resume(const EnterRequest& request) noexcept {
  const LineHold hold(lock_, line_);
  return come_back(request);
}

Admission RateLimit::come_back(const EnterRequest& request) noexcept {
  const int64_t place = line_.find(request.ticket);
  if (is_shut()) {
    if (place != line_.kNone) line_.release(place);
    return {.reason = Reason::closed};
  }
  if (place == line_.kNone) return {.reason = line_.voided(request.ticket) ? Reason::forked : Reason::error};
  const Reservation& reservation = line_[place];
  const int64_t now = request.now_ns != kUnknown ? request.now_ns : surroundings_.clock->now_ns();
  if (passed(reservation.deadline_ns, now) || passed(request.deadline_ns, now)) {
    give_back(place);
    return {.reason = Reason::deadline};
  }
  if (now < reservation.due_ns) return {.reason = Reason::wait, .wait_ns = reservation.due_ns - now, .ticket = request.ticket};
  line_.release(place);
  return permit(GateWords::kQuiet);
}

int64_t RateLimit::ticket(int64_t place) noexcept {
  const LineHold hold(lock_, line_);
  return line_.ticket(place);
}

Conclusion RateLimit::leave(int64_t ticket) noexcept {
  const LineHold hold(lock_, line_);
  const int64_t place = line_.find(ticket);
  if (place == line_.kNone) return {.status = Status::invalid_argument};
  give_back(place);
  return {};
}

// A slot at the end of all is free again, unless another takes the next one at this moment.
void RateLimit::give_back(int64_t place) noexcept {
  const Reservation gone = line_[place];
  const int64_t next = line_.after(place);
  int64_t end = gone.end_ns;
  if (gone.resets == resets_ && !tat_ns_.compare_exchange_strong(end, gone.begin_ns, std::memory_order_relaxed) && next != line_.kNone &&
      line_[next].begin_ns == gone.end_ns && line_[next].resets == resets_) {
    line_[next].begin_ns = gone.begin_ns;
  }
  line_.release(place);
  ++cancelled_;
}

Conclusion RateLimit::exit(const ExitReport& report) noexcept {
  const int64_t given = surroundings_.pass_through ? GateWords::kOpenDoor : GateWords::kQuiet;
  if (report.token != given) return {.status = Status::invalid_argument};
  return {.status = is_shut() ? Status::closed : Status::ok};
}

GateWords RateLimit::gate() noexcept {
  return {.word = &gate_word_, .stripes = stripes_.stripes(), .stripe_count = stripes_.stripe_count(), .stripe_stride = kStripeBytes};
}

// The child goes on with its copy of the TAT; those who wait are in the parent.
void RateLimit::void_permits() noexcept {
  const ForkSafeHold hold(lock_);
  line_.clear(hold.whole());
}

bool RateLimit::idle() const noexcept {
  if (tat_ns_.load(std::memory_order_relaxed) > surroundings_.clock->now_ns()) return false;
  const LineHold hold(lock_, line_);
  return line_.empty();
}

Admission RateLimit::permit(int64_t token) noexcept {
  stripes_.add(kPermitted);
  return {.token = token};
}

Admission RateLimit::refuse(int64_t early_ns) noexcept {
  stripes_.add(kRejectedRate);
  notice_.tell(surroundings_, kind(), key_, TransitionReason::rate);
  return {.reason = Reason::rate, .wait_ns = early_ns};
}

Admission RateLimit::refuse_cost() noexcept {
  stripes_.add(kRejectedCost);
  return {.reason = Reason::cost};
}

Look RateLimit::look(int64_t cost) const noexcept {
  const int64_t now = surroundings_.clock->now_ns();
  const int64_t tat = tat_ns_.load(std::memory_order_relaxed);
  const int64_t debt = std::max<int64_t>(tat - now, 0);
  Look look{.limit = settings_.burst, .remaining = std::max<int64_t>(burst_ns_ - debt, 0) / interval_ns_, .reset_after_ns = debt};
  if (cost > settings_.burst) return look;
  look.retry_after_ns = std::max<int64_t>(early_ns(tat, now, cost * interval_ns_), 0);
  look.allowed = look.retry_after_ns == 0;
  return look;
}

Look RateLimit::peek(int64_t cost) const {
  surroundings_.require_enabled();
  return look(cost);
}

void RateLimit::reset(std::string_view reason) {
  surroundings_.require_enabled();
  {
    const LineHold hold(lock_, line_);
    ++resets_;
    tat_ns_.store(surroundings_.clock->now_ns(), std::memory_order_relaxed);
  }
  record_control(surroundings_, kind(), key_, reason);
}

}  // namespace backstay::core::rate_limit
