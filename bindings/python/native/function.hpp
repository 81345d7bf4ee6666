// GuardedFunction: what `@policy` makes of a function or a coroutine function.
#pragma once

#include "guard.hpp"

namespace backstay::python {

void define_function(PyObject* module);

}  // namespace backstay::python
