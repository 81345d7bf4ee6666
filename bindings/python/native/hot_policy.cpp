#include "hot_policy.hpp"

#include "errors.hpp"
#include "hooks.hpp"

namespace backstay::python {

HotPolicy* HotPolicy::make(backstay_policy* policy, EventSource* source, PyObject* source_object, PyObject* name, PyObject* key) {
  auto* made = new HotPolicy(policy, source, source_object, name, key);
  backstay_error error = BACKSTAY_ERROR_INIT;
  if (backstay_policy_gate(policy, &made->gate_, &error) < 0) {
    set_error(error.code, error.message);
    made->release();
    return nullptr;
  }
  made->seen_generation_ = load(made->gate_.fork_generation);
  made->needs_elapsed_ = backstay_policy_needs_elapsed(policy) == 1;
  // The GIL lets one Python thread count at a time, so one stripe is enough: the last, far from where native threads begin.
  auto* first = reinterpret_cast<char*>(made->gate_.stripes);
  made->stripe_ = reinterpret_cast<int64_t*>(first + (made->gate_.stripe_count - 1) * made->gate_.stripe_stride);
  return made;
}

Entry HotPolicy::cross(Pass& pass, Wait& wait, int64_t ticket) noexcept {
  pass.quiet = false;
  pass.fork_generation = seen_generation_ = load(gate_.fork_generation);
  pass.token = backstay_policy_enter_token(policy_, ticket, 1, BACKSTAY_UNKNOWN);
  const int64_t answer = pass.token;
  if (answer > 0) {
    pass.started_ns = needs_elapsed_ ? backstay_policy_now(policy_) : BACKSTAY_UNKNOWN;
    if (announce_news()) return Entry::entered;
    report(pass, BACKSTAY_OUTCOME_CANCELLED);
    return Entry::refused;
  }
  pass.token = 0;
  if (BACKSTAY_ENTER_CODE(answer) == BACKSTAY_REASON_WAIT) {
    wait = {backstay_policy_ticket(policy_, answer), BACKSTAY_ENTER_WAIT_US(answer)};
    return Entry::waiting;
  }
  if (announce_news()) set_refusal(*this, answer);
  return Entry::refused;
}

int64_t HotPolicy::report(const Pass& pass, int64_t outcome, int64_t retry_after_ns) noexcept {
  const int64_t elapsed_ns = needs_elapsed_ ? backstay_policy_now(policy_) - pass.started_ns : BACKSTAY_UNKNOWN;
  const int64_t answer = backstay_policy_exit_token(policy_, pass.token, outcome, elapsed_ns, retry_after_ns);
  if (answer > 0 && (BACKSTAY_EXIT_FLAGS(answer) & BACKSTAY_EXIT_WAKE) != 0 && hooks.wake != nullptr) {
    PendingError pending;
    Owned address(PyLong_FromVoidPtr(policy_));
    Owned done(address ? PyObject_CallOneArg(hooks.wake, address.get()) : nullptr);
    if (!done) PyErr_WriteUnraisable(hooks.wake);
  }
  return announce_news() ? answer : kInterrupted;
}

}  // namespace backstay::python
