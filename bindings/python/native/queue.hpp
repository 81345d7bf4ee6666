// _native.Queue: one completion queue, for asyncio and for threads.
#pragma once

#include "cold.hpp"

namespace backstay::python {

// A new _native.Queue.
py::object make_queue(backstay_runtime* runtime, int64_t capacity);
// The handle in a _native.Queue, borrowed; throws where the object is none.
backstay_queue* queue_handle(const py::object& queue);
void define_queue(py::module_& module);

}  // namespace backstay::python
