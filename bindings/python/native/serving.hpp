// _native.Serving: an idempotency as adapters of HTTP ask it, one crossing a question.
#pragma once

#include <backstay/backstay.h>

#include "python.hpp"

namespace backstay::python {

// A new _native.Serving, which takes over the reference. Null: an exception is pending.
PyObject* make_serving(backstay_idempotency* idempotency) noexcept;
// What a submitted request came to, as Serving.serve tells it. Null: an exception is pending.
PyObject* take_served(backstay_queue* queue, int64_t result, bool as_bytes) noexcept;

// False: an exception is pending.
bool define_serving(PyObject* module) noexcept;

}  // namespace backstay::python
