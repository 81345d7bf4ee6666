// _native.Idempotency and _native.Claim: keys that are claimed, and what their holders do with them.
#pragma once

#include <cstdint>
#include <string_view>

#include "cold.hpp"

namespace backstay::python {

// A new _native.Idempotency.
py::object make_idempotency(backstay_runtime* runtime, std::string_view name);
// What a submitted claim came to, as Idempotency.claim tells it; throws what that throws.
py::tuple take_claim(backstay_queue* queue, int64_t result);
// The same for a submitted end: false where the key is not the claim's any more.
bool take_end(backstay_queue* queue, int64_t result);
void define_idempotency(py::module_& module);

}  // namespace backstay::python
