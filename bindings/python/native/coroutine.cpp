#include "coroutine.hpp"

#include <cstddef>

#include "coroutine_object.hpp"

namespace backstay::python {

namespace {

PyTypeObject* coroutine_type = nullptr;
PyObject* name_close = nullptr;
PyObject* name_throw = nullptr;

// Refuses what a coroutine refuses: to be entered twice at once, and to be awaited again.
bool may_go_on(const Coroutine* self) noexcept {
  if (self->busy) {
    PyErr_SetString(PyExc_ValueError, "coroutine already executing");
  } else if (self->stage == Stage::finished) {
    PyErr_SetString(PyExc_RuntimeError, "cannot reuse already awaited coroutine");
  } else {
    return true;
  }
  return false;
}

PySendResult coroutine_am_send(PyObject* object, PyObject* argument, PyObject** result) {
  Coroutine* self = as_coroutine(object);
  *result = nullptr;
  bool begun = true;
  if (self->busy || self->stage == Stage::fresh || self->stage == Stage::finished) [[unlikely]] {
    if (!may_go_on(self)) return PYGEN_ERROR;
    if (argument != Py_None) {
      PyErr_SetString(PyExc_TypeError, "can't send non-None value to a just-started coroutine");
      return PYGEN_ERROR;
    }
    self->busy = true;
    begun = begin(self);
  }
  self->busy = true;
  const PySendResult how = begun ? play(self, argument, result) : play_on(self, PYGEN_ERROR, result);
  self->busy = false;
  return how;
}

// The iterator protocol's way to say "returned this value".
void set_stop_iteration(PyObject* value) noexcept {
  if (value == Py_None) {
    PyErr_SetNone(PyExc_StopIteration);
    return;
  }
  // Built by hand, because PyErr_SetObject would unpack a tuple and raise an exception that is the value.
  Owned stop(PyObject_CallOneArg(PyExc_StopIteration, value));
  if (stop) PyErr_SetObject(PyExc_StopIteration, stop.get());
}

PyObject* coroutine_send(PyObject* object, PyObject* argument) {
  PyObject* result = nullptr;
  const PySendResult how = coroutine_am_send(object, argument, &result);
  if (how != PYGEN_RETURN) return result;
  Owned value(result);
  set_stop_iteration(value.get());
  return nullptr;
}

PyObject* coroutine_next(PyObject* object) {
  PyObject* result = nullptr;
  const PySendResult how = coroutine_am_send(object, Py_None, &result);
  if (how != PYGEN_RETURN) return result;
  Owned value(result);
  if (value.get() != Py_None) set_stop_iteration(value.get());
  return nullptr;
}

// Ends after throw(): StopIteration of the inner one is a result.
PyObject* end_thrown(Coroutine* self, PyObject* yielded) noexcept {
  if (yielded != nullptr) return yielded;
  PyObject* result = nullptr;
  PySendResult how = PYGEN_ERROR;
  if (PyErr_ExceptionMatches(PyExc_StopIteration)) {
    PendingError stop;
    result = PyObject_GetAttrString(stop.exception(), "value");
    stop.drop();
    how = result != nullptr ? PYGEN_RETURN : PYGEN_ERROR;
  }
  how = play_on(self, how, &result);
  if (how != PYGEN_RETURN) return result;
  Owned value(result);
  set_stop_iteration(value.get());
  return nullptr;
}

// Raises what throw(exception) or throw(type, value, traceback) was given; always null.
PyObject* raise_thrown(PyObject* const* args, Py_ssize_t count) noexcept {
  if (PyExceptionInstance_Check(args[0])) {
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(args[0])), args[0]);
  } else {
    PyErr_SetObject(args[0], count > 1 ? args[1] : nullptr);
  }
  return nullptr;
}

PyObject* throw_into(PyObject* inner, PyObject* const* args, Py_ssize_t count) noexcept {
  if (!PyObject_HasAttr(inner, name_throw)) return raise_thrown(args, count);
  PyObject* stack[4] = {inner, nullptr, nullptr, nullptr};
  for (Py_ssize_t i = 0; i < count; ++i) stack[i + 1] = args[i];
  return PyObject_VectorcallMethod(name_throw, stack, static_cast<std::size_t>(count + 1), nullptr);
}

