// Cutting at a deadline: a timer on the running task's loop that cancels what it waits for, as asyncio.timeout does.
#pragma once

#include "deadline.hpp"
#include "hot_policy.hpp"

namespace backstay::python {

// Whether a call under this deadline is to be cut by its own timer: not on a manual clock, and not where the coroutine around it,
// in the same task, is cut at the same moment or earlier. Asked before the call's own deadline is in force.
bool needs_cut(const HotPolicy& policy, int64_t deadline_ns) noexcept;
// Starts the timer; `*cut` stays null where no task runs. False: an exception is pending.
bool start_cut(const HotPolicy& policy, PyObject* deadline, PyObject** cut) noexcept;
// Stops it. `error` is what the call ended in, or null. `instead`: the TimeoutError that takes its place, null: it was not cut.
// False: an exception is pending.
bool stop_cut(PyObject** cut, PyObject* error, Owned& instead) noexcept;
// The same for the pending exception, which is replaced where the call was cut.
void stop_cut_pending(PyObject** cut) noexcept;
// Raises `instead` from `error`.
void raise_cut(PyObject* instead, PyObject* error) noexcept;

}  // namespace backstay::python
