#include "permit.hpp"

#include "hooks.hpp"

namespace backstay::python {

namespace {

struct Permit {
  PyObject_HEAD Guard* guard;
  HotPolicy* hot;  // null before an AsyncPermit is taken
  Pass pass;
};

PyTypeObject* permit_type = nullptr;
PyTypeObject* async_permit_type = nullptr;

Permit* as_permit(PyObject* object) noexcept { return reinterpret_cast<Permit*>(object); }

Permit* make_permit(PyTypeObject* type, Guard* guard) noexcept {
  auto* permit = PyObject_New(Permit, type);
  if (permit == nullptr) return nullptr;
  permit->guard = reinterpret_cast<Guard*>(Py_NewRef(reinterpret_cast<PyObject*>(guard)));
  permit->hot = nullptr;
  permit->pass = Pass{};
  return permit;
}

bool is_out(const Permit* permit) noexcept { return permit->pass.token > 0; }

// The pass, marked as used: from here on nobody else can report it.
Pass use_up(Permit* permit) noexcept {
  const Pass pass = permit->pass;
  permit->pass.token = 0;
  return pass;
}

Entry take(Permit* permit, Wait& wait) noexcept {
  HotPolicy* hot = hot_policy(permit->guard);
  if (hot == nullptr) return Entry::refused;
  const Entry entry = hot->enter(permit->pass, wait);
  if (entry != Entry::entered) {
    permit->pass.token = 0;
    return entry;
  }
  hot->retain();
  permit->hot = hot;
  return entry;
}

// Reports an outcome that needs no judging; a second report is ignored.
PyObject* report(Permit* permit, int64_t outcome, int64_t retry_after_ns) noexcept {
  if (is_out(permit)) {
    const Pass pass = use_up(permit);
    if (outcome == BACKSTAY_OUTCOME_SUCCESS && permit->hot->succeed_quietly(pass)) Py_RETURN_NONE;
    if (permit->hot->report(pass, outcome, retry_after_ns) == kInterrupted) return nullptr;
  }
  Py_RETURN_NONE;
}

PyObject* permit_success(PyObject* self, PyObject*) { return report(as_permit(self), BACKSTAY_OUTCOME_SUCCESS, BACKSTAY_UNKNOWN); }
PyObject* permit_timeout(PyObject* self, PyObject*) { return report(as_permit(self), BACKSTAY_OUTCOME_TIMEOUT, BACKSTAY_UNKNOWN); }
PyObject* permit_cancelled(PyObject* self, PyObject*) { return report(as_permit(self), BACKSTAY_OUTCOME_CANCELLED, BACKSTAY_UNKNOWN); }
PyObject* permit_neutral(PyObject* self, PyObject*) { return report(as_permit(self), BACKSTAY_OUTCOME_NEUTRAL, BACKSTAY_UNKNOWN); }

// The text of failure(cause=...): a str, or the class name of an exception.
bool note_cause(Permit* permit, PyObject* cause) noexcept {
  if (cause == nullptr || cause == Py_None) return true;
  Owned text;
  if (PyUnicode_Check(cause)) {
    text = Owned::share(cause);
  } else if (PyExceptionInstance_Check(cause)) {
    text = Owned(PyType_GetName(Py_TYPE(cause)));
  } else {
    PyErr_Format(PyExc_TypeError, "cause must be a str or an exception, not %s", Py_TYPE(cause)->tp_name);
  }
  Py_ssize_t length = 0;
  const char* bytes = text ? PyUnicode_AsUTF8AndSize(text.get(), &length) : nullptr;
  if (bytes == nullptr) return false;
  permit->hot->cause(permit->pass, bytes, length);
  return true;
}

PyObject* permit_failure(PyObject* self, PyObject* args, PyObject* keywords) {
  static const char* names[] = {"cause", "retry_after", nullptr};
  PyObject* cause = nullptr;
  PyObject* seconds = nullptr;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "|OO:failure", const_cast<char**>(names), &cause, &seconds)) return nullptr;
  int64_t wait_ns = BACKSTAY_UNKNOWN;
  if (!retry_after_ns(seconds, wait_ns)) return nullptr;
  if (is_out(as_permit(self)) && !note_cause(as_permit(self), cause)) return nullptr;
  return report(as_permit(self), BACKSTAY_OUTCOME_FAILURE, wait_ns);
}

