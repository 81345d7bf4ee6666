#include "guard.hpp"

#include <cstddef>

#include "call.hpp"
#include "coroutine.hpp"
#include "handles.hpp"
#include "permit.hpp"

namespace backstay::python {

PyTypeObject* guard_type = nullptr;

namespace {

Guard* as_guard(PyObject* object) noexcept { return reinterpret_cast<Guard*>(object); }

void let_go(Guard* guard) noexcept {
  if (guard->hot != nullptr) std::exchange(guard->hot, nullptr)->release();
  Py_CLEAR(guard->handle);
}

int guard_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_guard(self)->handle);
  return as_guard(self)->classifier.traverse(visit, arg);
}

int guard_clear(PyObject* self) {
  let_go(as_guard(self));
  as_guard(self)->classifier.clear();
  return 0;
}

void guard_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  if (as_guard(self)->weak_references != nullptr) PyObject_ClearWeakRefs(self);
  guard_clear(self);
  type->tp_free(self);
  Py_DECREF(type);
}

PyObject* guard_bind(PyObject* self, PyObject* object) {
  HotPolicy* hot = handle_policy(object);
  if (hot == nullptr) return nullptr;
  hot->retain();
  let_go(as_guard(self));
  as_guard(self)->hot = hot;
  as_guard(self)->handle = Py_NewRef(object);
  Py_RETURN_NONE;
}

PyObject* guard_unbind(PyObject* self, PyObject*) {
  let_go(as_guard(self));
  Py_RETURN_NONE;
}

PyObject* guard_classify(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  if (count != 5) {
    PyErr_SetString(PyExc_TypeError, "_classify takes five arguments");
    return nullptr;
  }
  as_guard(self)->classifier.assign(args);
  Py_RETURN_NONE;
}

PyObject* guard_enter(PyObject* self, PyObject*) { return enter_permit(as_guard(self)); }

PyObject* guard_enter_async(PyObject* self, PyObject*) { return make_async_permit(as_guard(self)); }

PyObject* guard_enter_again(PyObject* self, PyObject* ticket) { return enter_permit_again(as_guard(self), ticket); }

PyObject* guard_call(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* kwnames) {
  if (count < 1) {
    PyErr_SetString(PyExc_TypeError, "call() needs the function to call");
    return nullptr;
  }
  return guarded_call(as_guard(self), args[0], args + 1, static_cast<std::size_t>(count - 1), kwnames);
}

PyObject* guard_call_async(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* kwnames) {
  if (count < 1) {
    PyErr_SetString(PyExc_TypeError, "call_async() needs the function to call");
    return nullptr;
  }
  return make_coroutine(as_guard(self), args[0], nullptr, args + 1, static_cast<std::size_t>(count - 1), kwnames);
}

PyObject* guard_leave(PyObject* self, PyObject* ticket) {
  HotPolicy* hot = hot_policy(as_guard(self));
  const long long number = PyLong_AsLongLong(ticket);
  if (hot == nullptr || PyErr_Occurred() != nullptr) return nullptr;
  return PyLong_FromLongLong(backstay_policy_leave(hot->get(), number));
}

PyObject* guard_get_handle(PyObject* self, void*) {
  if (hot_policy(as_guard(self)) == nullptr) return nullptr;
  return Py_NewRef(as_guard(self)->handle);
}

PyObject* guard_get_bound(PyObject* self, void*) { return PyBool_FromLong(as_guard(self)->hot != nullptr); }

template <typename Function>
PyCFunction method(Function function) noexcept {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyMethodDef guard_methods[] = {
    {"enter", guard_enter, METH_NOARGS,
     "enter()\n--\n\nTake a permit now; a context manager that reports how its block ended.\n\nRaises RejectedError where no call may "
     "pass."},
    {"enter_async", guard_enter_async, METH_NOARGS,
     "enter_async()\n--\n\nThe same for `async with` and `await`; the permit is taken there."},
    {"call", method(guard_call), METH_FASTCALL | METH_KEYWORDS, "Call function(*args, **kwargs) under the guard and return its result."},
    {"call_async", method(guard_call_async), METH_FASTCALL | METH_KEYWORDS,
     "Return an awaitable that enters, awaits function(*args, **kwargs) and reports; the function is called at the await."},
    {"_bind", guard_bind, METH_O, "Point the guard to a Handle."},
    {"_unbind", guard_unbind, METH_NOARGS, "Forget the Handle; the next use calls _resolve()."},
    {"_classify", method(guard_classify), METH_FASTCALL, "Set failures, failure_test, ignored, ignored_test, result_test."},
    {"_enter_again", guard_enter_again, METH_O, "Enter with a ticket: a Permit, or (ticket, wait_us)."},
    {"_leave", guard_leave, METH_O, "Give a ticket up."},
    {nullptr, nullptr, 0, nullptr}};

PyGetSetDef guard_attributes[] = {{"_handle", guard_get_handle, nullptr, "The Handle, resolved where necessary.", nullptr},
                                  {"_bound", guard_get_bound, nullptr, "Whether there is a Handle.", nullptr},
                                  {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyMemberDef guard_members[] = {{"__weaklistoffset__", T_PYSSIZET, offsetof(Guard, weak_references), READONLY, nullptr},
                               {nullptr, 0, 0, 0, nullptr}};

PyType_Slot guard_slots[] = {{Py_tp_doc, const_cast<char*>("The native half of a policy.")},
                             {Py_tp_traverse, reinterpret_cast<void*>(guard_traverse)},
                             {Py_tp_clear, reinterpret_cast<void*>(guard_clear)},
                             {Py_tp_dealloc, reinterpret_cast<void*>(guard_dealloc)},
                             {Py_tp_methods, guard_methods},
                             {Py_tp_getset, guard_attributes},
                             {Py_tp_members, guard_members},
                             {0, nullptr}};

PyType_Spec guard_spec = {"backstay._native.Guard", sizeof(Guard), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,
                          guard_slots};

}  // namespace

HotPolicy* resolve(Guard* guard) noexcept {
  Owned done(PyObject_CallMethod(reinterpret_cast<PyObject*>(guard), "_resolve", nullptr));
  if (!done) return nullptr;
  if (guard->hot == nullptr) PyErr_SetString(PyExc_RuntimeError, "the policy could not be resolved");
  return guard->hot;
}

bool define_guard(PyObject* module) noexcept {
  guard_type = make_type(module, &guard_spec);
  return guard_type != nullptr;
}

}  // namespace backstay::python
