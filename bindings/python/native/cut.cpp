#include "cut.hpp"

#include "hooks.hpp"

namespace backstay::python {

bool needs_cut(const HotPolicy& policy, int64_t deadline_ns) noexcept {
  if (deadline_ns == BACKSTAY_UNKNOWN || policy.manual_clock()) return false;
  Owned around(current_deadline());
  if (!around) return true;
  const Deadline& outer = as_deadline(around.get());
  return outer.driver != PyThreadState_Get() || outer.source != policy.source() || deadline_ns < outer.at_ns;
}

bool start_cut(const HotPolicy& policy, PyObject* deadline, PyObject** cut) noexcept {
  Owned made(PyObject_CallFunctionObjArgs(hooks.arm, deadline, policy.name(), policy.key(), nullptr));
  if (!made) return false;
  if (made.get() != Py_None) Py_XSETREF(*cut, made.release());
  return true;
}

bool stop_cut(PyObject** cut, PyObject* error, Owned& instead) noexcept {
  if (*cut == nullptr) return true;
  Owned stopped(std::exchange(*cut, nullptr));
  Owned answer(PyObject_CallMethod(stopped.get(), "finish", "O", error != nullptr ? error : Py_None));
  if (!answer) return false;
  if (answer.get() != Py_None) instead = std::move(answer);
  return true;
}

void stop_cut_pending(PyObject** cut) noexcept {
  if (*cut == nullptr) return;
  PendingError pending;
  Owned instead;
  PyObject* const error = pending.exception();
  if (!stop_cut(cut, error, instead) || !instead) return;
  raise_cut(instead.get(), error);
  pending.drop();
}

void raise_cut(PyObject* instead, PyObject* error) noexcept {
  PyException_SetCause(instead, Py_NewRef(error));
  Handling handling(error);
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(instead)), instead);
}

}  // namespace backstay::python
