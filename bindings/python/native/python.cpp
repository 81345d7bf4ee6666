#include "python.hpp"

namespace backstay::python {

#if PY_VERSION_HEX >= 0x030C0000

void PendingError::take() noexcept { value_ = PyErr_GetRaisedException(); }

PyObject* PendingError::exception() noexcept { return value_; }

PyTypeObject* PendingError::type() const noexcept { return value_ == nullptr ? nullptr : Py_TYPE(value_); }

void PendingError::drop() noexcept { Py_CLEAR(value_); }

void PendingError::restore() noexcept {
  if (value_ == nullptr) return;
  PyObject* newer = PyErr_GetRaisedException();
  if (newer == nullptr) {
    PyErr_SetRaisedException(std::exchange(value_, nullptr));
    return;
  }
  if (newer != value_) {
    PyException_SetContext(newer, std::exchange(value_, nullptr));
  } else {
    drop();
  }
  PyErr_SetRaisedException(newer);
}

#else

void PendingError::take() noexcept { PyErr_Fetch(&type_, &value_, &traceback_); }

PyObject* PendingError::exception() noexcept {
  if (type_ == nullptr) return nullptr;
  if (value_ == nullptr || Py_TYPE(value_) != reinterpret_cast<PyTypeObject*>(type_)) {
    PyErr_NormalizeException(&type_, &value_, &traceback_);
  }
  // Who keeps the exception as a cause or a context wants to see where it came from.
  if (traceback_ != nullptr) PyException_SetTraceback(value_, traceback_);
  return value_;
}

PyTypeObject* PendingError::type() const noexcept { return reinterpret_cast<PyTypeObject*>(type_); }

void PendingError::drop() noexcept {
  Py_CLEAR(type_);
  Py_CLEAR(value_);
  Py_CLEAR(traceback_);
}

void PendingError::restore() noexcept {
  if (type_ == nullptr) return;
  if (PyErr_Occurred() == nullptr) {
    PyErr_Restore(std::exchange(type_, nullptr), std::exchange(value_, nullptr), std::exchange(traceback_, nullptr));
    return;
  }
  PyObject* older = Py_XNewRef(exception());
  drop();
  PyObject *type = nullptr, *value = nullptr, *traceback = nullptr;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (older != value) {
    PyException_SetContext(value, older);
  } else {
    Py_XDECREF(older);
  }
  PyErr_Restore(type, value, traceback);
}

#endif

Handling::Handling(PyObject* exception) noexcept : active_(exception != nullptr) {
  if (!active_) return;
  before_ = PyErr_GetHandledException();
  PyErr_SetHandledException(exception);
}

Handling::~Handling() {
  if (!active_) return;
  PyErr_SetHandledException(before_);
  Py_XDECREF(before_);
}

PyTypeObject* make_type(PyObject* module, PyType_Spec* spec, PyTypeObject* base) {
  PyObject* type = PyType_FromModuleAndSpec(module, spec, reinterpret_cast<PyObject*>(base));
  if (type == nullptr || PyModule_AddType(module, reinterpret_cast<PyTypeObject*>(type)) < 0) return nullptr;
  return reinterpret_cast<PyTypeObject*>(type);
}

}  // namespace backstay::python
