#include "core/policy/retry/retry.hpp"

#include <algorithm>

#include "core/policy/seed.hpp"

namespace backstay::core::retry {

// A success must reach a borrowed budget, so it is quiet only without one.
Retry::Retry(const Settings& settings, const Surroundings& surroundings, std::string_view key, Budget* lent)
    : word_(kOpen | (lent == nullptr ? GateWords::kQuiet : 0)),
      settings_(settings),
      surroundings_(surroundings),
      key_(key),
      budget_(lent),
      backoff_(settings.backoff, seed_of(surroundings.seed, key)) {
  if (lent != nullptr || !settings.budget) return;
  own_budget_.emplace(*settings.budget, *surroundings.clock, counts_);
  budget_ = &*own_budget_;
}

Admission Retry::enter([[maybe_unused]] const EnterRequest& request) noexcept {
  const int64_t word = word_.load(std::memory_order_acquire);
  return word == kShut ? Admission{.reason = Reason::closed} : Admission{.token = word};
}

// The call's end. An own budget reads kFirst by itself, and every other call was its deposit when its first attempt ended.
Conclusion Retry::exit(const ExitReport& report) noexcept {
  const int64_t word = word_.load(std::memory_order_acquire);
  if (report.token != word || word == kShut) return {.status = word == kShut ? Status::closed : Status::invalid_argument};
  const bool success = report.outcome == Outcome::success;
  if (success && report.attempts == 1) [[likely]] {
    counts_.add(Count::kFirst);
    if (budget_ != nullptr && !own_budget_) budget_->add_call();
    return {};
  }
  counts_.add(Count::kOther);
  counts_.add(Count::kAttempts, report.attempts);
  if (success) counts_.add(Count::kRecovered);
  return {};
}

Repetition Retry::give_up(Reason reason) noexcept {
  exhausted_[static_cast<std::size_t>(reason)].fetch_add(1, std::memory_order_relaxed);
  return {.reason = settings_.reraise ? Reason::none : reason};
}

Repetition Retry::refuse() noexcept {
  Repetition repetition = give_up(Reason::budget);
  if (notice_.tell(surroundings_, kind(), key_, TransitionReason::budget)) repetition.flags = kExitEvents;
  return repetition;
}

// The order of the checks decides what a call is said to have failed by. The budget is last: nothing is taken from it for an attempt
// that can't begin.
Repetition Retry::repeat(const Attempt& attempt) noexcept {
  if (attempt.outcome == Outcome::success) return {};
  if (attempt.number == 1 && budget_ != nullptr) budget_->add_call();
  if (attempt.outcome == Outcome::neutral || attempt.outcome == Outcome::cancelled) return {};
  if (attempt.outcome == Outcome::permanent) {
    permanent_.fetch_add(1, std::memory_order_relaxed);
    return {};
  }
  if (settings_.attempts == 1) return {};
  const int64_t left_ns = attempt.deadline_ns - attempt.now_ns;
  const bool limited = attempt.deadline_ns != kUnknown;
  if (limited && left_ns <= 0 && attempt.outcome == Outcome::timeout) {
    // The error is the deadline's own already.
    give_up(Reason::deadline);
    return {};
  }
  if (attempt.number >= settings_.attempts) return give_up(Reason::attempts);
  const int64_t asked = std::min(attempt.retry_after_ns, settings_.retry_after_maximum_ms * kNsPerMs);
  const int64_t delay = std::max(backoff_.delay_ns(attempt.number, attempt.last_delay_ns), asked);
  const int64_t maximum_elapsed = settings_.maximum_elapsed_ms * kNsPerMs;
  if (maximum_elapsed > 0 && attempt.elapsed_ns >= maximum_elapsed - delay) return give_up(Reason::elapsed);
  if (limited && left_ns <= delay) return give_up(Reason::deadline);
  if (budget_ != nullptr && !budget_->withdraw()) return refuse();
  counts_.add(Count::kRetries);
  return {.again = true, .delay_ns = delay};
}

GateWords Retry::gate() noexcept {
  return {.word = &word_, .stripes = counts_.stripes(), .stripe_count = counts_.stripe_count(), .stripe_stride = kStripeBytes};
}

}  // namespace backstay::core::retry
