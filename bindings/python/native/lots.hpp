// Where callers park: by lot, in the order of their tickets. Threads and tasks of any loop may share one lot.
//
// Everything happens under the GIL and without Python code in between, so there is no lock that a fork could leave behind.
#pragma once

#include <cstdint>

#include "python.hpp"

namespace backstay::python {

// One parked caller; a part of what waits. Not copied, not moved while it is parked.
struct Parked {
  int64_t lot = 0;  // 0: nobody's exit wakes it
  int64_t ticket = 0;
  const void* runtime = nullptr;
  PyObject* waker = nullptr;  // callable without arguments, owned; null: not parked
};

// Parks it with `waker`; what it was parked with before is forgotten. False: no memory, an exception is pending.
bool park(Parked& parked, PyObject* waker) noexcept;
// Takes it out again; nothing where it is out already.
void unpark(Parked& parked) noexcept;

// Wakes the one with the lowest ticket in a lot.
void wake_first(int64_t lot) noexcept;
// Wakes all in a lot.
void wake_lot(int64_t lot) noexcept;
// Wakes all that wait for a runtime; `sleepers` too: those whom only time would wake.
void wake_runtime(const void* runtime, bool sleepers) noexcept;

}  // namespace backstay::python
