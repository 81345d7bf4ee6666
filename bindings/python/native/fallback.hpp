// What `policy.fallback(...)` gives instead of a refusal, or of a failure that the user named.
#pragma once

#include "python.hpp"

namespace backstay::python {

class HotPolicy;

struct Fallback {
  PyObject* value = nullptr;    // what is given, or a function of the exception; null: no fallback
  PyObject* classes = nullptr;  // tuple of exception classes beside refusals, or null
  PyObject* test = nullptr;     // predicate of an exception beside refusals, or null
  bool is_function = false;

  int traverse(visitproc visit, void* arg) const;
  void clear() noexcept;
  void assign(PyObject* value, PyObject* classes, PyObject* test, bool is_function) noexcept;
};

// The exception that a fallback stands in for, a new reference; it is pending no more. Null: the pending exception goes on. `policy`
// (null: none was found) counts it.
PyObject* begin_fallback(const Fallback& fallback, HotPolicy* policy) noexcept;
// What the fallback gives for it. Null: it raised, with that exception as its context.
PyObject* fall_back(const Fallback& fallback, PyObject* exception) noexcept;

}  // namespace backstay::python
