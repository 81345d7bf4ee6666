// Statuses and refusals of the C interface as Python exceptions; classes come from the catalogue's tables.
#pragma once

#include <backstay/backstay.h>

#include "python.hpp"

namespace backstay::python {

class HotPolicy;

// Sets the exception of an error status.
void set_error(int32_t status, const char* message) noexcept;
// Sets the exception of enter_token's negative answer that is no wait.
void set_refusal(const HotPolicy& policy, int64_t answer) noexcept;
// Sets the exception of exit_token's answer `exhausted`: from the last attempt's error, or with its result (either may be null).
void set_exhausted(const HotPolicy& policy, int64_t answer, PyObject* last_error, PyObject* last_result) noexcept;

}  // namespace backstay::python