// Reports the end of a `with` block. False: an exception is pending that takes its place.
bool leave_block(Permit* permit, PyObject* exception) noexcept {
  if (!is_out(permit)) return true;
  const Pass pass = use_up(permit);
  if (exception == Py_None)
    return permit->hot->succeed_quietly(pass) || permit->hot->report(pass, BACKSTAY_OUTCOME_SUCCESS) != kInterrupted;
  return !conclude_exception(permit->guard, permit->hot, pass, exception).failed;
}

PyObject* permit_enter(PyObject* self, PyObject*) { return Py_NewRef(self); }

PyObject* permit_exit(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  if (count != 3) {
    PyErr_SetString(PyExc_TypeError, "__exit__ takes three arguments");
    return nullptr;
  }
  if (!leave_block(as_permit(self), args[1])) return nullptr;
  Py_RETURN_NONE;
}

// Judges an exception of the guarded call; microseconds until another attempt may start, or None.
PyObject* permit_conclude(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "_conclude takes the exception or None, and the result");
    return nullptr;
  }
  Permit* permit = as_permit(self);
  if (!is_out(permit)) Py_RETURN_NONE;
  const Pass pass = use_up(permit);
  const Ending ending = args[0] == Py_None ? conclude(permit->guard, permit->hot, pass, args[1])
                                           : conclude_exception(permit->guard, permit->hot, pass, args[0]);
  if (ending.failed) return nullptr;
  if (!ending.again) Py_RETURN_NONE;
  return Py_BuildValue("LL", static_cast<long long>(pass.token), static_cast<long long>(ending.wait_us));
}

void permit_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  Permit* permit = as_permit(self);
  if (is_out(permit)) {
    PendingError pending;
    if (permit->hot->report(use_up(permit), BACKSTAY_OUTCOME_CANCELLED) == kInterrupted) PyErr_WriteUnraisable(nullptr);
  }
  if (permit->hot != nullptr) permit->hot->release();
  Py_DECREF(reinterpret_cast<PyObject*>(permit->guard));
  type->tp_free(self);
  Py_DECREF(type);
}

// AsyncPermit. Taking and reporting never wait unless the policy says so, so its awaitables are complete at once: the permit is
// its own finished iterator.

// Takes the permit: self, or the coroutine that waits for it.
PyObject* async_take(PyObject* self) noexcept {
  Permit* permit = as_permit(self);
  if (permit->hot != nullptr) {
    PyErr_SetString(PyExc_RuntimeError, "this permit was entered before; call enter_async() for each block");
    return nullptr;
  }
  Wait wait;
  switch (take(permit, wait)) {
    case Entry::entered:
      return Py_NewRef(self);
    case Entry::refused:
      return nullptr;
    case Entry::waiting:
      break;
  }
  return PyObject_CallFunction(hooks.wait_enter_async, "OOLL", self, permit->guard, static_cast<long long>(wait.ticket),
                               static_cast<long long>(wait.wait_us));
}

PyObject* async_permit_enter(PyObject* self, PyObject*) { return async_take(self); }

PyObject* async_permit_await(PyObject* self) {
  if (as_permit(self)->hot != nullptr) return Py_NewRef(self);  // `async with` awaits what __aenter__ and __aexit__ returned
  Owned taken(async_take(self));
  if (!taken || taken.get() == self) return taken.release();
  return PyObject_CallMethod(taken.get(), "__await__", nullptr);
}

PySendResult async_permit_send(PyObject* self, PyObject*, PyObject** result) {
  *result = Py_NewRef(is_out(as_permit(self)) ? self : Py_None);
  return PYGEN_RETURN;
}

PyObject* async_permit_next(PyObject* self) {
  if (is_out(as_permit(self))) PyErr_SetObject(PyExc_StopIteration, self);
  return nullptr;
}

PyObject* async_permit_exit(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  Owned done(permit_exit(self, args, count));
  return done ? Py_NewRef(self) : nullptr;
}

// Takes over what another permit holds, after a wait.
PyObject* async_permit_adopt(PyObject* self, PyObject* other) {
  if (!PyObject_TypeCheck(other, permit_type) || as_permit(self)->hot != nullptr) {
    PyErr_SetString(PyExc_TypeError, "_adopt takes a Permit, once");
    return nullptr;
  }
  Permit* permit = as_permit(self);
  permit->hot = as_permit(other)->hot;
  permit->hot->retain();
  permit->pass = use_up(as_permit(other));
  return Py_NewRef(self);
}

