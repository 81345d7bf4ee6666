// What a result or an exception means: the default in C, a view's own classes and predicates where it has some.
#pragma once

#include <cstdint>

#include "python.hpp"

namespace backstay::python {

// What to report. The cause is a class name, which lives as long as its class, or the text of a Report, which `text` keeps alive.
struct Verdict {
  int64_t outcome = 0;
  int64_t retry_after_ns = -1;
  const char* cause = nullptr;  // UTF-8, or null
  Py_ssize_t cause_length = 0;
  Owned text;
};

// The parts of `policy.counting(...)`; all null for the default rules.
struct Classifier {
  PyObject* failures = nullptr;        // tuple of exception classes that count
  PyObject* failure_test = nullptr;    // predicate of an exception
  PyObject* ignored = nullptr;         // tuple of exception classes that never count
  PyObject* ignored_test = nullptr;    // predicate of an exception
  PyObject* result_test = nullptr;     // predicate of a result
  PyObject* retryable = nullptr;       // tuple of exception classes that another attempt may mend
  PyObject* retryable_test = nullptr;  // predicate of an exception

  int traverse(visitproc visit, void* arg) const;
  void clear() noexcept;
  static constexpr int kParts = 7;
  // Takes over what a call of Guard._classify was given, in the order above; None means not given.
  void assign(PyObject* const* parts) noexcept;
};

// Judges an exception. False: a predicate raised, which is pending.
bool judge_exception(const Classifier& classifier, PyObject* exception, Verdict& verdict) noexcept;
// Judges a result by `result_test`, which must be there. False: it raised.
bool judge_result(const Classifier& classifier, PyObject* result, Verdict& verdict) noexcept;
// Seconds or timedelta as nanoseconds; None and what can't be read give -1. False: an exception is pending.
bool retry_after_ns(PyObject* seconds, int64_t& out) noexcept;

// Interns the names that judging looks up; once, at import. False: an exception is pending.
bool prepare_classifier() noexcept;

}  // namespace backstay::python
