// _native.Idempotency and _native.Claim: keys that are claimed, and what their holders do with them.
#pragma once

#include <string_view>

#include "cold.hpp"

namespace backstay::python {

// A new _native.Idempotency.
py::object make_idempotency(backstay_runtime* runtime, std::string_view name);
void define_idempotency(py::module_& module);

}  // namespace backstay::python
