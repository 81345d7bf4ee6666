// Permit: what `enter()` gives, reported once; AsyncPermit: what `enter_async()` gives, taken when it is awaited.
#pragma once

#include "guard.hpp"

namespace backstay::python {

// A new permit, or null with the refusal pending. Waits where the policy says so.
PyObject* enter_permit(Guard* guard, int64_t cost) noexcept;
// A permit that is not taken yet.
PyObject* make_async_permit(Guard* guard, int64_t cost) noexcept;

// False: an exception is pending.
bool define_permit(PyObject* module) noexcept;

}  // namespace backstay::python
