// Guard: the native half of a policy object. Permits, guarded functions and coroutines stand on it.
#pragma once

#include "classifier.hpp"
#include "fallback.hpp"
#include "hot_policy.hpp"

namespace backstay::python {

// A Python object; the class backstay.Policy derives from it. `hot` is null while a late-bound guard has not been resolved.
struct Guard {
  PyObject_HEAD HotPolicy* hot;
  PyObject* handle;         // the Handle that `hot` belongs to
  int64_t cost;             // weight of a call
  PyObject* cost_function;  // of the call's arguments; null: `cost`
  Classifier classifier;
  Fallback fallback;
  PyObject* weak_references;
};

extern PyTypeObject* guard_type;

// Resolves a late-bound guard; null: an exception is pending.
HotPolicy* resolve(Guard* guard) noexcept;

inline HotPolicy* hot_policy(Guard* guard) noexcept { return guard->hot != nullptr ? guard->hot : resolve(guard); }

// The cost of a call by the guard's function. False: an exception is pending.
bool ask_cost(Guard* guard, PyObject* const* args, std::size_t nargsf, PyObject* kwnames, int64_t& cost) noexcept;
inline bool cost_of(Guard* guard, PyObject* const* args, std::size_t nargsf, PyObject* kwnames, int64_t& cost) noexcept {
  cost = guard->cost;
  return guard->cost_function == nullptr || ask_cost(guard, args, nargsf, kwnames, cost);
}
// A cost as the user gave it. False: an exception is pending.
bool read_cost(PyObject* object, int64_t& cost) noexcept;

// What happened to a call that ended.
struct Ending {
  int64_t again = 0;  // ticket: another attempt may start after wait_us
  int64_t wait_us = 0;
  bool failed = false;  // an exception is pending that takes the place of the result
};

// Judges and reports the end of a call: `result`, or null with the exception pending, which stays pending unless `failed`.
Ending conclude(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* result) noexcept;

// The same for what can't be repeated, ended by an exception that is not pending and goes on by itself. False: another exception is
// pending that takes its place.
bool conclude_block(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* exception) noexcept;

// False: an exception is pending.
bool define_guard(PyObject* module) noexcept;

}  // namespace backstay::python
