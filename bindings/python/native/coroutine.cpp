#include "coroutine.hpp"

#include <cstddef>

#include "call.hpp"
#include "hooks.hpp"

namespace backstay::python {

namespace {

enum class Stage : char {
  fresh,
  running,    // the permit is out, `inner` is driven
  delegated,  // the policy answered `wait` or `again`: `inner` is a Python coroutine that plays the rest
  finished
};

struct Coroutine {
  PyObject_VAR_HEAD Guard* guard;
  HotPolicy* hot;  // while running
  PyObject* function;
  PyObject* inner;  // what is driven; null before a deferred call and when finished
  PyObject* kwnames;
  PyObject* weak_references;
  Pass pass;
  Stage stage;
  bool busy;  // inside send, throw or close
  PyObject* arguments[1];
};

PyTypeObject* coroutine_type = nullptr;
PyObject* name_close = nullptr;
PyObject* name_throw = nullptr;

Coroutine* as_coroutine(PyObject* object) noexcept { return reinterpret_cast<Coroutine*>(object); }

std::size_t positional_count(const Coroutine* self) noexcept {
  const Py_ssize_t named = self->kwnames == nullptr ? 0 : PyTuple_GET_SIZE(self->kwnames);
  return static_cast<std::size_t>(Py_SIZE(self) - named);
}

void settle(Coroutine* self) noexcept {
  self->stage = Stage::finished;
  self->pass.token = 0;
  if (self->hot != nullptr) std::exchange(self->hot, nullptr)->release();
  Py_CLEAR(self->inner);
}

// The iterator that drives an awaitable; steals it. Null: it is none.
PyObject* driver_of(PyObject* awaitable) noexcept {
  if (awaitable == nullptr || PyCoro_CheckExact(awaitable)) return awaitable;
  Owned owned(awaitable);
  if (PyGen_CheckExact(awaitable)) {
    Owned code(PyObject_GetAttrString(awaitable, "gi_code"));
    if (code && (reinterpret_cast<PyCodeObject*>(code.get())->co_flags & CO_ITERABLE_COROUTINE) != 0) return owned.release();
    PyErr_Clear();
  }
  const PyAsyncMethods* slots = Py_TYPE(awaitable)->tp_as_async;
  if (slots == nullptr || slots->am_await == nullptr) {
    PyErr_Format(PyExc_TypeError, "the guarded function returned %s, which can't be awaited", Py_TYPE(awaitable)->tp_name);
    return nullptr;
  }
  return slots->am_await(awaitable);
}

void close_quietly(PyObject* inner) noexcept {
  if (inner == nullptr) return;
  PendingError pending;
  Owned done(PyObject_CallMethodNoArgs(inner, name_close));
  if (!done) PyErr_Clear();
}

// Hands the rest over to Python, for a wait or for another attempt.
bool delegate(Coroutine* self, const Wait& wait, bool again) noexcept {
  PyObject* rest = wait_and_call(hooks.wait_call_async, self->guard, self->function, self->arguments, positional_count(self), self->kwnames,
                                 wait, again);
  close_quietly(self->inner);
  if (self->hot != nullptr) std::exchange(self->hot, nullptr)->release();
  Py_XSETREF(self->inner, rest);
  self->stage = rest != nullptr ? Stage::delegated : Stage::finished;
  return rest != nullptr;
}

bool refuse(Coroutine* self) noexcept {
  close_quietly(self->inner);
  settle(self);
  return false;
}

// Reports what ended before anything was awaited: the call itself raised, or gave nothing to await.
bool fail_to_begin(Coroutine* self) noexcept {
  conclude(self->guard, self->hot, self->pass, nullptr);
  settle(self);
  return false;
}

bool begin(Coroutine* self) noexcept {
  HotPolicy* hot = hot_policy(self->guard);
  if (hot == nullptr) return refuse(self);
  Wait wait;
  const Entry entry = hot->enter(self->pass, wait);
  if (entry != Entry::entered) [[unlikely]]
    return entry == Entry::refused ? refuse(self) : delegate(self, wait, false);
  hot->retain();
  self->hot = hot;
  self->stage = Stage::running;
  if (self->inner == nullptr) self->inner = PyObject_Vectorcall(self->function, self->arguments, positional_count(self), self->kwnames);
  self->inner = driver_of(self->inner);
  return self->inner != nullptr || fail_to_begin(self);
}

// `inner` ended: judge, report, settle. Returns what the awaiter gets.
PySendResult end(Coroutine* self, PySendResult how, PyObject** result) noexcept {
  if (self->stage == Stage::delegated) {
    settle(self);
    return how;
  }
  if (how == PYGEN_ERROR) *result = nullptr;
  if (how == PYGEN_RETURN && self->guard->classifier.result_test == nullptr && self->hot->succeed_quietly(self->pass)) [[likely]] {
    settle(self);
    return PYGEN_RETURN;
  }
  const Ending ending = conclude(self->guard, self->hot, self->pass, *result);
  if (ending.failed) Py_CLEAR(*result);
  if (!ending.again) {
    settle(self);
    return *result == nullptr ? PYGEN_ERROR : PYGEN_RETURN;
  }
  Py_CLEAR(*result);
  PyErr_Clear();
  if (!delegate(self, {self->pass.token, ending.wait_us}, true)) return PYGEN_ERROR;
  const PySendResult next = PyIter_Send(self->inner, Py_None, result);
  if (next != PYGEN_NEXT) settle(self);
  return next;
}

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
  if (self->busy || self->stage != Stage::running) [[unlikely]] {
    if (!may_go_on(self)) return PYGEN_ERROR;
    if (self->stage == Stage::fresh) {
      if (argument != Py_None) {
        PyErr_SetString(PyExc_TypeError, "can't send non-None value to a just-started coroutine");
        return PYGEN_ERROR;
      }
      self->busy = true;
      const bool begun = begin(self);
      self->busy = false;
      if (!begun) return PYGEN_ERROR;
    }
  }
  self->busy = true;
  const PySendResult how = PyIter_Send(self->inner, argument, result);
  const PySendResult answer = how == PYGEN_NEXT ? how : end(self, how, result);
  self->busy = false;
  return answer;
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
  how = end(self, how, &result);
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
  const bool fresh = self->stage == Stage::fresh;
  self->busy = true;
  PyObject* yielded = self->inner != nullptr ? throw_into(self->inner, args, count) : raise_thrown(args, count);
  if (fresh) {
    settle(self);  // no permit was taken
  } else {
    yielded = end_thrown(self, yielded);
  }
  self->busy = false;
  return yielded;
}

PyObject* coroutine_close(PyObject* object, PyObject*) {
  Coroutine* self = as_coroutine(object);
  if (self->stage == Stage::finished) Py_RETURN_NONE;
  if (!may_go_on(self)) return nullptr;
  const Stage before = self->stage;
  self->busy = true;
  PyObject* closed = Py_None;
  if (self->inner != nullptr && PyObject_HasAttr(self->inner, name_close)) {
    closed = PyObject_CallMethodNoArgs(self->inner, name_close);
    Py_XDECREF(closed);
  }
  if (before == Stage::running) {
    if (closed == nullptr) {
      conclude(self->guard, self->hot, self->pass, nullptr);
    } else if (self->hot->report(self->pass, BACKSTAY_OUTCOME_CANCELLED) == kInterrupted) {
      closed = nullptr;
    }
  }
  settle(self);
  self->busy = false;
  if (closed == nullptr) return nullptr;
  Py_RETURN_NONE;
}

PyObject* coroutine_await(PyObject* object) { return Py_NewRef(object); }

// cr_frame, cr_code, __name__ and the like are those of the guarded coroutine.
PyObject* coroutine_getattro(PyObject* object, PyObject* name) {
  PyObject* found = PyObject_GenericGetAttr(object, name);
  if (found != nullptr || !PyErr_ExceptionMatches(PyExc_AttributeError)) return found;
  Coroutine* self = as_coroutine(object);
  PyObject* behind = self->inner != nullptr ? self->inner : self->function;
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
  Py_VISIT(self->inner);
  Py_VISIT(self->kwnames);
  for (Py_ssize_t i = 0; i < Py_SIZE(object); ++i) Py_VISIT(self->arguments[i]);
  return 0;
}

// A cycle is broken at what is driven; everything else falls with the object itself.
int coroutine_clear(PyObject* object) {
  Coroutine* self = as_coroutine(object);
  if (!self->busy) Py_CLEAR(self->inner);
  return 0;
}

void coroutine_dealloc(PyObject* object) {
  Coroutine* self = as_coroutine(object);
  PyTypeObject* type = Py_TYPE(object);
  PyObject_GC_UnTrack(object);
  if (self->weak_references != nullptr) PyObject_ClearWeakRefs(object);
  if (self->stage == Stage::running) {
    PendingError pending;
    if (self->hot->report(self->pass, BACKSTAY_OUTCOME_CANCELLED) == kInterrupted) PyErr_WriteUnraisable(nullptr);
  }
  settle(self);
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

PyObject* make_coroutine(Guard* guard, PyObject* function, PyObject* inner, PyObject* const* args, std::size_t count,
                         PyObject* kwnames) noexcept {
  const Py_ssize_t named = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  const Py_ssize_t total = static_cast<Py_ssize_t>(count) + named;
  auto* self = PyObject_GC_NewVar(Coroutine, coroutine_type, total);
  if (self == nullptr) {
    Py_XDECREF(inner);
    return nullptr;
  }
  self->guard = reinterpret_cast<Guard*>(Py_NewRef(reinterpret_cast<PyObject*>(guard)));
  self->hot = nullptr;
  self->function = Py_NewRef(function);
  self->inner = inner;
  self->kwnames = Py_XNewRef(kwnames);
  self->weak_references = nullptr;
  self->pass = Pass{};
  self->stage = Stage::fresh;
  self->busy = false;
  for (Py_ssize_t i = 0; i < total; ++i) self->arguments[i] = Py_NewRef(args[i]);
  PyObject_GC_Track(reinterpret_cast<PyObject*>(self));
  return reinterpret_cast<PyObject*>(self);
}

bool define_coroutine(PyObject* module) noexcept {
  name_close = PyUnicode_InternFromString("close");
  name_throw = PyUnicode_InternFromString("throw");
  if (name_close == nullptr || name_throw == nullptr) return false;
  coroutine_type = make_type(module, &coroutine_spec);
  return coroutine_type != nullptr;
}

}  // namespace backstay::python
