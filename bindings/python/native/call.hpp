// One guarded synchronous call: enter, call, conclude. The decorator and Policy.call share it.
#pragma once

#include "guard.hpp"

namespace backstay::python {

// The function to call, and with what.
struct Call {
  PyObject* function;
  PyObject* const* args;
  std::size_t nargsf;
  PyObject* kwnames;
};

// Calls under the deadline that the policy set.
PyObject* call_with_deadline(const Call& call, HotPolicy* hot, const Pass& pass) noexcept;
// Everything that is no plain "permit, success, nothing to report".
PyObject* finish_call(const Call& call, Guard* guard, HotPolicy* hot, Pass pass, PyObject* result) noexcept;
// No permit yet: the policy answered `wait`, or refused with an exception that is pending.
PyObject* call_later(const Call& call, Guard* guard, HotPolicy* hot, Entry entry, const Wait& wait) noexcept;
// A deferred answer to the pending exception, where the guard has a fallback.
PyObject* answer_failure(Guard* guard, HotPolicy* hot) noexcept;

inline PyObject* call_attempt(const Call& call, HotPolicy* hot, const Pass& pass) noexcept {
  if (pass.own_deadline) [[unlikely]]
    return call_with_deadline(call, hot, pass);
  return PyObject_Vectorcall(call.function, call.args, call.nargsf, call.kwnames);
}

// Reports a success. False where there is no result, or one that must be judged first. Null afterwards: an exception is pending.
inline bool report_success(const Guard* guard, HotPolicy* hot, const Pass& pass, PyObject*& result) noexcept {
  if (result == nullptr || guard->classifier.result_test != nullptr) [[unlikely]]
    return false;
  if (!hot->succeed_quietly(pass) && !hot->report_last(pass, BACKSTAY_OUTCOME_SUCCESS)) [[unlikely]]
    Py_CLEAR(result);
  return true;
}

inline PyObject* guarded_call(Guard* guard, PyObject* function, PyObject* const* args, std::size_t nargsf, PyObject* kwnames) noexcept {
  const Call call{function, args, nargsf, kwnames};
  HotPolicy* hot = hot_policy(guard);
  int64_t cost = 1;
  if (hot == nullptr || !cost_of(guard, args, nargsf, kwnames, cost)) [[unlikely]]
    return answer_failure(guard, hot);
  Pass pass;
  Wait wait;
  const Entry entry = hot->enter(pass, wait, cost);
  hot->retain();
  PyObject* result = nullptr;
  if (entry == Entry::entered) [[likely]] {
    result = call_attempt(call, hot, pass);
    if (!report_success(guard, hot, pass, result)) [[unlikely]]
      result = finish_call(call, guard, hot, pass, result);
  } else {
    result = call_later(call, guard, hot, entry, wait);
  }
  hot->release();
  return result;
}

}  // namespace backstay::python
