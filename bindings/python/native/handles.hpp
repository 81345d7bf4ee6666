// From a Handle object to its hot policy; the classes Runtime and Handle themselves are in handles.cpp.
#pragma once

#include "hot_policy.hpp"

namespace backstay::python {

// The hot policy of a Handle object, borrowed; null with a TypeError pending where it is none.
HotPolicy* handle_policy(PyObject* handle) noexcept;

}  // namespace backstay::python
