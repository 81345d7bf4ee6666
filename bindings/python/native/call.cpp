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
    if (report_success(guard, hot, pass, result)) return result;
  }
}

}  // namespace

PyObject* call_with_deadline(const Call& call, HotPolicy* hot, const Pass& pass) noexcept {
  if (pass.deadline_ns == BACKSTAY_UNKNOWN) return PyObject_Vectorcall(call.function, call.args, call.nargsf, call.kwnames);
  Owned deadline(make_deadline(hot->source(), pass.deadline_ns));
  PyObject* const token = deadline ? put_in_force(deadline.get()) : nullptr;
  if (token == nullptr) return nullptr;
  PyObject* result = PyObject_Vectorcall(call.function, call.args, call.nargsf, call.kwnames);
  if (result != nullptr) [[likely]] {
    take_back(token, nullptr);
  } else {
    PendingError pending;
    take_back(token, nullptr);
  }
  return result;
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
  return report_success(guard, hot, pass, result) ? result : finish_call(call, guard, hot, pass, result);
}

}  // namespace backstay::python
