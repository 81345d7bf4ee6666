#include "hot_policy.hpp"

#include "errors.hpp"
#include "lots.hpp"

namespace backstay::python {

namespace {

const int64_t kShutGate = 0;

}  // namespace

HotPolicy* HotPolicy::make(backstay_policy* policy, EventSource* source, PyObject* source_object, PyObject* name, PyObject* key) {
  auto* made = new HotPolicy(policy, source, source_object, name, key);
  backstay_error error = BACKSTAY_ERROR_INIT;
  if (backstay_policy_gate(policy, &made->gate_, &error) < 0) {
    set_error(error.code, error.message);
    made->release();
    return nullptr;
  }
  made->own_word_ = made->gate_.word;
  made->seen_generation_ = load(made->gate_.fork_generation);
  made->needs_elapsed_ = backstay_policy_needs_elapsed(policy) == 1;
  made->has_deadlines_ = backstay_policy_has_deadlines(policy) == 1;
  made->manual_clock_ = backstay_policy_pass_time(policy, made->now()) == 1;
  // The GIL lets one Python thread count at a time, so one stripe is enough: the last, far from where native threads begin.
  auto* first = reinterpret_cast<char*>(made->gate_.stripes);
  made->stripe_ = reinterpret_cast<int64_t*>(first + (made->gate_.stripe_count - 1) * made->gate_.stripe_stride);
  return made;
}

// A deadline around the call must reach the policy, so a call that has one never starts by the gate word.
Entry HotPolicy::enter_asking(Pass& pass, Wait& wait, int64_t cost) noexcept {
  const int64_t deadline_ns = deadlines_alive != 0 ? deadline_in_force(*this) : BACKSTAY_UNKNOWN;
  if (deadline_ns == BACKSTAY_UNKNOWN && start(pass)) return Entry::entered;
  return cross(pass, wait, {.cost = cost, .deadline_ns = deadline_ns});
}

Entry HotPolicy::cross(Pass& pass, Wait& wait, const Request& request) noexcept {
  pass.fork_generation = seen_generation_ = load(gate_.fork_generation);
  const bool forced = forced_answer_ != 0 && request.ticket == 0;
  const int64_t answer = forced ? forced_answer_ : backstay_policy_enter_token(policy_, request.ticket, request.cost, request.deadline_ns);
  if (answer > 0) [[likely]] {
    pass.token = answer;
    pass.quiet = (answer & BACKSTAY_GATE_QUIET) != 0 && load(gate_.word) == answer;
    if (needs_elapsed_) pass.started_ns = now();
    pass.own_deadline = has_deadlines_;
    pass.deadline_ns = has_deadlines_ ? backstay_policy_deadline(policy_, answer) : request.deadline_ns;
    if (announce_news()) [[likely]]
      return Entry::entered;
    report_last(pass, BACKSTAY_OUTCOME_CANCELLED);
    return Entry::refused;
  }
  pass.token = 0;
  if (BACKSTAY_ENTER_WAKE(answer) != 0) wake();
  if (BACKSTAY_ENTER_CODE(answer) == BACKSTAY_REASON_WAIT) {
    wait = {{.ticket = ticket(answer), .cost = request.cost, .deadline_ns = request.deadline_ns}, BACKSTAY_ENTER_WAIT_US(answer)};
    return Entry::waiting;
  }
  if (announce_news()) set_refusal(*this, answer);
  return Entry::refused;
}

int64_t HotPolicy::report(const Pass& pass, int64_t outcome, int64_t retry_after_ns) noexcept {
  const int64_t elapsed_ns = needs_elapsed_ ? now() - pass.started_ns : BACKSTAY_UNKNOWN;
  const int64_t answer = backstay_policy_exit_token(policy_, pass.token, outcome, elapsed_ns, retry_after_ns);
  const bool again = answer > 0 && (BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_AGAIN) != 0;
  if (answer > 0 && (BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_WAKE) != 0) wake();
  if (load(gate_.event_sequence) == source_->logged()) [[likely]]
    return answer;
  // Asked before the log call, which may run other calls.
  const int64_t next = again ? ticket(answer) : 0;
  if (announce(source_object_.get())) return answer;
  if (again) leave(next);
  return kInterrupted;
}

bool HotPolicy::report_last(const Pass& pass, int64_t outcome, int64_t retry_after_ns) noexcept {
  const int64_t answer = report(pass, outcome, retry_after_ns);
  if (answer == kInterrupted) return false;
  if (answer > 0 && (BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_AGAIN) != 0) leave(ticket(answer));
  return true;
}

void HotPolicy::leave(int64_t ticket) noexcept {
  const int64_t flags = backstay_policy_leave(policy_, ticket);
  if (flags > 0 && (flags & BACKSTAY_EXIT_WAKE) != 0) wake();
}

void HotPolicy::wake() noexcept { wake_first(gate_.lot); }

void HotPolicy::force_answer(int64_t answer) noexcept {
  forced_answer_ = answer;
  gate_.word = answer != 0 ? &kShutGate : own_word_;
}

}  // namespace backstay::python
