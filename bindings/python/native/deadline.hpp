// The deadline in force: a context variable, so that calls inside see it, tasks inherit it, and nobody beside sees it.
#pragma once

#include <cstdint>

#include "python.hpp"

namespace backstay::python {

class HotPolicy;

// How many deadlines exist anywhere in the process: while there is none, no call looks for one.
extern int64_t deadlines_alive;

// A deadline on a runtime's clock, or on the system's where it was set by hand.
struct Deadline {
  PyObject_HEAD PyObject* source;  // the runtime's EventSource; null: the system's monotonic clock
  int64_t at_ns;
  const void* driver;  // the thread that is inside the coroutine that cuts at this deadline, else null
};

// The one in force for a call of that policy, on its clock; BACKSTAY_UNKNOWN: none.
int64_t deadline_in_force(const HotPolicy& policy) noexcept;
// The object in force, a new reference; null: none. Never raises.
PyObject* current_deadline() noexcept;
// A new one. Null: an exception is pending.
PyObject* make_deadline(PyObject* source, int64_t at_ns) noexcept;
// Nanoseconds left, negative when it has passed.
int64_t left_ns(const Deadline& deadline) noexcept;
inline Deadline& as_deadline(PyObject* object) noexcept { return *reinterpret_cast<Deadline*>(object); }

// Puts a value in force until it is taken back; the value that was left in force inside can be kept for the next time.
class InForce {
 public:
  // Null: nothing is put in force.
  explicit InForce(PyObject* value) noexcept;
  InForce(const InForce&) = delete;
  InForce& operator=(const InForce&) = delete;
  ~InForce() { end(nullptr); }

  // False: an exception is pending.
  explicit operator bool() const noexcept { return valid_; }
  // Takes it back; keeps what is in force now in `*kept` (owned) where that is given. A pending exception stays.
  void end(PyObject** kept) noexcept;

 private:
  PyObject* token_ = nullptr;
  bool valid_ = true;
};

// The two halves for what begins and ends in different calls: a token (null: an exception is pending), and its end, which steals it.
PyObject* put_in_force(PyObject* value) noexcept;
void take_back(PyObject* token, PyObject** kept) noexcept;

// False: an exception is pending.
bool define_deadline(PyObject* module) noexcept;

}  // namespace backstay::python
