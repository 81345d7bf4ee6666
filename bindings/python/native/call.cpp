#include "call.hpp"

#include "hooks.hpp"

namespace backstay::python {

namespace {

// Positional arguments as a tuple, keyword arguments as a dict.
bool collect(PyObject* const* args, std::size_t nargsf, PyObject* kwnames, Owned& positional, Owned& keywords) noexcept {
  const Py_ssize_t count = PyVectorcall_NARGS(nargsf);
  positional = Owned(PyTuple_New(count));
  keywords = Owned(PyDict_New());
  if (!positional || !keywords) return false;
  for (Py_ssize_t i = 0; i < count; ++i) PyTuple_SET_ITEM(positional.get(), i, Py_NewRef(args[i]));
  const Py_ssize_t named = kwnames == nullptr ? 0 : PyTuple_GET_SIZE(kwnames);
  for (Py_ssize_t i = 0; i < named; ++i) {
    if (PyDict_SetItem(keywords.get(), PyTuple_GET_ITEM(kwnames, i), args[count + i]) < 0) return false;
  }
  return true;
}

}  // namespace

PyObject* wait_and_call(PyObject* hook, Guard* guard, PyObject* function, PyObject* const* args, std::size_t nargsf, PyObject* kwnames,
                        const Wait& wait, bool again) noexcept {
  Owned positional, keywords;
  if (!collect(args, nargsf, kwnames, positional, keywords)) return nullptr;
  return PyObject_CallFunction(hook != nullptr ? hook : hooks.wait_call, "OOOOLLO", guard, function, positional.get(), keywords.get(),
                               static_cast<long long>(wait.ticket), static_cast<long long>(wait.wait_us), again ? Py_True : Py_False);
}

PyObject* finish_call(Guard* guard, HotPolicy* hot, const Pass& pass, PyObject* result, PyObject* function, PyObject* const* args,
                      std::size_t nargsf, PyObject* kwnames) noexcept {
  const Ending ending = conclude(guard, hot, pass, result);
  if (ending.failed) Py_CLEAR(result);
  if (!ending.again) return result;
  // The attempt's error becomes the context of whatever ends the attempts.
  PendingError last;
  Py_CLEAR(result);
  PyObject* final_result = wait_and_call(nullptr, guard, function, args, nargsf, kwnames, {pass.token, ending.wait_us}, true);
  if (final_result != nullptr) last.drop();
  return final_result;
}

}  // namespace backstay::python
