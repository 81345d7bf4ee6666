#include "hooks.hpp"
#include "permit_object.hpp"
#include "turn.hpp"

namespace backstay::python {

namespace {

PyTypeObject* async_permit_type = nullptr;

// Taking and reporting never wait unless the policy says so, so the awaitables of this type are complete at once: the permit is its
// own finished iterator.

// Takes the permit: self, or the coroutine that waits for it.
PyObject* async_take(PyObject* self) noexcept {
  Permit* permit = as_permit(self);
  if (permit->hot != nullptr) {
    PyErr_SetString(PyExc_RuntimeError, "this permit was entered before; call enter_async() for each block");
    return nullptr;
  }
  HotPolicy* hot = hot_policy(permit->guard);
  if (hot == nullptr) return nullptr;
  Pass pass;
  Wait wait;
  switch (hot->enter(pass, wait, permit->cost)) {
    case Entry::entered:
      hold(permit, hot, pass);
      return !permit->cuts || begin_block(permit) ? Py_NewRef(self) : nullptr;
    case Entry::refused:
      return nullptr;
    case Entry::waiting:
      break;
  }
  Owned turn(make_turn(hot, wait, false));
  return turn ? PyObject_CallFunctionObjArgs(hooks.enter_async, self, turn.get(), nullptr) : nullptr;
}

PyObject* async_permit_enter(PyObject* self, PyObject*) {
  as_permit(self)->cuts = true;
  return async_take(self);
}

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
  if (count != 3) {
    PyErr_SetString(PyExc_TypeError, "__aexit__ takes three arguments");
    return nullptr;
  }
  return leave_block(as_permit(self), args[1]) ? Py_NewRef(self) : nullptr;
}

// Takes over what a turn got, after a wait.
PyObject* async_permit_take(PyObject* self, PyObject* turn) {
  Permit* permit = as_permit(self);
  const Pass pass = take_pass(turn);
  if (permit->hot != nullptr) {
    turn_policy(turn)->report_last(pass, BACKSTAY_OUTCOME_CANCELLED);
    PyErr_SetString(PyExc_RuntimeError, "this permit was entered before");
    return nullptr;
  }
  hold(permit, turn_policy(turn), pass);
  return !permit->cuts || begin_block(permit) ? Py_NewRef(self) : nullptr;
}

PyMethodDef async_permit_methods[] = {
    {"__aenter__", async_permit_enter, METH_NOARGS, nullptr},
    {"__aexit__", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(async_permit_exit)), METH_FASTCALL, nullptr},
    {"_take", async_permit_take, METH_O, "Take over what a turn got."},
    {nullptr, nullptr, 0, nullptr}};

PyType_Slot async_permit_slots[] = {{Py_tp_doc, const_cast<char*>("A permit for `async with` and `await`.")},
                                    {Py_tp_methods, async_permit_methods},
                                    {Py_tp_iter, reinterpret_cast<void*>(PyObject_SelfIter)},
                                    {Py_tp_iternext, reinterpret_cast<void*>(async_permit_next)},
                                    {Py_am_await, reinterpret_cast<void*>(async_permit_await)},
                                    {Py_am_send, reinterpret_cast<void*>(async_permit_send)},
                                    {0, nullptr}};

PyType_Spec async_permit_spec = {"backstay._native.AsyncPermit", sizeof(Permit), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
                                 async_permit_slots};

}  // namespace

PyObject* make_async_permit(Guard* guard, int64_t cost) noexcept {
  return reinterpret_cast<PyObject*>(make_permit(async_permit_type, guard, cost));
}

bool define_async_permit(PyObject* module) noexcept {
  async_permit_type = make_type(module, &async_permit_spec, permit_type);
  return async_permit_type != nullptr;
}

}  // namespace backstay::python
