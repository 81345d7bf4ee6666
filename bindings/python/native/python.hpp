// Small helpers over the CPython API that every file here needs: owned references and the pending exception.
//
// The hot files stand on this alone; pybind11 is for the cold ones (cold.hpp), because it is slow to compile.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include <cstdint>
#include <utility>

namespace backstay::python {

// An owned reference, for paths that must not throw. Null means: an exception is pending.
class Owned {
 public:
  Owned() = default;
  explicit Owned(PyObject* stolen) noexcept : object_(stolen) {}
  Owned(Owned&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Owned& operator=(Owned&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { Py_XDECREF(object_); }

  static Owned share(PyObject* borrowed) noexcept { return Owned(Py_XNewRef(borrowed)); }
  PyObject* get() const noexcept { return object_; }
  PyObject* release() noexcept { return std::exchange(object_, nullptr); }
  explicit operator bool() const noexcept { return object_ != nullptr; }

 private:
  PyObject* object_ = nullptr;
};

// Takes the pending exception away, so that Python code may run, and gives it back unless something newer is pending.
class PendingError {
 public:
  PendingError() noexcept { take(); }
  PendingError(const PendingError&) = delete;
  PendingError& operator=(const PendingError&) = delete;
  ~PendingError() { restore(); }

  // The normalized exception, borrowed; null where none was pending.
  PyObject* exception() noexcept;
  // Its class, borrowed, without normalizing.
  PyTypeObject* type() const noexcept;
  // Forgets it.
  void drop() noexcept;
  // Gives it back; something newer that is pending wins and gets it as its context.
  void restore() noexcept;

 private:
  void take() noexcept;

#if PY_VERSION_HEX >= 0x030C0000
  PyObject* value_ = nullptr;
#else
  PyObject* type_ = nullptr;
  PyObject* value_ = nullptr;
  PyObject* traceback_ = nullptr;
#endif
};

// While it lives the exception counts as being handled, as in an `except` block: what is raised gets it as its context, and
// logging shows it.
class Handling {
 public:
  // Null: changes nothing.
  explicit Handling(PyObject* exception) noexcept;
  Handling(const Handling&) = delete;
  Handling& operator=(const Handling&) = delete;
  ~Handling();

 private:
  bool active_;
  PyObject* before_ = nullptr;
};

// An attribute where there may be none: 1 found, 0 absent, -1 an exception is pending.
inline int optional_attribute(PyObject* object, PyObject* name, PyObject** value) noexcept {
#if PY_VERSION_HEX >= 0x030D0000
  return PyObject_GetOptionalAttr(object, name, value);
#else
  return _PyObject_LookupAttr(object, name, value);
#endif
}

// Makes a heap type from its specification, adds it to the module and keeps one reference for the life of the process. Null: an
// exception is pending.
PyTypeObject* make_type(PyObject* module, PyType_Spec* spec, PyTypeObject* base = nullptr);

}  // namespace backstay::python
