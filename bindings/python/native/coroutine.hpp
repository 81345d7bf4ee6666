// GuardedCoroutine: what calling a guarded coroutine function gives. The permit is taken at the first await, not at the call.
#pragma once

#include "guard.hpp"

namespace backstay::python {

// `prepared` is the coroutine of the guarded function (stolen), or null: then function(*args) is called once the permit is taken.
PyObject* make_coroutine(Guard* guard, PyObject* function, PyObject* prepared, PyObject* const* args, std::size_t count,
                         PyObject* kwnames) noexcept;

// False: an exception is pending.
bool define_coroutine(PyObject* module) noexcept;

}  // namespace backstay::python
