#include "fallback.hpp"

#include <iterator>

#include "hooks.hpp"
#include "hot_policy.hpp"

namespace backstay::python {

namespace {

bool is_refusal(PyObject* exception) noexcept { return PyErr_GivenExceptionMatches(exception, hooks.rejected) != 0; }

// 1: it stands in for this exception, 0: it does not, -1: the predicate raised.
int applies(const Fallback& fallback, PyObject* exception) noexcept {
  if (is_refusal(exception)) return 1;
  if (fallback.classes != nullptr) return PyErr_GivenExceptionMatches(exception, fallback.classes);
  // A predicate is not asked about what ends a program or a task.
  if (fallback.test == nullptr || PyErr_GivenExceptionMatches(exception, PyExc_Exception) == 0) return 0;
  Handling handling(exception);
  Owned answer(PyObject_CallOneArg(fallback.test, exception));
  return answer ? PyObject_IsTrue(answer.get()) : -1;
}

// The code of a refusal's reason, 0 for a failure.
int32_t reason_code(PyObject* exception) noexcept {
  if (!is_refusal(exception)) return 0;
  Owned reason(PyObject_GetAttrString(exception, "reason"));
  for (std::size_t code = 0; reason && code < std::size(hooks.refusals); ++code) {
    if (hooks.refusals[code].reason == reason.get()) return static_cast<int32_t>(code);
  }
  PyErr_Clear();
  return 0;
}

}  // namespace

int Fallback::traverse(visitproc visit, void* arg) const {
  Py_VISIT(value);
  Py_VISIT(classes);
  Py_VISIT(test);
  return 0;
}

void Fallback::clear() noexcept {
  Py_CLEAR(value);
  Py_CLEAR(classes);
  Py_CLEAR(test);
}

void Fallback::assign(PyObject* new_value, PyObject* new_classes, PyObject* new_test, bool function) noexcept {
  Py_XSETREF(value, Py_NewRef(new_value));
  Py_XSETREF(classes, new_classes == Py_None ? nullptr : Py_NewRef(new_classes));
  Py_XSETREF(test, new_test == Py_None ? nullptr : Py_NewRef(new_test));
  is_function = function;
}

PyObject* begin_fallback(const Fallback& fallback, HotPolicy* policy) noexcept {
  PendingError pending;
  PyObject* const exception = pending.exception();
  const int found = applies(fallback, exception);
  if (found <= 0) {
    if (found < 0) pending.drop();  // the predicate's own error has it as its context
    return nullptr;
  }
  if (policy != nullptr) backstay_policy_fallback(policy->get(), reason_code(exception), nullptr);
  PyObject* kept = Py_NewRef(exception);
  pending.drop();
  return kept;
}

PyObject* fall_back(const Fallback& fallback, PyObject* exception) noexcept {
  if (!fallback.is_function) return Py_NewRef(fallback.value);
  Handling handling(exception);
  return PyObject_CallOneArg(fallback.value, exception);
}

}  // namespace backstay::python
