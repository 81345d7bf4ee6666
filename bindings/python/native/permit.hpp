// Permit: what `enter()` gives, reported once; AsyncPermit: what `enter_async()` gives, taken when it is awaited.
#pragma once

#include "guard.hpp"

namespace backstay::python {

// A new permit, or null with the refusal pending. Waits where the policy says so.
PyObject* enter_permit(Guard* guard) noexcept;
// Enters with a ticket: a Permit, or the tuple (ticket, wait_us) where it has to wait again.
PyObject* enter_permit_again(Guard* guard, PyObject* ticket) noexcept;
// A permit that is not taken yet.
PyObject* make_async_permit(Guard* guard) noexcept;

// False: an exception is pending.
bool define_permit(PyObject* module) noexcept;

}  // namespace backstay::python
