// GuardedFunction: what `@policy` makes of a function or a coroutine function.
#pragma once

#include "guard.hpp"

namespace backstay::python {

// False: an exception is pending.
bool define_function(PyObject* module) noexcept;

}  // namespace backstay::python
