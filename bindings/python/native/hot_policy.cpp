#include "hot_policy.hpp"

#include "errors.hpp"
#include "hooks.hpp"

namespace backstay::python {

HotPolicy::HotPolicy(backstay_policy* policy, const py::object& source, PyObject* name, PyObject* key)
    : policy_(policy),
      source_(&source.cast<EventSource&>()),
      source_object_(source),
      name_(py::reinterpret_borrow<py::object>(name)),
      key_(py::reinterpret_borrow<py::object>(key)) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  if (backstay_policy_gate(policy_, &gate_, &error) < 0) {
    backstay_policy_release(policy_);
    throw_error(error);
  }
  needs_elapsed_ = backstay_policy_needs_elapsed(policy_) == 1;
  // The GIL lets one Python thread count at a time, so one stripe is enough: the last, far from where native threads begin.
  auto* first = reinterpret_cast<char*>(gate_.stripes);
  stripe_ = reinterpret_cast<int64_t*>(first + (gate_.stripe_count - 1) * gate_.stripe_stride);
}

Entry HotPolicy::cross(Pass& pass, Wait& wait, int64_t ticket) noexcept {
  pass.quiet = false;
  pass.fork_generation = load(gate_.fork_generation);
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
