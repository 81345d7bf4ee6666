// What the hot files need of objects that pybind11 makes, without its headers.
#pragma once

#include <backstay/backstay.h>

#include "python.hpp"

namespace backstay::python {

// The handle in a _native.Queue, borrowed. Null: an exception is pending.
backstay_queue* queue_of(PyObject* object) noexcept;
// A new _native.Claim, which takes over the reference. Null: an exception is pending.
PyObject* make_claim(backstay_claim* claim) noexcept;

}  // namespace backstay::python