template <typename Function>
PyCFunction method(Function function) noexcept {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyMethodDef permit_methods[] = {
    {"success", permit_success, METH_NOARGS, "success()\n--\n\nReport that the call did what it should. A second report is ignored."},
    {"failure", method(permit_failure), METH_VARARGS | METH_KEYWORDS,
     "failure(cause=None, retry_after=None)\n--\n\nReport a failure.\n\n`cause` is a short text or the exception; `retry_after` is when "
     "the "
     "upstream wants to be called again, in seconds or as a timedelta."},
    {"timeout", permit_timeout, METH_NOARGS, "timeout()\n--\n\nReport that a deadline passed; counts as a failure."},
    {"cancelled", permit_cancelled, METH_NOARGS, "cancelled()\n--\n\nReport that the caller gave up; a dropped permit does so by itself."},
    {"neutral", permit_neutral, METH_NOARGS, "neutral()\n--\n\nGive the permit back; nothing is counted."},
    {"__enter__", permit_enter, METH_NOARGS, nullptr},
    {"__exit__", method(permit_exit), METH_FASTCALL, nullptr},
    {"_conclude", method(permit_conclude), METH_FASTCALL, "Judge and report; (token, wait_us) where another attempt may start, else None."},
    {nullptr, nullptr, 0, nullptr}};

PyMethodDef async_permit_methods[] = {{"__aenter__", async_permit_enter, METH_NOARGS, nullptr},
                                      {"__aexit__", method(async_permit_exit), METH_FASTCALL, nullptr},
                                      {"_adopt", async_permit_adopt, METH_O, "Take over another permit."},
                                      {nullptr, nullptr, 0, nullptr}};

PyType_Slot permit_slots[] = {{Py_tp_doc, const_cast<char*>("Leave to make one call; report how it ended, once.")},
                              {Py_tp_dealloc, reinterpret_cast<void*>(permit_dealloc)},
                              {Py_tp_methods, permit_methods},
                              {0, nullptr}};

PyType_Slot async_permit_slots[] = {{Py_tp_doc, const_cast<char*>("A permit for `async with` and `await`.")},
                                    {Py_tp_methods, async_permit_methods},
                                    {Py_tp_iter, reinterpret_cast<void*>(PyObject_SelfIter)},
                                    {Py_tp_iternext, reinterpret_cast<void*>(async_permit_next)},
                                    {Py_am_await, reinterpret_cast<void*>(async_permit_await)},
                                    {Py_am_send, reinterpret_cast<void*>(async_permit_send)},
                                    {0, nullptr}};

constexpr unsigned int kFlags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION;
PyType_Spec permit_spec = {"backstay._native.Permit", sizeof(Permit), 0, kFlags | Py_TPFLAGS_BASETYPE, permit_slots};
PyType_Spec async_permit_spec = {"backstay._native.AsyncPermit", sizeof(Permit), 0, kFlags, async_permit_slots};

}  // namespace

PyObject* enter_permit(Guard* guard) noexcept {
  Permit* permit = make_permit(permit_type, guard);
  if (permit == nullptr) return nullptr;
  Wait wait;
  const Entry entry = take(permit, wait);
  if (entry == Entry::entered) [[likely]]
    return reinterpret_cast<PyObject*>(permit);
  Py_DECREF(reinterpret_cast<PyObject*>(permit));
  if (entry == Entry::refused) return nullptr;
  return PyObject_CallFunction(hooks.wait_enter, "OLL", guard, static_cast<long long>(wait.ticket), static_cast<long long>(wait.wait_us));
}

PyObject* enter_permit_again(Guard* guard, PyObject* ticket) noexcept {
  const long long number = PyLong_AsLongLong(ticket);
  if (number == -1 && PyErr_Occurred() != nullptr) return nullptr;
  HotPolicy* hot = hot_policy(guard);
  Permit* permit = hot == nullptr ? nullptr : make_permit(permit_type, guard);
  if (permit == nullptr) return nullptr;
  Wait wait;
  const Entry entry = hot->cross(permit->pass, wait, number);
  if (entry == Entry::entered) {
    hot->retain();
    permit->hot = hot;
    return reinterpret_cast<PyObject*>(permit);
  }
  permit->pass.token = 0;
  Py_DECREF(reinterpret_cast<PyObject*>(permit));
  if (entry == Entry::refused) return nullptr;
  return Py_BuildValue("LL", static_cast<long long>(wait.ticket), static_cast<long long>(wait.wait_us));
}

PyObject* make_async_permit(Guard* guard) noexcept { return reinterpret_cast<PyObject*>(make_permit(async_permit_type, guard)); }

bool define_permit(PyObject* module) noexcept {
  permit_type = make_type(module, &permit_spec);
  if (permit_type == nullptr) return false;
  async_permit_type = make_type(module, &async_permit_spec, permit_type);
  return async_permit_type != nullptr;
}

}  // namespace backstay::python
