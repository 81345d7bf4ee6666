#include "permit.hpp"

#include "cut.hpp"
#include "permit_object.hpp"
#include "turn.hpp"

namespace backstay::python {

PyTypeObject* permit_type = nullptr;

Permit* make_permit(PyTypeObject* type, Guard* guard, int64_t cost) noexcept {
  auto* permit = PyObject_New(Permit, type);
  if (permit == nullptr) return nullptr;
  permit->guard = reinterpret_cast<Guard*>(Py_NewRef(reinterpret_cast<PyObject*>(guard)));
  permit->hot = nullptr;
  permit->pass = Pass{};
  permit->cost = cost;
  permit->deadline = permit->value = permit->in_force = permit->cut = nullptr;
  permit->cuts = false;
  return permit;
}

Pass use_up(Permit* permit) noexcept {
  const Pass pass = permit->pass;
  permit->pass.token = 0;
  return pass;
}

void hold(Permit* permit, HotPolicy* hot, const Pass& pass) noexcept {
  hot->retain();
  permit->hot = hot;
  permit->pass = pass;
}

bool begin_block(Permit* permit) noexcept {
  if (permit->pass.deadline_ns == BACKSTAY_UNKNOWN || permit->in_force != nullptr || !is_out(permit)) return true;
  if (permit->deadline == nullptr) {
    permit->deadline = make_deadline(permit->hot->source(), permit->pass.deadline_ns);
    if (permit->deadline == nullptr) return false;
    permit->value = Py_NewRef(permit->deadline);
  }
  const bool cut = permit->cuts && permit->cut == nullptr && needs_cut(*permit->hot, permit->pass.deadline_ns);
  permit->in_force = put_in_force(permit->value);
  return permit->in_force != nullptr && (!cut || start_cut(*permit->hot, permit->deadline, &permit->cut));
}

namespace {

void take_block_back(Permit* permit) noexcept {
  if (permit->in_force == nullptr) return;
  PendingError pending;
  take_back(std::exchange(permit->in_force, nullptr), &permit->value);
}

// The end of a block that was cut: always false, with the TimeoutError pending.
bool conclude_cut(Permit* permit, PyObject* exception, PyObject* instead) noexcept {
  if (is_out(permit) && !conclude_block(permit->guard, permit->hot, use_up(permit), instead)) return false;
  raise_cut(instead, exception);
  return false;
}

}  // namespace

bool leave_block(Permit* permit, PyObject* exception) noexcept {
  take_block_back(permit);
  Owned instead;
  if (!stop_cut(&permit->cut, exception, instead)) return false;
  if (instead) return conclude_cut(permit, exception, instead.get());
  if (!is_out(permit)) return true;
  const Pass pass = use_up(permit);
  if (exception != Py_None) return conclude_block(permit->guard, permit->hot, pass, exception);
  return permit->hot->succeed_quietly(pass) || permit->hot->report_last(pass, BACKSTAY_OUTCOME_SUCCESS);
}

namespace {

// Reports an outcome that needs no judging; a second report is ignored.
PyObject* report(Permit* permit, int64_t outcome, int64_t retry_after_ns) noexcept {
  if (is_out(permit)) {
    const Pass pass = use_up(permit);
    if (outcome == BACKSTAY_OUTCOME_SUCCESS && permit->hot->succeed_quietly(pass)) Py_RETURN_NONE;
    if (!permit->hot->report_last(pass, outcome, retry_after_ns)) return nullptr;
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
  static const char* names[] = {"cause", "retry_after", "permanent", nullptr};
  PyObject* cause = nullptr;
  PyObject* seconds = nullptr;
  int permanent = 0;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "|OOp:failure", const_cast<char**>(names), &cause, &seconds, &permanent)) return nullptr;
  int64_t wait_ns = BACKSTAY_UNKNOWN;
  if (!retry_after_ns(seconds, wait_ns)) return nullptr;
  if (is_out(as_permit(self)) && !note_cause(as_permit(self), cause)) return nullptr;
  return report(as_permit(self), permanent != 0 ? BACKSTAY_OUTCOME_PERMANENT : BACKSTAY_OUTCOME_FAILURE, wait_ns);
}

// Seconds until the call must have ended, by the policy's deadline or by the one in force around it.
PyObject* permit_time_left(PyObject* self, PyObject*) {
  const Permit* permit = as_permit(self);
  if (permit->hot == nullptr || permit->pass.deadline_ns == BACKSTAY_UNKNOWN) Py_RETURN_NONE;
  const int64_t left_ns = permit->pass.deadline_ns - permit->hot->now();
  return PyFloat_FromDouble(left_ns > 0 ? static_cast<double>(left_ns) / 1e9 : 0.0);
}

PyObject* permit_enter(PyObject* self, PyObject*) { return begin_block(as_permit(self)) ? Py_NewRef(self) : nullptr; }

PyObject* permit_exit(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  if (count != 3) {
    PyErr_SetString(PyExc_TypeError, "__exit__ takes three arguments");
    return nullptr;
  }
  if (!leave_block(as_permit(self), args[1])) return nullptr;
  Py_RETURN_NONE;
}

// Between the steps of a generator its deadline is not in force for its consumer, who is not cut either.
PyObject* permit_suspend(PyObject* self, PyObject*) {
  take_block_back(as_permit(self));
  Owned instead;
  if (!stop_cut(&as_permit(self)->cut, nullptr, instead)) return nullptr;
  Py_RETURN_NONE;
}

PyObject* permit_resume(PyObject* self, PyObject*) {
  if (!begin_block(as_permit(self))) return nullptr;
  Py_RETURN_NONE;
}

PyObject* permit_get_timed(PyObject* self, void*) { return PyBool_FromLong(as_permit(self)->pass.deadline_ns != BACKSTAY_UNKNOWN); }

void permit_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  Permit* permit = as_permit(self);
  if (is_out(permit) || permit->cut != nullptr) {
    PendingError pending;
    Owned instead;
    if (!stop_cut(&permit->cut, nullptr, instead)) PyErr_WriteUnraisable(nullptr);
    if (is_out(permit) && !permit->hot->report_last(use_up(permit), BACKSTAY_OUTCOME_CANCELLED)) PyErr_WriteUnraisable(nullptr);
  }
  Py_XDECREF(permit->deadline);
  Py_XDECREF(permit->value);
  Py_XDECREF(permit->in_force);
  if (permit->hot != nullptr) permit->hot->release();
  Py_DECREF(reinterpret_cast<PyObject*>(permit->guard));
  type->tp_free(self);
  Py_DECREF(type);
}

