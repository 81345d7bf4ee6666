#include "call.hpp"

#include "turn.hpp"

namespace backstay::python {

namespace {

// Plays the rest of a call whose attempt ended: other attempts, as long as the policy says so.
PyObject* finish_attempts(const Call& call, Guard* guard, HotPolicy* hot, Pass pass, PyObject* result) noexcept {
  for (;;) {
    const Ending ending = conclude(guard, hot, pass, result);
    if (ending.failed) Py_CLEAR(result);
    if (ending.again == 0) return result;
    {
      // What ends the pause gets the attempt's error as its context.
      PendingError last;
      Py_CLEAR(result);
      Handling handling(last.exception());
      last.drop();
      if (!wait_for_turn(hot, {{.ticket = ending.again}, ending.wait_us}, true, pass)) return nullptr;
    }
    result = call_attempt(call, hot, pass);
    if (succeeded_plainly(guard, hot, pass, result)) return result;
  }
}

}  // namespace

PyObject* call_with_deadline(const Call& call, HotPolicy* hot, const Pass& pass) noexcept {
  Owned deadline(pass.deadline_ns == BACKSTAY_UNKNOWN ? nullptr : make_deadline(hot->source(), pass.deadline_ns));
  InForce in_force(deadline.get());
  if (!in_force || (!deadline && PyErr_Occurred() != nullptr)) return nullptr;
  return PyObject_Vectorcall(call.function, call.args, call.nargsf, call.kwnames);
}

PyObject* answer_failure(Guard* guard, HotPolicy* hot) noexcept {
  if (guard->fallback.value == nullptr) return nullptr;
  Owned exception(begin_fallback(guard->fallback, hot));
  return exception ? fall_back(guard->fallback, exception.get()) : nullptr;
}

PyObject* finish_call(const Call& call, Guard* guard, HotPolicy* hot, Pass pass, PyObject* result) noexcept {
  result = finish_attempts(call, guard, hot, pass, result);
  return result != nullptr ? result : answer_failure(guard, hot);
}

PyObject* call_later(const Call& call, Guard* guard, HotPolicy* hot, Entry entry, const Wait& wait) noexcept {
  Pass pass;
  if (entry == Entry::refused || !wait_for_turn(hot, wait, false, pass)) return answer_failure(guard, hot);
  PyObject* result = call_attempt(call, hot, pass);
  return succeeded_plainly(guard, hot, pass, result) ? result : finish_call(call, guard, hot, pass, result);
}

}  // namespace backstay::python
