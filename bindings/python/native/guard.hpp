// Guard: the native half of a policy object. Permits, guarded functions and coroutines stand on it.
#pragma once

#include "classifier.hpp"
#include "hot_policy.hpp"

namespace backstay::python {

// A Python object; the class backstay.Policy derives from it. `hot` is null while a late-bound guard has not been resolved.
struct Guard {
  PyObject_HEAD HotPolicy* hot;
  PyObject* handle;  // the Handle that `hot` belongs to
  Classifier classifier;
  PyObject* weak_references;
};

extern PyTypeObject* guard_type;

// Resolves a late-bound guard; null: an exception is pending.
HotPolicy* resolve(Guard* guard) noexcept;

inline HotPolicy* hot_policy(Guard* guard) noexcept { return guard->hot != nullptr ? guard->hot : resolve(guard); }

// What happened to a call that ended.
struct Ending {
  bool again = false;  // another attempt may start after wait_us
  int64_t wait_us = 0;
  bool failed = false;  // an exception is pending that takes the place of the result
};

// Judges and reports the end of a call: `result`, or null with the exception pending, which stays pending.
Ending conclude(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* result) noexcept;

// The same for an exception that is not pending; it is pending neither afterwards, unless `failed`.
Ending conclude_exception(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* exception) noexcept;

// False: an exception is pending.
bool define_guard(PyObject* module) noexcept;

}  // namespace backstay::python
