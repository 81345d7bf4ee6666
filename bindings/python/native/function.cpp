#include "function.hpp"

#include <cstddef>

#include "call.hpp"
#include "coroutine.hpp"

namespace backstay::python {

namespace {

struct Function {
  PyObject_HEAD vectorcallfunc vectorcall;
  Guard* guard;
  PyObject* function;
  PyObject* dictionary;
  PyObject* weak_references;
};

// What is read from the guarded function, so that inspect and frameworks take the guard for it, unless it was set on the guard.
constexpr const char* kForwardedNames[] = {"__name__",    "__qualname__", "__doc__",        "__module__",        "__annotations__",
                                           "__code__",    "__defaults__", "__kwdefaults__", "__type_params__",   "__globals__",
                                           "__closure__", "__builtins__", "__annotate__",   "__text_signature__"};

PyObject* forwarded_names = nullptr;  // frozenset
PyObject* name_qualname = nullptr;

Function* as_function(PyObject* object) noexcept { return reinterpret_cast<Function*>(object); }

PyObject* call_sync(PyObject* object, PyObject* const* args, std::size_t nargsf, PyObject* kwnames) {
  return guarded_call(as_function(object)->guard, as_function(object)->function, args, nargsf, kwnames);
}

PyObject* call_async(PyObject* object, PyObject* const* args, std::size_t nargsf, PyObject* kwnames) {
  Function* self = as_function(object);
  PyObject* inner = PyObject_Vectorcall(self->function, args, nargsf, kwnames);
  if (inner == nullptr) return nullptr;
  return make_coroutine(self->guard, self->function, inner, args, static_cast<std::size_t>(PyVectorcall_NARGS(nargsf)), kwnames);
}

PyObject* function_new(PyTypeObject* type, PyObject* args, PyObject* keywords) {
  static const char* names[] = {"guard", "function", "is_coroutine", nullptr};
  PyObject *guard = nullptr, *function = nullptr;
  int is_coroutine = 0;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "O!Op", const_cast<char**>(names), guard_type, &guard, &function, &is_coroutine)) {
    return nullptr;
  }
  auto* self = as_function(type->tp_alloc(type, 0));
  if (self == nullptr) return nullptr;
  self->vectorcall = is_coroutine != 0 ? call_async : call_sync;
  self->guard = reinterpret_cast<Guard*>(Py_NewRef(guard));
  self->function = Py_NewRef(function);
  return reinterpret_cast<PyObject*>(self);
}

int function_traverse(PyObject* object, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(object));
  Py_VISIT(reinterpret_cast<PyObject*>(as_function(object)->guard));
  Py_VISIT(as_function(object)->function);
  Py_VISIT(as_function(object)->dictionary);
  return 0;
}

// The guard and the function stay: a call in flight reads them, and a cycle through them breaks at the dictionary or at their own.
int function_clear(PyObject* object) {
  Py_CLEAR(as_function(object)->dictionary);
  return 0;
}

void function_dealloc(PyObject* object) {
  PyTypeObject* type = Py_TYPE(object);
  PyObject_GC_UnTrack(object);
  if (as_function(object)->weak_references != nullptr) PyObject_ClearWeakRefs(object);
  function_clear(object);
  Py_XDECREF(as_function(object)->function);
  Py_XDECREF(reinterpret_cast<PyObject*>(as_function(object)->guard));
  type->tp_free(object);
  Py_DECREF(type);
}

PyObject* function_get(PyObject* object, PyObject* instance, PyObject*) {
  if (instance == nullptr || instance == Py_None) return Py_NewRef(object);
  return PyMethod_New(object, instance);
}

