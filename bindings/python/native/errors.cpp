#include "errors.hpp"

#include "hooks.hpp"
#include "hot_policy.hpp"

namespace backstay::python {

namespace {

// An exception keeps its arguments in __new__, so a class without an __init__ of its own needs no second step.
PyObject* make_exception(PyObject* type, PyObject* fields) noexcept {
  auto* made = reinterpret_cast<PyTypeObject*>(type);
  const bool plain = made->tp_init == reinterpret_cast<PyTypeObject*>(PyExc_BaseException)->tp_init;
  return plain ? made->tp_new(made, fields, nullptr) : PyObject_Call(type, fields, nullptr);
}

}  // namespace

void set_error(int32_t status, const char* message) noexcept {
  Owned code(PyLong_FromLong(status));
  PyObject* type = code && hooks.statuses != nullptr ? PyDict_GetItem(hooks.statuses, code.get()) : nullptr;
  PyErr_SetString(type != nullptr ? type : PyExc_RuntimeError, message);
}

void set_refusal(const HotPolicy& policy, int64_t answer) noexcept {
  const Refusal& refusal = hooks.refusals[BACKSTAY_ENTER_CODE(answer)];
  if (refusal.exception == nullptr) {
    PyErr_Format(PyExc_RuntimeError, "policy %U gave the unknown answer %lld", policy.name(), static_cast<long long>(answer));
    return;
  }
  if (!refusal.has_fields) {
    const bool closed = BACKSTAY_ENTER_CODE(answer) == BACKSTAY_REASON_CLOSED;
    if (closed) return void(PyErr_Format(refusal.exception, "the runtime of the policy %U was closed", policy.name()));
    PyErr_Format(refusal.exception, "policy %U refused the call: %S", policy.name(), refusal.reason);
    return;
  }
  const int64_t wait_us = BACKSTAY_ENTER_WAIT_US(answer);
  const bool unknown = wait_us == BACKSTAY_WAIT_UNKNOWN_US;
  Owned wait(unknown ? Py_NewRef(Py_None) : PyFloat_FromDouble(static_cast<double>(wait_us) / 1e6));
  if (!wait) return;
  Owned fields(PyTuple_Pack(4, policy.name(), policy.key(), refusal.reason, wait.get()));
  Owned exception(fields ? make_exception(refusal.exception, fields.get()) : nullptr);
  if (exception) PyErr_SetObject(refusal.exception, exception.get());
}

void set_exhausted(const HotPolicy& policy, int64_t answer, PyObject* last_error, PyObject* last_result) noexcept {
  const Refusal& refusal = hooks.refusals[BACKSTAY_EXIT_REASON(answer)];
  if (refusal.reason == nullptr || hooks.exhausted == nullptr) {
    PyErr_Format(PyExc_RuntimeError, "policy %U gave the unknown answer %lld", policy.name(), static_cast<long long>(answer));
    return;
  }
  Owned attempts(PyLong_FromLongLong(BACKSTAY_EXIT_ATTEMPTS(answer)));
  Owned elapsed(PyFloat_FromDouble(static_cast<double>(BACKSTAY_EXIT_ELAPSED_US(answer)) / 1e6));
  if (!attempts || !elapsed) return;
  Owned fields(PyTuple_Pack(5, policy.name(), policy.key(), refusal.reason, attempts.get(), elapsed.get()));
  Owned exception(fields ? make_exception(hooks.exhausted, fields.get()) : nullptr);
  if (!exception) return;
  if (last_error != nullptr) {
    PyException_SetCause(exception.get(), Py_NewRef(last_error));
    PyException_SetContext(exception.get(), Py_NewRef(last_error));
  } else if (last_result != nullptr && PyObject_SetAttrString(exception.get(), "result", last_result) < 0) {
    return;
  }
  Handling handling(last_error);
  PyErr_SetObject(hooks.exhausted, exception.get());
}

}  // namespace backstay::python
