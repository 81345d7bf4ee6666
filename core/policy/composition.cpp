#include "core/policy/composition.hpp"

#include <algorithm>
#include <utility>

#include "core/base/status.hpp"
#include "core/policy/deadline.hpp"
#include "core/telemetry/writers.hpp"

namespace backstay::core {

namespace {

constexpr int32_t kInnerFlags = kExitWake | kExitEvents | kExitLate;

}  // namespace

Composition::Composition(const PolicyPlan& plan, std::string_view key) : clock_(*plan.surroundings.clock) {
  if (plan.layers.size() > kMostLayers) throw Error(Status::internal, "a policy has more layers than a call can remember");
  for (const PlanLayer& layer : plan.layers) {
    if (!layer.blueprint) {
      add(*layer.lender);
    } else {
      own_.push_back(layer.blueprint->build(plan.surroundings, key, layer.lender));
      add(*own_.back());
    }
  }
  gate_ = find_gate();
}

void Composition::add(Pattern& pattern) {
  Layer& layer = layers_[static_cast<std::size_t>(count_)];
  layer = {.pattern = &pattern, .limit_ns = pattern.limit_ns(), .gate = pattern.gate()};
  if (pattern.repeats()) repeat_at_ = count_;
  if (layer.limit_ns != kUnknown && first_limit_ < 0) first_limit_ = count_;
  measures_ = measures_ || (pattern.needs_elapsed() && !pattern.repeats());
  timed_ = timed_ || pattern.repeats() || layer.limit_ns != kUnknown || pattern.needs_elapsed();
  if (lot_ == nullptr) lot_ = pattern.lot();
  ++count_;
}

// Alone, a pattern that starts attempts anew lets every first one begin; together with others every call must be remembered.
GateWords Composition::find_gate() {
  if (count_ == 1 && repeat_at_ == 0 && !own_.empty()) return layers_[0].pattern->gate();
  return GateWords::none();
}

int64_t Composition::read_clock(const CallSlot& slot) const noexcept {
  return timed_ || slot.call_deadline_ns != kUnknown ? clock_.now_ns() : kUnknown;
}

void Composition::begin(CallSlot& slot, const EnterRequest& request) noexcept {
  slot.forks = fork_generation.load(std::memory_order_relaxed);
  slot.cost = request.cost;
  slot.attempt = 1;
  slot.last_delay_ns = 0;
  slot.last_outcome = Outcome::neutral;
  slot.call_deadline_ns = request.deadline_ns;
  slot.deadline_ns.store(request.deadline_ns, std::memory_order_relaxed);
  slot.waiting_at = -1;
  slot.started_ns = request.now_ns;
}

Admission Composition::enter(const EnterRequest& request) noexcept {
  if (shut_.load(std::memory_order_acquire)) [[unlikely]]
    return {.reason = Reason::closed};
  CallSlot* const slot = slots_.take();
  if (slot == nullptr) return {.reason = Reason::error};
  begin(*slot, request);
  if (slot->started_ns == kUnknown) slot->started_ns = read_clock(*slot);
  return go_on(*slot, 0, slot->started_ns);
}

// The slot that a ticket or the token of an ended attempt names, busy; null where it names none.
CallSlot* Composition::claim(int64_t holder) noexcept {
  CallSlot* const slot = Ticket::is(holder) ? slots_.at(Ticket::place(holder)) : slots_.of_token(holder);
  return slot != nullptr && CallSlots::claim(*slot, holder) ? slot : nullptr;
}

Admission Composition::resume(const EnterRequest& request) noexcept {
  CallSlot* const slot = claim(request.ticket);
  if (slot == nullptr) return {.reason = Reason::error};
  if (inherited(*slot)) {
    slots_.give_back(*slot);
    return {.reason = Reason::forked};
  }
  slot->call_deadline_ns = earlier(slot->call_deadline_ns, request.deadline_ns);
  const int64_t now = request.now_ns != kUnknown ? request.now_ns : read_clock(*slot);
  if (slot->waiting_at >= 0) return go_on_waiting(*slot, now);
  ++slot->attempt;
  if (shut_.load(std::memory_order_acquire)) [[unlikely]]
    return refuse(*slot, repeat_at_ + 1, {.reason = Reason::closed});
  slot->deadline_ns.store(slot->call_deadline_ns, std::memory_order_relaxed);
  return go_on(*slot, repeat_at_ + 1, now);
}

Admission Composition::go_on_waiting(CallSlot& slot, int64_t now_ns) noexcept {
  const int64_t layer = std::exchange(slot.waiting_at, -1);
  Pattern& pattern = *layers_[static_cast<std::size_t>(layer)].pattern;
  const int64_t deadline = slot.deadline_ns.load(std::memory_order_relaxed);
  if (passed(deadline, now_ns) || shut_.load(std::memory_order_acquire)) {
    const Conclusion left = pattern.leave(slot.inner_ticket);
    const bool wake = (left.flags & kExitWake) != 0;
    if (!shut_.load(std::memory_order_acquire)) return refuse_late(slot, layer, wake);
    return refuse(slot, layer, {.reason = Reason::closed, .wake = wake});
  }
  const Admission told = pattern.resume({.ticket = slot.inner_ticket, .cost = slot.cost, .deadline_ns = deadline, .now_ns = now_ns});
  if (told.reason == Reason::wait) return park(slot, layer, told);
  if (told.token <= 0) return refuse(slot, layer, told);
  enter_layer(slot, layer, told.token, now_ns);
  return go_on(slot, layer + 1, now_ns);
}

void Composition::enter_layer(CallSlot& slot, int64_t layer, int64_t token, int64_t now_ns) noexcept {
  const int64_t limit = layers_[static_cast<std::size_t>(layer)].limit_ns;
  slot.tokens[static_cast<std::size_t>(layer)] = token;
  if (limit == kUnknown) return;
  const int64_t deadline = earlier(slot.deadline_ns.load(std::memory_order_relaxed), now_ns + limit);
  slot.deadline_ns.store(deadline, std::memory_order_relaxed);
  if (layer < repeat_at_ || repeat_at_ < 0) slot.call_deadline_ns = deadline;
}

Admission Composition::go_on(CallSlot& slot, int64_t from, int64_t now_ns) noexcept {
  if (passed(slot.deadline_ns.load(std::memory_order_relaxed), now_ns)) [[unlikely]]
    return refuse_late(slot, from, false);
  for (int64_t layer = from; layer < count_; ++layer) {
    const Layer& asked = layers_[static_cast<std::size_t>(layer)];
    if (const int64_t token = asked.gate.start(); token != 0) {
      slot.tokens[static_cast<std::size_t>(layer)] = token;
      continue;
    }
    const Admission told =
        asked.pattern->enter({.cost = slot.cost, .deadline_ns = slot.deadline_ns.load(std::memory_order_relaxed), .now_ns = now_ns});
    if (told.token <= 0) [[unlikely]]
      return told.reason == Reason::wait ? park(slot, layer, told) : refuse(slot, layer, told);
    enter_layer(slot, layer, told.token, now_ns);
  }
  slot.attempt_started_ns = now_ns;
  const int64_t token = CallSlots::token(slot);
  slot.holder.store(token, std::memory_order_release);
  return {.token = token};
}

// The call keeps its slot; its ticket has the number that the layer gave, so that the order is the layer's.
Admission Composition::park(CallSlot& slot, int64_t layer, const Admission& told) noexcept {
  slot.waiting_at = layer;
  slot.inner_ticket = told.ticket;
  Admission admission = told;
  admission.ticket = Ticket::with_place(told.ticket, slot.index);
  slot.holder.store(admission.ticket, std::memory_order_release);
  return admission;
}

Admission Composition::refuse(CallSlot& slot, int64_t layer, Admission told) noexcept {
  // An earlier attempt ended in a failure, and with this refusal so does the call.
  const ExitReport report{
      .outcome = slot.attempt > 1 ? slot.last_outcome : Outcome::neutral, .elapsed_ns = 0, .attempts = slot.attempt - 1, .now_ns = 0};
  int32_t flags = 0;
  if (layer > repeat_at_)
    flags |= leave_layers(slot, layer - 1, repeat_at_ + 1, {.outcome = Outcome::neutral, .elapsed_ns = 0, .now_ns = 0});
  flags |= leave_layers(slot, std::min(layer - 1, repeat_at_), 0, report);
  slots_.give_back(slot);
  told.wake = told.wake || (flags & kExitWake) != 0;
  return told;
}

// Nothing starts after the deadline. The layer that keeps deadlines counts it.
Admission Composition::refuse_late(CallSlot& slot, int64_t layer, bool wake) noexcept {
  if (first_limit_ >= 0) layers_[static_cast<std::size_t>(first_limit_)].pattern->enter({.deadline_ns = 0, .now_ns = 0});
  return refuse(slot, layer, {.reason = Reason::deadline, .wake = wake});
}

int32_t Composition::leave_layers(CallSlot& slot, int64_t last, int64_t first, const ExitReport& report) noexcept {
  int32_t flags = 0;
  ExitReport told = report;
  // Who counts attempts must be told of a call that took several.
  const bool plain = report.outcome == Outcome::success && report.attempts == 1;
  for (int64_t layer = last; layer >= first; --layer) {
    const Layer& left = layers_[static_cast<std::size_t>(layer)];
    told.token = slot.tokens[static_cast<std::size_t>(layer)];
    if (plain && left.gate.succeed_quietly(told.token)) continue;
    flags |= left.pattern->exit(told).flags;
  }
  return flags & kInnerFlags;
}

// A call that began under the gate word is remembered from its first report on.
CallSlot* Composition::claim_reported(const ExitReport& report) noexcept {
  if (!gate_.is_none() && (report.token & GateWords::kStart) != 0) {
    if (gate_.word->load(std::memory_order_acquire) != report.token) return nullptr;
    CallSlot* const slot = slots_.take();
    if (slot == nullptr) return nullptr;
    const int64_t now = clock_.now_ns();
    begin(*slot, {.now_ns = report.elapsed_ns > 0 ? now - report.elapsed_ns : now});
    slot->attempt_started_ns = slot->started_ns;
    slot->tokens[0] = report.token;
    return slot;
  }
  return Ticket::is(report.token) ? nullptr : claim(report.token);
}

Conclusion Composition::exit(const ExitReport& report) noexcept {
  CallSlot* const slot = claim_reported(report);
  if (slot == nullptr) return {.status = shut_.load(std::memory_order_acquire) ? Status::closed : Status::invalid_argument};
  if (inherited(*slot)) {
    slots_.give_back(*slot);
    return {};
  }
  if (shut_.load(std::memory_order_acquire)) [[unlikely]] {
    leave_layers(*slot, count_ - 1, 0, {.outcome = Outcome::neutral, .elapsed_ns = 0, .now_ns = 0});
    slots_.give_back(*slot);
    return {.status = Status::closed};
  }
  const bool success = report.outcome == Outcome::success;
  const int64_t now = measures_ || (!success && timed_) ? clock_.now_ns() : kUnknown;
  ExitReport told = report;
  if (told.outcome == Outcome::permanent) told.outcome = Outcome::failure;
  told.now_ns = now;
  if (told.elapsed_ns == kUnknown) told.elapsed_ns = now == kUnknown ? 0 : now - slot->attempt_started_ns;

  Conclusion conclusion;
  conclusion.flags = leave_layers(*slot, count_ - 1, repeat_at_ + 1, told);
  if (repeat_at_ >= 0 && !success) {
    const Repetition repetition = ask_repeater(*slot, report, now);
    conclusion.flags |= repetition.flags;
    if (repetition.again) {
      slot->last_delay_ns = repetition.delay_ns;
      slot->last_outcome = told.outcome;
      conclusion.flags |= kExitAgain;
      conclusion.wait_ns = repetition.delay_ns;
      conclusion.place = slot->index;
      slot->holder.store(CallSlots::token(*slot), std::memory_order_release);
      return conclusion;
    }
    if (repetition.reason != Reason::none) {
      conclusion.flags |= kExitExhausted;
      conclusion.reason = repetition.reason;
      conclusion.attempts = slot->attempt;
      conclusion.elapsed_ns = now - slot->started_ns;
    }
  }
  // What stands outside sees the call, not the attempt.
  if (now != kUnknown && slot->started_ns != kUnknown) told.elapsed_ns = now - slot->started_ns;
  told.attempts = slot->attempt;
  conclusion.flags |= leave_layers(*slot, repeat_at_, 0, told);
  slots_.give_back(*slot);
  return conclusion;
}

Repetition Composition::ask_repeater(CallSlot& slot, const ExitReport& report, int64_t now_ns) noexcept {
  return layers_[static_cast<std::size_t>(repeat_at_)].pattern->repeat({.number = slot.attempt,
                                                                        .outcome = report.outcome,
                                                                        .retry_after_ns = report.retry_after_ns,
                                                                        .now_ns = now_ns,
                                                                        .elapsed_ns = now_ns - slot.started_ns,
                                                                        .deadline_ns = slot.call_deadline_ns,
                                                                        .last_delay_ns = slot.last_delay_ns});
}

int64_t Composition::ticket(int64_t place) noexcept {
  CallSlot* const slot = slots_.at(place);
  return slot == nullptr ? 0 : std::max<int64_t>(slot->holder.load(std::memory_order_acquire), 0);
}

Conclusion Composition::leave(int64_t ticket) noexcept {
  CallSlot* const slot = claim(ticket);
  if (slot == nullptr) return {.status = Status::invalid_argument};
  Conclusion conclusion;
  const ExitReport report{
      .outcome = Outcome::cancelled, .elapsed_ns = 0, .attempts = slot->attempt - (slot->waiting_at >= 0 ? 1 : 0), .now_ns = 0};
  if (!inherited(*slot)) {
    int64_t below = repeat_at_;
    if (slot->waiting_at >= 0) {
      below = slot->waiting_at - 1;
      conclusion.flags = layers_[static_cast<std::size_t>(slot->waiting_at)].pattern->leave(slot->inner_ticket).flags & kInnerFlags;
    }
    conclusion.flags |= leave_layers(*slot, below, 0, report);
  }
  slots_.give_back(*slot);
  return conclusion;
}

int64_t Composition::deadline(int64_t token) noexcept {
  CallSlot* const slot = slots_.of_token(token);
  const bool known = slot != nullptr && slot->holder.load(std::memory_order_acquire) == token;
  return known ? slot->deadline_ns.load(std::memory_order_relaxed) : kUnknown;
}

void Composition::note_cause(int64_t token, std::string_view cause) noexcept {
  CallSlot* const slot = slots_.of_token(token);
  if (slot == nullptr || slot->holder.load(std::memory_order_acquire) != token) return;
  for (int64_t layer = 0; layer < count_; ++layer) {
    const auto at = static_cast<std::size_t>(layer);
    layers_[at].pattern->note_cause(slot->tokens[at], cause);
  }
}

// The slots of calls in flight keep the generation that they began in, so they are void by themselves.
void Composition::void_permits() noexcept {
  for (int64_t layer = 0; layer < count_; ++layer) layers_[static_cast<std::size_t>(layer)].pattern->adopt_fork();
}

void Composition::shut() noexcept {
  shut_.store(true, std::memory_order_release);
  for (const auto& pattern : own_) pattern->shut();
}

std::string_view Composition::state() const noexcept {
  if (shut_.load(std::memory_order_acquire)) return "shut";
  for (int64_t layer = 0; layer < count_; ++layer) {
    const std::string_view state = layers_[static_cast<std::size_t>(layer)].pattern->state();
    if (!state.empty()) return state;
  }
  return {};
}

void Composition::snapshot([[maybe_unused]] SnapshotWriter& out) const {}

void Composition::metrics(MetricsWriter& out) const {
  for (const auto& pattern : own_) pattern->metrics(out);
}

bool Composition::idle() const noexcept {
  return std::all_of(own_.begin(), own_.end(), [](const auto& pattern) { return pattern->idle(); });
}

std::vector<Pattern*> Composition::parts() {
  std::vector<Pattern*> parts;
  for (int64_t layer = 0; layer < count_; ++layer) parts.push_back(layers_[static_cast<std::size_t>(layer)].pattern);
  return parts;
}

}  // namespace backstay::core