// Own first, then the guarded function's; the names of a function are always its.
PyObject* function_getattro(PyObject* object, PyObject* name) {
  Function* self = as_function(object);
  const int forwarded = PySet_Contains(forwarded_names, name);
  if (forwarded < 0) return nullptr;
  if (forwarded == 1) {
    PyObject* own = self->dictionary == nullptr ? nullptr : PyDict_GetItemWithError(self->dictionary, name);
    if (own != nullptr) return Py_NewRef(own);
    if (PyErr_Occurred() != nullptr) return nullptr;
    return PyObject_GetAttr(self->function, name);
  }
  PyObject* found = PyObject_GenericGetAttr(object, name);
  if (found != nullptr || !PyErr_ExceptionMatches(PyExc_AttributeError)) return found;
  PyErr_Clear();
  return PyObject_GetAttr(self->function, name);
}

PyObject* function_repr(PyObject* object) { return PyUnicode_FromFormat("<guarded %R>", as_function(object)->function); }

PyObject* function_dir(PyObject* object, PyObject*) { return PyObject_Dir(as_function(object)->function); }

// Pickled by its qualified name, like a function.
PyObject* function_reduce(PyObject* object, PyObject*) { return PyObject_GetAttr(object, name_qualname); }

PyObject* get_wrapped(PyObject* object, void*) { return Py_NewRef(as_function(object)->function); }
PyObject* get_guard(PyObject* object, void*) { return Py_NewRef(reinterpret_cast<PyObject*>(as_function(object)->guard)); }

PyMethodDef function_methods[] = {
    {"__reduce__", function_reduce, METH_NOARGS, nullptr}, {"__dir__", function_dir, METH_NOARGS, nullptr}, {nullptr, nullptr, 0, nullptr}};

PyGetSetDef function_attributes[] = {{"__wrapped__", get_wrapped, nullptr, "The function that is guarded.", nullptr},
                                     {"__guard__", get_guard, nullptr, "The policy that guards it.", nullptr},
                                     {"__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, nullptr, nullptr},
                                     {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyMemberDef function_members[] = {{"__vectorcalloffset__", T_PYSSIZET, offsetof(Function, vectorcall), READONLY, nullptr},
                                  {"__dictoffset__", T_PYSSIZET, offsetof(Function, dictionary), READONLY, nullptr},
                                  {"__weaklistoffset__", T_PYSSIZET, offsetof(Function, weak_references), READONLY, nullptr},
                                  {nullptr, 0, 0, 0, nullptr}};

PyType_Slot function_slots[] = {{Py_tp_doc, const_cast<char*>("A guarded function; what `@policy` returns.")},
                                {Py_tp_new, reinterpret_cast<void*>(function_new)},
                                {Py_tp_call, reinterpret_cast<void*>(PyVectorcall_Call)},
                                {Py_tp_traverse, reinterpret_cast<void*>(function_traverse)},
                                {Py_tp_clear, reinterpret_cast<void*>(function_clear)},
                                {Py_tp_dealloc, reinterpret_cast<void*>(function_dealloc)},
                                {Py_tp_descr_get, reinterpret_cast<void*>(function_get)},
                                {Py_tp_getattro, reinterpret_cast<void*>(function_getattro)},
                                {Py_tp_repr, reinterpret_cast<void*>(function_repr)},
                                {Py_tp_methods, function_methods},
                                {Py_tp_getset, function_attributes},
                                {Py_tp_members, function_members},
                                {0, nullptr}};

PyType_Spec function_spec = {"backstay._native.GuardedFunction", sizeof(Function), 0,
                             Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR,
                             function_slots};

}  // namespace

bool define_function(PyObject* module) noexcept {
  Owned list(PyList_New(0));
  if (!list) return false;
  for (const char* text : kForwardedNames) {
    Owned name(PyUnicode_InternFromString(text));
    if (!name || PyList_Append(list.get(), name.get()) < 0) return false;
  }
  forwarded_names = PyFrozenSet_New(list.get());
  name_qualname = PyUnicode_InternFromString("__qualname__");
  return forwarded_names != nullptr && name_qualname != nullptr && make_type(module, &function_spec) != nullptr;
}

}  // namespace backstay::python
