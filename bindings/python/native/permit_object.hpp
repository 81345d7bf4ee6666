// The object behind Permit and AsyncPermit, for the two files that define them.
#pragma once

#include "permit.hpp"

namespace backstay::python {

struct Permit {
  PyObject_HEAD Guard* guard;
  HotPolicy* hot;  // null before an AsyncPermit is taken
  Pass pass;
  int64_t cost;
  PyObject* deadline;  // from the beginning of a block, where the call has one
  PyObject* value;     // of the context variable, for the next step of a block that is left in between
  PyObject* in_force;  // token of the context variable, while the deadline is in force
  PyObject* cut;       // what cuts the block at the deadline
  bool cuts;           // a block of `async with`
};

extern PyTypeObject* permit_type;

inline Permit* as_permit(PyObject* object) noexcept { return reinterpret_cast<Permit*>(object); }
inline bool is_out(const Permit* permit) noexcept { return permit->pass.token > 0; }

Permit* make_permit(PyTypeObject* type, Guard* guard, int64_t cost) noexcept;
// The pass, marked as used: from here on nobody else can report it.
Pass use_up(Permit* permit) noexcept;
void hold(Permit* permit, HotPolicy* hot, const Pass& pass) noexcept;
// Puts the permit's deadline in force for its block, where it has one. False: an exception is pending.
bool begin_block(Permit* permit) noexcept;
// Ends that, and reports. False: an exception is pending that takes the place of `exception` (or None).
bool leave_block(Permit* permit, PyObject* exception) noexcept;

// False: an exception is pending.
bool define_async_permit(PyObject* module) noexcept;

}  // namespace backstay::python