PyObject* coroutine_throw(PyObject* object, PyObject* const* args, Py_ssize_t count) {
  Coroutine* self = as_coroutine(object);
  if (count < 1 || count > 3) {
    PyErr_SetString(PyExc_TypeError, "throw() takes the exception to raise");
    return nullptr;
  }
  if (!may_go_on(self)) return nullptr;
  self->busy = true;
  PyObject* yielded = nullptr;
  if (self->stage == Stage::fresh) {  // no permit was taken
    yielded = self->prepared != nullptr ? throw_into(self->prepared, args, count) : raise_thrown(args, count);
    settle(self);
  } else {
    {
      Step step(self);
      yielded = throw_into(self->inner, args, count);
    }
    yielded = end_thrown(self, yielded);
  }
  self->busy = false;
  return yielded;
}

// Closes what was begun. False: it raised, which is pending.
bool close_inner(Coroutine* self) noexcept {
  PyObject* const inner = self->stage == Stage::fresh ? self->prepared : self->inner;
  if (inner == nullptr || !PyObject_HasAttr(inner, name_close)) return true;
  Step step(self);
  Owned closed(PyObject_CallMethodNoArgs(inner, name_close));
  return static_cast<bool>(closed);
}

PyObject* coroutine_close(PyObject* object, PyObject*) {
  Coroutine* self = as_coroutine(object);
  if (self->stage == Stage::finished) Py_RETURN_NONE;
  if (!may_go_on(self)) return nullptr;
  self->busy = true;
  bool closed = close_inner(self);
  if (closed) {
    closed = give_up(self);
  } else if (self->stage == Stage::running) {
    PendingError raised;
    const Pass pass = std::exchange(self->pass, Pass{});
    conclude_block(self->guard, self->hot, pass, raised.exception());
  }
  settle(self);
  self->busy = false;
  if (!closed) return nullptr;
  Py_RETURN_NONE;
}

PyObject* coroutine_await(PyObject* object) { return Py_NewRef(object); }

// cr_frame, cr_code, __name__ and the like are those of the guarded coroutine.
PyObject* coroutine_getattro(PyObject* object, PyObject* name) {
  PyObject* found = PyObject_GenericGetAttr(object, name);
  if (found != nullptr || !PyErr_ExceptionMatches(PyExc_AttributeError)) return found;
  Coroutine* self = as_coroutine(object);
  PyObject* behind = self->prepared != nullptr ? self->prepared : self->stage == Stage::running ? self->inner : self->function;
  if (behind == nullptr) return nullptr;
  PyErr_Clear();
  return PyObject_GetAttr(behind, name);
}

PyObject* coroutine_repr(PyObject* object) {
  Owned name(PyObject_GetAttrString(as_coroutine(object)->function, "__qualname__"));
  if (!name) PyErr_Clear();
  return PyUnicode_FromFormat("<guarded coroutine %V at %p>", name.get(), "call", object);
}

int coroutine_traverse(PyObject* object, visitproc visit, void* arg) {
  Coroutine* self = as_coroutine(object);
  Py_VISIT(Py_TYPE(object));
  Py_VISIT(reinterpret_cast<PyObject*>(self->guard));
  Py_VISIT(self->function);
  Py_VISIT(self->prepared);
  Py_VISIT(self->inner);
  Py_VISIT(self->handled);
  Py_VISIT(self->cut);
  Py_VISIT(self->kwnames);
  for (Py_ssize_t i = 0; i < Py_SIZE(object); ++i) Py_VISIT(self->arguments[i]);
  return 0;
}

// A cycle is broken at what is driven; everything else falls with the object itself.
int coroutine_clear(PyObject* object) {
  Coroutine* self = as_coroutine(object);
  if (self->busy) return 0;
  Py_CLEAR(self->prepared);
  Py_CLEAR(self->handled);
  if (self->stage == Stage::running || self->stage == Stage::falling_back) Py_CLEAR(self->inner);
  return 0;
}

