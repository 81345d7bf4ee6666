#include "deadline.hpp"

#include <time.h>

#include <algorithm>

#include "event_source.hpp"
#include "hot_policy.hpp"
#include "parts.hpp"

namespace backstay::python {

int64_t deadlines_alive = 0;

namespace {

PyObject* variable = nullptr;  // ContextVar: a Deadline or None
// The memory of the last one that ended, because each call under a policy with a deadline makes one. Guarded by the GIL.
void* spare = nullptr;
PyTypeObject* deadline_type = nullptr;
constexpr double kNsPerSecond = 1e9;

int64_t system_now() noexcept {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

int64_t now_of(const Deadline& deadline) noexcept {
  return deadline.source == nullptr ? system_now() : source_of(deadline.source)->now(deadline.at_ns);
}

void deadline_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  Py_XDECREF(as_deadline(self).source);
  --deadlines_alive;
  PyObject_Free(std::exchange(spare, self));
  Py_DECREF(type);
}

PyObject* seconds_left(const Deadline& deadline) noexcept {
  return PyFloat_FromDouble(static_cast<double>(left_ns(deadline)) / kNsPerSecond);
}

PyObject* deadline_left(PyObject* self, PyObject*) { return seconds_left(as_deadline(self)); }

PyMethodDef deadline_methods[] = {{"left", deadline_left, METH_NOARGS, "left()\n--\n\nSeconds left; negative when it has passed."},
                                  {nullptr, nullptr, 0, nullptr}};

PyType_Slot deadline_slots[] = {{Py_tp_doc, const_cast<char*>("When calls must have ended, on one clock.")},
                                {Py_tp_dealloc, reinterpret_cast<void*>(deadline_dealloc)},
                                {Py_tp_methods, deadline_methods},
                                {0, nullptr}};

PyType_Spec deadline_spec = {"backstay._native.Deadline", sizeof(Deadline), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
                             deadline_slots};

PyObject* time_left(PyObject*, PyObject*) {
  Owned current(current_deadline());
  if (!current) Py_RETURN_NONE;
  return PyFloat_FromDouble(static_cast<double>(std::max<int64_t>(left_ns(as_deadline(current.get())), 0)) / kNsPerSecond);
}

// begin_deadline(source or None, limit_ns): the token. An earlier one that is in force stays.
PyObject* begin_deadline(PyObject*, PyObject* const* args, Py_ssize_t count) {
  const int64_t limit_ns = count == 2 ? PyLong_AsLongLong(args[1]) : -1;
  if (limit_ns < 0) {
    if (PyErr_Occurred() == nullptr) PyErr_SetString(PyExc_TypeError, "begin_deadline takes a source or None, and nanoseconds");
    return nullptr;
  }
  PyObject* source = args[0] == Py_None ? nullptr : args[0];
  const EventSource* clock = source == nullptr ? nullptr : source_of(source);
  if (clock == nullptr && source != nullptr) return nullptr;
  Owned current(current_deadline());
  if (current && left_ns(as_deadline(current.get())) <= limit_ns) return put_in_force(current.get());
  const int64_t now = clock == nullptr ? system_now() : clock->now(0);
  Owned made(make_deadline(source, now + limit_ns));
  return made ? put_in_force(made.get()) : nullptr;
}

PyObject* end_deadline(PyObject*, PyObject* token) {
  take_back(Py_NewRef(token), nullptr);
  Py_RETURN_NONE;
}

PyMethodDef functions[] = {
    {"time_left", time_left, METH_NOARGS,
     "time_left()\n--\n\nReturn the seconds left of the innermost deadline in force, 0.0 when it has passed, None where there is none."},
    {"begin_deadline", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(begin_deadline)), METH_FASTCALL,
     "Put a deadline in force; the token that ends it."},
    {"end_deadline", end_deadline, METH_O, "End it."},
    {nullptr, nullptr, 0, nullptr}};

}  // namespace

int64_t left_ns(const Deadline& deadline) noexcept { return deadline.at_ns - now_of(deadline); }

PyObject* current_deadline() noexcept {
  if (deadlines_alive == 0) return nullptr;
  PyObject* value = nullptr;
  if (PyContextVar_Get(variable, nullptr, &value) < 0) {
    PyErr_Clear();
    return nullptr;
  }
  if (value != Py_None) return value;
  Py_DECREF(value);
  return nullptr;
}

int64_t deadline_in_force(const HotPolicy& policy) noexcept {
  Owned current(current_deadline());
  if (!current) return BACKSTAY_UNKNOWN;
  const Deadline& deadline = as_deadline(current.get());
  if (deadline.source == policy.source()) return deadline.at_ns;
  // Another runtime's clock: what is left counts.
  return std::max<int64_t>(policy.now() + left_ns(deadline), 0);
}

PyObject* make_deadline(PyObject* source, int64_t at_ns) noexcept {
  void* const memory = spare != nullptr ? std::exchange(spare, nullptr) : PyObject_Malloc(sizeof(Deadline));
  if (memory == nullptr) return PyErr_NoMemory();
  auto* made = reinterpret_cast<Deadline*>(PyObject_Init(static_cast<PyObject*>(memory), deadline_type));
  made->source = Py_XNewRef(source);
  made->at_ns = at_ns;
  made->driver = nullptr;
  ++deadlines_alive;
  return reinterpret_cast<PyObject*>(made);
}

PyObject* put_in_force(PyObject* value) noexcept { return PyContextVar_Set(variable, value); }

// In another context, as after a generator moved to another task, there is nothing to take back.
void take_back(PyObject* token, PyObject** kept) noexcept {
  if (kept != nullptr) {
    PyObject* value = nullptr;
    if (PyContextVar_Get(variable, nullptr, &value) == 0) Py_XSETREF(*kept, value);
  }
  if (PyContextVar_Reset(variable, token) < 0) PyErr_Clear();
  Py_DECREF(token);
}

InForce::InForce(PyObject* value) noexcept {
  if (value == nullptr) return;
  token_ = put_in_force(value);
  valid_ = token_ != nullptr;
}

void InForce::end(PyObject** kept) noexcept {
  if (token_ == nullptr) return;
  PendingError pending;
  take_back(std::exchange(token_, nullptr), kept);
}

bool define_deadline(PyObject* module) noexcept {
  variable = PyContextVar_New("backstay_deadline", Py_None);
  deadline_type = make_type(module, &deadline_spec);
  return variable != nullptr && deadline_type != nullptr && PyModule_AddFunctions(module, functions) == 0;
}

}  // namespace backstay::python