template <typename Function>
PyCFunction method(Function function) noexcept {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyMethodDef permit_methods[] = {
    {"success", permit_success, METH_NOARGS, "success()\n--\n\nReport that the call did what it should. A second report is ignored."},
    {"failure", method(permit_failure), METH_VARARGS | METH_KEYWORDS,
     "failure(cause=None, retry_after=None, permanent=False)\n--\n\nReport a failure.\n\n`cause` is a short text or the exception; "
     "`retry_after` is when the upstream wants to be called again, in seconds or as a timedelta; `permanent`: another attempt would not "
     "help."},
    {"timeout", permit_timeout, METH_NOARGS, "timeout()\n--\n\nReport that a deadline passed; counts as a failure."},
    {"cancelled", permit_cancelled, METH_NOARGS, "cancelled()\n--\n\nReport that the caller gave up; a dropped permit does so by itself."},
    {"neutral", permit_neutral, METH_NOARGS, "neutral()\n--\n\nGive the permit back; nothing is counted."},
    {"time_left", permit_time_left, METH_NOARGS,
     "time_left()\n--\n\nReturn the seconds until the call must have ended, 0.0 when that has passed, None without a deadline."},
    {"__enter__", permit_enter, METH_NOARGS, nullptr},
    {"__exit__", method(permit_exit), METH_FASTCALL, nullptr},
    {"_suspend", permit_suspend, METH_NOARGS, "Leave the block for a while: its deadline is not in force."},
    {"_resume", permit_resume, METH_NOARGS, "Come back to the block."},
    {nullptr, nullptr, 0, nullptr}};

PyGetSetDef permit_attributes[] = {{"_timed", permit_get_timed, nullptr, "Whether there is a deadline.", nullptr},
                                   {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyType_Slot permit_slots[] = {{Py_tp_doc, const_cast<char*>("Leave to make one call; report how it ended, once.")},
                              {Py_tp_dealloc, reinterpret_cast<void*>(permit_dealloc)},
                              {Py_tp_methods, permit_methods},
                              {Py_tp_getset, permit_attributes},
                              {0, nullptr}};

PyType_Spec permit_spec = {"backstay._native.Permit", sizeof(Permit), 0,
                           Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_BASETYPE, permit_slots};

}  // namespace

PyObject* enter_permit(Guard* guard, int64_t cost) noexcept {
  HotPolicy* hot = hot_policy(guard);
  if (hot == nullptr) return nullptr;
  Pass pass;
  Wait wait;
  const Entry entry = hot->enter(pass, wait, cost);
  if (entry == Entry::refused) return nullptr;
  hot->retain();
  Permit* permit = nullptr;
  if (entry == Entry::entered || wait_for_turn(hot, wait, false, pass)) {
    permit = make_permit(permit_type, guard, cost);
    if (permit != nullptr) {
      hold(permit, hot, pass);
    } else {
      hot->report_last(pass, BACKSTAY_OUTCOME_CANCELLED);
    }
  }
  hot->release();
  return reinterpret_cast<PyObject*>(permit);
}

bool define_permit(PyObject* module) noexcept {
  permit_type = make_type(module, &permit_spec);
  return permit_type != nullptr && define_async_permit(module);
}

}  // namespace backstay::python
