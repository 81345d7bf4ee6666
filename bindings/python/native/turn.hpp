// Turn: a call that was told to come back. Python code waits for its turn; what was asked, and the permit in the end, are kept here.
#pragma once

#include "guard.hpp"

namespace backstay::python {

// A turn for a policy's answer: `wait` after enter, or `again` after exit. Null: an exception is pending and the ticket is given up.
PyObject* make_turn(HotPolicy* hot, const Wait& wait, bool again) noexcept;
// Waits on this thread. False: an exception is pending.
bool wait_for_turn(HotPolicy* hot, const Wait& wait, bool again, Pass& pass) noexcept;
// Takes the permit over from a turn that has entered.
Pass take_pass(PyObject* turn) noexcept;
HotPolicy* turn_policy(PyObject* turn) noexcept;

// False: an exception is pending.
bool define_turn(PyObject* module) noexcept;

}  // namespace backstay::python
