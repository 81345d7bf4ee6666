// The cold face: Runtime and Handle, plain pybind11 classes over the C handles.
#pragma once

#include "hot_policy.hpp"
#include "support.hpp"

namespace backstay::python {

// The hot policy of a Handle object, borrowed; null with a TypeError pending where it is none.
HotPolicy* handle_policy(PyObject* handle) noexcept;

void define_handles(py::module_& module);

}  // namespace backstay::python
