// The parts of the module that pybind11 defines.
#pragma once

#include "cold.hpp"

namespace backstay::python {

// _native.install.
void define_hooks(py::module_& module);
// _native.EventSource.
void define_event_source(py::module_& module);
// _native.Runtime, _native.Handle and the functions without a handle.
void define_handles(py::module_& module);

}  // namespace backstay::python
