// What the Python side gives the native side once, at import: tables of the catalogue and the cold paths written in Python.
#pragma once

#include "python.hpp"

namespace backstay::python {

struct Refusal {
  PyObject* reason;     // Reason member
  PyObject* exception;  // class, or null where the reason is no refusal
  bool has_fields;      // a RejectedError: built from (policy, key, reason, retry_after)
};

struct Hooks {
  PyObject* statuses = nullptr;       // status value -> exception class
  Refusal refusals[256] = {};         // by reason code
  PyObject* announce = nullptr;       // (events) -> None: log what is new
  PyObject* classify_base = nullptr;  // (exception) -> int: outcome of a BaseException that is no Exception
  PyObject* seconds = nullptr;        // (retry_after) -> float | None: checks a number or timedelta
  PyObject* wait = nullptr;           // (turn) -> None: wait until it has entered
  PyObject* wait_async = nullptr;     // the same, a coroutine
  PyObject* enter_async = nullptr;    // (permit, turn) -> coroutine of the permit
  PyObject* arm = nullptr;            // (deadline, name, key) -> what cuts the running task, or None
  PyObject* invalid = nullptr;        // InvalidArgumentError
  PyObject* rejected = nullptr;       // RejectedError
  PyObject* exhausted = nullptr;      // RetriesExhaustedError
};

// Filled by install(); lives as long as the process, like the extension module itself.
extern Hooks hooks;

}  // namespace backstay::python
