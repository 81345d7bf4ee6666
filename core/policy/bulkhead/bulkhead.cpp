#include "core/policy/bulkhead/bulkhead.hpp"

#include <string>

#include "core/base/status.hpp"
#include "core/policy/bulkhead/settings_limits.hpp"
#include "core/policy/deadline.hpp"
#include "core/policy/pattern_event.hpp"

namespace backstay::core::bulkhead {

namespace {

// The two lowest bits are those of the gate, and stay 0.
constexpr int kTokenShift = 2;
int64_t present_token() { return (fork_generation.load(std::memory_order_relaxed) + 1) << kTokenShift; }

}  // namespace

Bulkhead::Bulkhead(const Settings& settings, const Surroundings& surroundings, std::string_view key)
    : word_(surroundings.pass_through ? Word::kAside : 0),
      limit_(settings.limit),
      token_(present_token()),
      gate_word_(surroundings.pass_through ? GateWords::kOpenDoor : 0),
      settings_(settings),
      surroundings_(surroundings),
      key_(key) {}

Admission Bulkhead::enter(const EnterRequest& request) noexcept {
  Word word = load();
  // The limit is read after the word: a change of the limit changes the word too, so that the swap fails under an old limit.
  while (word.short_way() && word.in_flight() < limit_.load(std::memory_order_relaxed)) {
    const int64_t token = token_.load(std::memory_order_relaxed);
    if (word_.compare_exchange_weak(word.bits, word.bits + Word::kCall + Word::kPermitted, std::memory_order_acquire))
      return {.token = token};
  }
  return enter_slowly(request);
}

Conclusion Bulkhead::exit(const ExitReport& report) noexcept {
  if (report.token != token_.load(std::memory_order_relaxed)) [[unlikely]]
    return exit_other(report.token);
  Word word{word_.load(std::memory_order_relaxed)};
  while (word.short_way()) {
    if (word.in_flight() == 0) return {.status = Status::invalid_argument};
    if (word_.compare_exchange_weak(word.bits, word.bits - Word::kCall, std::memory_order_release, std::memory_order_relaxed)) return {};
  }
  return exit_slowly();
}

Admission Bulkhead::enter_slowly(const EnterRequest& request) noexcept {
  if (is_shut()) return {.reason = Reason::closed};
  if (surroundings_.pass_through) return {.token = GateWords::kOpenDoor};
  if (settings_.queue == 0) return refuse();
  const int64_t now = request.now_ns != kUnknown ? request.now_ns : surroundings_.clock->now_ns();
  Admission told;
  {
    const LineHold hold(lock_, line_);
    told = enter_or_join(request, now);
  }
  return told.reason == Reason::full ? refuse() : told;
}

Admission Bulkhead::enter_or_join(const EnterRequest& request, int64_t now_ns) noexcept {
  Word word = load();
  for (;;) {
    if ((word.bits & Word::kAside) != 0) return {.reason = Reason::closed};
    if (!word.waits() && word.in_flight() < limit_.load(std::memory_order_relaxed)) {
      if (word_.compare_exchange_weak(word.bits, word.bits + Word::kCall + Word::kPermitted)) return {.token = token_.load()};
      continue;
    }
    if (line_.length() >= settings_.queue) return {.reason = Reason::full};
    if (word.waits() || word_.compare_exchange_weak(word.bits, word.bits | Word::kWaits)) break;
  }
  const Waiter waiter{.until_ns = now_ns + settings_.wait_ns, .deadline_ns = request.deadline_ns};
  const int64_t place = line_.join(waiter);
  if (place == line_.kNone) {
    hand_out();
    return {.reason = Reason::full};
  }
  ++waited_;
  return {.reason = Reason::wait, .wait_ns = earlier(waiter.until_ns, waiter.deadline_ns) - now_ns, .ticket = line_.ticket(place)};
}

Admission Bulkhead::resume(const EnterRequest& request) noexcept {
  const LineHold hold(lock_, line_);
  return come_back(request);
}

Admission Bulkhead::come_back(const EnterRequest& request) noexcept {
  const int64_t place = line_.find(request.ticket);
  if (is_shut()) {
    if (place != line_.kNone) line_.release(place);
    return {.reason = Reason::closed};
  }
  if (place == line_.kNone) return {.reason = line_.voided(request.ticket) ? Reason::forked : Reason::error};
  Waiter& waiter = line_[place];
  waiter.deadline_ns = earlier(waiter.deadline_ns, request.deadline_ns);
  const int64_t now = request.now_ns != kUnknown ? request.now_ns : surroundings_.clock->now_ns();
  const bool granted = !line_.in_line(place);
  // Nothing starts after the deadline, so a place that was granted goes on to the next.
  if (passed(waiter.deadline_ns, now)) {
    ++expired_;
    return {.reason = Reason::deadline, .wake = give_up(place)};
  }
  if (granted) {
    line_.release(place);
    word_.fetch_add(Word::kPermitted);
    return {.token = token_.load()};
  }
  if (now < waiter.until_ns)
    return {.reason = Reason::wait, .wait_ns = earlier(waiter.until_ns, waiter.deadline_ns) - now, .ticket = request.ticket};
  ++expired_;
  give_up(place);
  return {.reason = Reason::full};
}

int64_t Bulkhead::ticket(int64_t place) noexcept {
  const LineHold hold(lock_, line_);
  return line_.ticket(place);
}

Conclusion Bulkhead::leave(int64_t ticket) noexcept {
  const LineHold hold(lock_, line_);
  const int64_t place = line_.find(ticket);
  if (place == line_.kNone) return {.status = Status::invalid_argument};
  ++cancelled_;
  return {.flags = give_up(place) ? kExitWake : 0};
}

Conclusion Bulkhead::exit_slowly() noexcept {
  if (is_shut()) return {.status = Status::closed};
  const LineHold hold(lock_, line_);
  Word word = load();
  do {
    if (word.in_flight() == 0) return {.status = Status::invalid_argument};
  } while (!word_.compare_exchange_weak(word.bits, word.bits - Word::kCall));
  return {.flags = hand_out() ? kExitWake : 0};
}

// A permit from before a fork is the parent's; what is none of ours was never given.
Conclusion Bulkhead::exit_other(int64_t token) const noexcept {
  if (surroundings_.pass_through && token == GateWords::kOpenDoor) return {.status = is_shut() ? Status::closed : Status::ok};
  const bool given = token > 0 && token < token_.load(std::memory_order_relaxed) && (token & GateWords::kOpenDoor) == 0;
  return {.status = given ? Status::ok : Status::invalid_argument};
}

// The ticket is over; a place that it was granted goes on. True where another waiter has it.
bool Bulkhead::give_up(int64_t place) noexcept {
  if (!line_.in_line(place)) word_.fetch_sub(Word::kCall);
  line_.release(place);
  return hand_out();
}

// Grants free places to the longest waiters, and opens the short way when nobody waits any more. True where it granted one.
// While the bit is set nobody else can take a place, however short the moment in which one shows as free.
bool Bulkhead::hand_out() noexcept {
  bool granted = false;
  while (!line_.empty() && load().in_flight() < limit_.load(std::memory_order_relaxed)) {
    word_.fetch_add(Word::kCall);
    line_.step_out(line_.first());
    granted = true;
  }
  if (line_.empty() && load().waits()) word_.fetch_and(~Word::kWaits);
  return granted;
}

GateWords Bulkhead::gate() noexcept {
  return {.word = &gate_word_, .stripes = stripes_.stripes(), .stripe_count = stripes_.stripe_count(), .stripe_stride = kStripeBytes};
}

bool Bulkhead::is_shut() const noexcept {
  return surroundings_.pass_through ? gate_word_.load(std::memory_order_acquire) == 0 : (load().bits & Word::kAside) != 0;
}

void Bulkhead::shut() noexcept {
  gate_word_.store(0, std::memory_order_release);
  word_.fetch_or(Word::kAside);
}

// In the child all places are free. Its first thread comes here before it asks.
void Bulkhead::void_permits() noexcept {
  const ForkSafeHold hold(lock_);
  line_.clear(hold.whole());
  token_.store(present_token());
  word_.fetch_and(~(Word::kInFlight | Word::kWaits));
}

bool Bulkhead::idle() const noexcept {
  const Word word = load();
  return word.in_flight() == 0 && !word.waits() && limit_.load(std::memory_order_relaxed) == settings_.limit;
}

Admission Bulkhead::refuse() noexcept {
  stripes_.add(kRejected);
  notice_.tell(surroundings_, kind(), key_, TransitionReason::full);
  return {.reason = Reason::full};
}

bool Bulkhead::set_limit(int64_t limit, std::string_view reason) {
  surroundings_.require_enabled();
  if (limit < limits::kLimit.minimum || limit > limits::kLimit.maximum)
    throw Error(Status::invalid_argument, "limit: " + std::to_string(limit) + "; allowed: " + describe(limits::kLimit));
  int64_t before = 0;
  bool granted = false;
  {
    const LineHold hold(lock_, line_);
    before = limit_.exchange(limit);
    // So that an enter that has read the old limit fails; the count is put right where it is told.
    word_.fetch_add(Word::kPermitted);
    ++limit_changes_;
    granted = hand_out();
  }
  std::string note = "limit " + std::to_string(before) + " -> " + std::to_string(limit) + ": ";
  record_control(surroundings_, kind(), key_, note.append(reason));
  return granted;
}

}  // namespace backstay::core::bulkhead
