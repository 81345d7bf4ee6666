#include "guard.hpp"

#include <cstddef>

#include "call.hpp"
#include "coroutine.hpp"
#include "handles.hpp"
#include "hooks.hpp"
#include "permit.hpp"

namespace backstay::python {

PyTypeObject* guard_type = nullptr;

namespace {

constexpr int64_t kMostCost = int64_t{1} << 31;

Guard* as_guard(PyObject* object) noexcept { return reinterpret_cast<Guard*>(object); }

void let_go(Guard* guard) noexcept {
  if (guard->hot != nullptr) std::exchange(guard->hot, nullptr)->release();
  Py_CLEAR(guard->handle);
}

int guard_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(as_guard(self)->handle);
  Py_VISIT(as_guard(self)->cost_function);
  const int visited = as_guard(self)->fallback.traverse(visit, arg);
  if (visited != 0) return visited;
  return as_guard(self)->classifier.traverse(visit, arg);
}

int guard_clear(PyObject* self) {
  let_go(as_guard(self));
  as_guard(self)->classifier.clear();
  as_guard(self)->fallback.clear();
  Py_CLEAR(as_guard(self)->cost_function);
  return 0;
}

// Zeroed memory is every field's beginning, except for the cost.
PyObject* guard_new(PyTypeObject* type, PyObject*, PyObject*) {
  PyObject* self = type->tp_alloc(type, 0);
  if (self != nullptr) as_guard(self)->cost = 1;
  return self;
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
  if (count != Classifier::kParts) {
    PyErr_Format(PyExc_TypeError, "_classify takes %d arguments", Classifier::kParts);
    return nullptr;
  }
  as_guard(self)->classifier.assign(args);
  Py_RETURN_NONE;
}

PyObject* guard_weigh(PyObject* self, PyObject* cost) {
  if (PyLong_Check(cost)) return read_cost(cost, as_guard(self)->cost) ? Py_NewRef(Py_None) : nullptr;
  Py_XSETREF(as_guard(self)->cost_function, Py_NewRef(cost));
  Py_RETURN_NONE;
}

PyObject* guard_fall_back(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  if (count != 3) {
    PyErr_SetString(PyExc_TypeError, "_fall_back takes three arguments");
    return nullptr;
  }
  as_guard(self)->fallback.assign(args[0], args[1], args[2], PyCallable_Check(args[0]) != 0);
  Py_RETURN_NONE;
}

// The cost of a call by arguments that the native half never sees, as those of a generator.
PyObject* guard_cost_of(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* kwnames) {
  int64_t cost = 1;
  if (!cost_of(as_guard(self), args, static_cast<std::size_t>(count), kwnames, cost)) return nullptr;
  return PyLong_FromLongLong(cost);
}

// The parameter `cost` of enter. False: an exception is pending.
bool parse_cost(Guard* guard, PyObject* const* args, Py_ssize_t count, PyObject* kwnames, int64_t& cost) noexcept {
  cost = guard->cost;
  const Py_ssize_t named = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  if (count + named == 0) {
    if (guard->cost_function == nullptr) return true;
    PyErr_SetString(hooks.invalid, "the cost of this view is a function of a call's arguments; say enter(cost=...)");
    return false;
  }
  if (count + named > 1 || (named == 1 && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(kwnames, 0), "cost") != 0)) {
    PyErr_SetString(PyExc_TypeError, "enter takes one argument: cost");
    return false;
  }
  return read_cost(args[0], cost);
}

PyObject* guard_enter(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* kwnames) {
  int64_t cost = 1;
  return parse_cost(as_guard(self), args, count, kwnames, cost) ? enter_permit(as_guard(self), cost) : nullptr;
}

PyObject* guard_enter_async(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* kwnames) {
  int64_t cost = 1;
  return parse_cost(as_guard(self), args, count, kwnames, cost) ? make_async_permit(as_guard(self), cost) : nullptr;
}

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
    {"enter", method(guard_enter), METH_FASTCALL | METH_KEYWORDS,
     "enter(cost=1)\n--\n\nTake a permit now; a context manager that reports how its block ended.\n\nWaits where the policy says so. "
     "Raises RejectedError where no call may pass. `cost` is the call's weight for a rate limit."},
    {"enter_async", method(guard_enter_async), METH_FASTCALL | METH_KEYWORDS,
     "enter_async(cost=1)\n--\n\nThe same for `async with` and `await`; the permit is taken there."},
    {"call", method(guard_call), METH_FASTCALL | METH_KEYWORDS, "Call function(*args, **kwargs) under the guard and return its result."},
    {"call_async", method(guard_call_async), METH_FASTCALL | METH_KEYWORDS,
     "Return an awaitable that enters, awaits function(*args, **kwargs) and reports; the function is called at the await."},
    {"_bind", guard_bind, METH_O, "Point the guard to a Handle."},
    {"_unbind", guard_unbind, METH_NOARGS, "Forget the Handle; the next use calls _resolve()."},
    {"_classify", method(guard_classify), METH_FASTCALL,
     "Set failures, failure_test, ignored, ignored_test, result_test, retryable, retryable_test."},
    {"_weigh", guard_weigh, METH_O, "Set the cost of a call, or a function of its arguments."},
    {"_cost_of", method(guard_cost_of), METH_FASTCALL | METH_KEYWORDS, "The cost of a call with these arguments."},
    {"_fall_back", method(guard_fall_back), METH_FASTCALL, "Set the value or function, classes and predicate of a fallback."},
    {nullptr, nullptr, 0, nullptr}};

PyGetSetDef guard_attributes[] = {{"_handle", guard_get_handle, nullptr, "The Handle, resolved where necessary.", nullptr},
                                  {"_bound", guard_get_bound, nullptr, "Whether there is a Handle.", nullptr},
                                  {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyMemberDef guard_members[] = {{"__weaklistoffset__", T_PYSSIZET, offsetof(Guard, weak_references), READONLY, nullptr},
                               {nullptr, 0, 0, 0, nullptr}};

PyType_Slot guard_slots[] = {{Py_tp_doc, const_cast<char*>("The native half of a policy.")},
                             {Py_tp_new, reinterpret_cast<void*>(guard_new)},
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

bool read_cost(PyObject* object, int64_t& cost) noexcept {
  const int64_t read = PyLong_Check(object) ? PyLong_AsLongLong(object) : 0;
  if (read >= 1 && read <= kMostCost) {
    cost = read;
    return true;
  }
  PyErr_Clear();
  PyErr_Format(hooks.invalid, "a cost must be a whole number from 1 to %lld, not %R", static_cast<long long>(kMostCost), object);
  return false;
}

bool ask_cost(Guard* guard, PyObject* const* args, std::size_t nargsf, PyObject* kwnames, int64_t& cost) noexcept {
  Owned answer(PyObject_Vectorcall(guard->cost_function, args, static_cast<std::size_t>(PyVectorcall_NARGS(nargsf)), kwnames));
  return answer && read_cost(answer.get(), cost);
}

bool define_guard(PyObject* module) noexcept {
  guard_type = make_type(module, &guard_spec);
  return guard_type != nullptr;
}

}  // namespace backstay::python
