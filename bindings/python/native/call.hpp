// One guarded synchronous call: enter, call, conclude. The decorator and Policy.call share it.
#pragma once

#include "guard.hpp"

namespace backstay::python {

// Everything that is no plain "permit, success, nothing to report".
PyObject* finish_call(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* result, PyObject* function, PyObject* const* args,
                      std::size_t nargsf, PyObject* kwnames) noexcept;
// The policy answered `wait` or `again`: the rest of the call is played in Python.
PyObject* wait_and_call(PyObject* hook, Guard* guard, PyObject* function, PyObject* const* args, std::size_t nargsf, PyObject* kwnames,
                        const Wait& wait, bool again) noexcept;

inline PyObject* guarded_call(Guard* guard, PyObject* function, PyObject* const* args, std::size_t nargsf, PyObject* kwnames) noexcept {
  HotPolicy* hot = hot_policy(guard);
  if (hot == nullptr) [[unlikely]]
    return nullptr;
  Pass pass;
  Wait wait;
  const Entry entry = hot->enter(pass, wait);
  if (entry != Entry::entered) [[unlikely]] {
    if (entry == Entry::refused) return nullptr;
    return wait_and_call(nullptr, guard, function, args, nargsf, kwnames, wait, false);
  }
  hot->retain();
  PyObject* result = PyObject_Vectorcall(function, args, nargsf, kwnames);
  const bool plain = result != nullptr && guard->classifier.result_test == nullptr && hot->succeed_quietly(pass);
  if (!plain) [[unlikely]]
    result = finish_call(guard, hot, pass, result, function, args, nargsf, kwnames);
  hot->release();
  return result;
}

}  // namespace backstay::python