void coroutine_dealloc(PyObject* object) {
  Coroutine* self = as_coroutine(object);
  PyTypeObject* type = Py_TYPE(object);
  PyObject_GC_UnTrack(object);
  if (self->weak_references != nullptr) PyObject_ClearWeakRefs(object);
  {
    PendingError pending;
    if (!give_up(self)) PyErr_WriteUnraisable(nullptr);
    settle(self);
  }
  for (Py_ssize_t i = 0; i < Py_SIZE(object); ++i) Py_XDECREF(self->arguments[i]);
  Py_XDECREF(self->kwnames);
  Py_XDECREF(self->function);
  Py_DECREF(reinterpret_cast<PyObject*>(self->guard));
  PyObject_GC_Del(object);
  Py_DECREF(type);
}

PyMethodDef coroutine_methods[] = {
    {"send", coroutine_send, METH_O, "Go on with a value."},
    {"throw", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(coroutine_throw)), METH_FASTCALL, "Go on with an exception."},
    {"close", coroutine_close, METH_NOARGS, "End it; a call in flight counts as cancelled."},
    {nullptr, nullptr, 0, nullptr}};

PyMemberDef coroutine_members[] = {{"__weaklistoffset__", T_PYSSIZET, offsetof(Coroutine, weak_references), READONLY, nullptr},
                                   {nullptr, 0, 0, 0, nullptr}};

PyType_Slot coroutine_slots[] = {{Py_tp_doc, const_cast<char*>("A call of a guarded coroutine function; await it once.")},
                                 {Py_tp_traverse, reinterpret_cast<void*>(coroutine_traverse)},
                                 {Py_tp_clear, reinterpret_cast<void*>(coroutine_clear)},
                                 {Py_tp_dealloc, reinterpret_cast<void*>(coroutine_dealloc)},
                                 {Py_tp_getattro, reinterpret_cast<void*>(coroutine_getattro)},
                                 {Py_tp_repr, reinterpret_cast<void*>(coroutine_repr)},
                                 {Py_tp_iternext, reinterpret_cast<void*>(coroutine_next)},
                                 {Py_tp_methods, coroutine_methods},
                                 {Py_tp_members, coroutine_members},
                                 {Py_am_await, reinterpret_cast<void*>(coroutine_await)},
                                 {Py_am_send, reinterpret_cast<void*>(coroutine_am_send)},
                                 {0, nullptr}};

PyType_Spec coroutine_spec = {"backstay._native.GuardedCoroutine", static_cast<int>(offsetof(Coroutine, arguments)),
                              static_cast<int>(sizeof(PyObject*)),
                              Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, coroutine_slots};

}  // namespace

PyObject* make_coroutine(Guard* guard, PyObject* function, PyObject* prepared, PyObject* const* args, std::size_t count,
                         PyObject* kwnames) noexcept {
  const Py_ssize_t named = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  const Py_ssize_t total = static_cast<Py_ssize_t>(count) + named;
  auto* self = PyObject_GC_NewVar(Coroutine, coroutine_type, total);
  if (self == nullptr) {
    Py_XDECREF(prepared);
    return nullptr;
  }
  self->guard = reinterpret_cast<Guard*>(Py_NewRef(reinterpret_cast<PyObject*>(guard)));
  self->hot = nullptr;
  self->function = Py_NewRef(function);
  self->prepared = prepared;
  self->inner = self->turn = self->handled = self->deadline = self->value = self->cut = nullptr;
  self->kwnames = Py_XNewRef(kwnames);
  self->weak_references = nullptr;
  self->pass = Pass{};
  self->stage = Stage::fresh;
  self->busy = self->cut_due = false;
  for (Py_ssize_t i = 0; i < total; ++i) self->arguments[i] = Py_NewRef(args[i]);
  PyObject_GC_Track(reinterpret_cast<PyObject*>(self));
  return reinterpret_cast<PyObject*>(self);
}

bool define_coroutine(PyObject* module) noexcept {
  name_close = PyUnicode_InternFromString("close");
  name_throw = PyUnicode_InternFromString("throw");
  if (name_close == nullptr || name_throw == nullptr || !prepare_play()) return false;
  coroutine_type = make_type(module, &coroutine_spec);
  return coroutine_type != nullptr;
}

}  // namespace backstay::python
