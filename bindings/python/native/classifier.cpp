#include "classifier.hpp"

#include <backstay/backstay.h>

#include <cmath>
#include <cstring>
#include <iterator>

#include "hooks.hpp"

namespace backstay::python {

namespace {

PyObject* name_retry_after = nullptr;
PyObject* name_outcome = nullptr;
PyObject* name_cause = nullptr;

enum class Opinion { none, given, error };

bool is_instance_of(PyObject* exception, PyObject* classes) noexcept {
  return classes != nullptr && PyErr_GivenExceptionMatches(exception, classes) != 0;
}

int64_t failure_outcome(PyObject* exception) noexcept {
  return PyErr_GivenExceptionMatches(exception, PyExc_TimeoutError) != 0 ? BACKSTAY_OUTCOME_TIMEOUT : BACKSTAY_OUTCOME_FAILURE;
}

bool read_outcome(PyObject* value, Verdict& verdict) noexcept {
  const int64_t outcome = PyLong_AsLongLong(value);
  if (outcome == -1 && PyErr_Occurred() != nullptr) return false;
  if (outcome < BACKSTAY_OUTCOME_SUCCESS || outcome > BACKSTAY_OUTCOME_PERMANENT) {
    PyErr_Format(PyExc_ValueError, "a predicate returned %lld, which is no Outcome", static_cast<long long>(outcome));
    return false;
  }
  verdict.outcome = outcome;
  return true;
}

// A backstay.Report: outcome, retry_after, cause.
bool read_report(PyObject* report, Verdict& verdict) noexcept {
  Owned outcome(PyObject_GetAttr(report, name_outcome));
  if (!outcome || !read_outcome(outcome.get(), verdict)) return false;
  Owned wait(PyObject_GetAttr(report, name_retry_after));
  if (!wait || !retry_after_ns(wait.get(), verdict.retry_after_ns)) return false;
  Owned cause(PyObject_GetAttr(report, name_cause));
  if (!cause) return false;
  if (!PyUnicode_Check(cause.get())) return true;
  verdict.cause = PyUnicode_AsUTF8AndSize(cause.get(), &verdict.cause_length);
  verdict.text = std::move(cause);
  return verdict.cause != nullptr;
}

// What a predicate says: True means `when_true`, False and None no opinion, an Outcome or a Report itself.
Opinion ask(PyObject* predicate, PyObject* about, int64_t when_true, Verdict& verdict) noexcept {
  Owned answer(PyObject_CallOneArg(predicate, about));
  if (!answer) return Opinion::error;
  if (answer.get() == Py_None || answer.get() == Py_False) return Opinion::none;
  if (answer.get() == Py_True) {
    verdict.outcome = when_true;
    return Opinion::given;
  }
  const bool read = PyLong_Check(answer.get()) ? read_outcome(answer.get(), verdict) : read_report(answer.get(), verdict);
  return read ? Opinion::given : Opinion::error;
}

// The class's own name: native classes carry their module before it. The exception holds its class while this is used.
void name_class(PyTypeObject* type, Verdict& verdict) noexcept {
  const char* dot = std::strrchr(type->tp_name, '.');
  verdict.cause = dot != nullptr ? dot + 1 : type->tp_name;
  verdict.cause_length = static_cast<Py_ssize_t>(std::strlen(verdict.cause));
}

// An exception may say when to come back, as errors of HTTP clients and refusals of other guards do.
bool read_own_retry_after(PyObject* exception, Verdict& verdict) noexcept {
  PyObject* value = nullptr;
  const int found = optional_attribute(exception, name_retry_after, &value);
  Owned owned(value);
  if (found <= 0) {
    PyErr_Clear();
    return true;
  }
  if (!PyFloat_Check(value) && !PyLong_CheckExact(value)) return true;
  const double seconds = PyFloat_AsDouble(value);
  if (std::isfinite(seconds) && seconds > 0 && seconds < 9e9) verdict.retry_after_ns = std::llround(seconds * 1e9);
  PyErr_Clear();
  return true;
}

bool judge_other(PyObject* exception, Verdict& verdict) noexcept {
  Owned outcome(PyObject_CallOneArg(hooks.classify_base, exception));
  return outcome && read_outcome(outcome.get(), verdict);
}

// The rules of the view, else the default ones. Writes the outcome alone, or all that a Report said.
bool judge(const Classifier& classifier, PyObject* exception, Verdict& verdict) noexcept {
  verdict.outcome = BACKSTAY_OUTCOME_NEUTRAL;
  if (is_instance_of(exception, classifier.ignored)) return true;
  if (classifier.ignored_test != nullptr) {
    const Opinion opinion = ask(classifier.ignored_test, exception, BACKSTAY_OUTCOME_NEUTRAL, verdict);
    if (opinion != Opinion::none) return opinion == Opinion::given;
  }
  if (is_instance_of(exception, classifier.failures)) {
    verdict.outcome = failure_outcome(exception);
    return true;
  }
  if (classifier.failure_test != nullptr) {
    const Opinion opinion = ask(classifier.failure_test, exception, failure_outcome(exception), verdict);
    if (opinion != Opinion::none) return opinion == Opinion::given;
  }
  if (PyErr_GivenExceptionMatches(exception, PyExc_Exception) == 0) return judge_other(exception, verdict);
  const bool selective = classifier.failures != nullptr || classifier.failure_test != nullptr;
  const int64_t outcome = failure_outcome(exception);
  verdict.outcome = selective && outcome == BACKSTAY_OUTCOME_FAILURE ? BACKSTAY_OUTCOME_NEUTRAL : outcome;
  return true;
}

bool is_failure(const Verdict& verdict) noexcept {
  return verdict.outcome == BACKSTAY_OUTCOME_FAILURE || verdict.outcome == BACKSTAY_OUTCOME_TIMEOUT ||
         verdict.outcome == BACKSTAY_OUTCOME_PERMANENT;
}

// A failure that the view does not name as retryable is permanent. False: the predicate raised.
bool judge_retryable(const Classifier& classifier, PyObject* exception, Verdict& verdict) noexcept {
  if (classifier.retryable != nullptr) {
    if (!is_instance_of(exception, classifier.retryable)) verdict.outcome = BACKSTAY_OUTCOME_PERMANENT;
    return true;
  }
  if (classifier.retryable_test == nullptr) return true;
  const Opinion opinion = ask(classifier.retryable_test, exception, verdict.outcome, verdict);
  if (opinion == Opinion::none) verdict.outcome = BACKSTAY_OUTCOME_PERMANENT;
  return opinion != Opinion::error;
}

}  // namespace

int Classifier::traverse(visitproc visit, void* arg) const {
  Py_VISIT(failures);
  Py_VISIT(failure_test);
  Py_VISIT(ignored);
  Py_VISIT(ignored_test);
  Py_VISIT(result_test);
  Py_VISIT(retryable);
  Py_VISIT(retryable_test);
  return 0;
}

void Classifier::clear() noexcept {
  Py_CLEAR(failures);
  Py_CLEAR(failure_test);
  Py_CLEAR(ignored);
  Py_CLEAR(ignored_test);
  Py_CLEAR(result_test);
  Py_CLEAR(retryable);
  Py_CLEAR(retryable_test);
}

void Classifier::assign(PyObject* const* parts) noexcept {
  PyObject** slots[kParts] = {&failures, &failure_test, &ignored, &ignored_test, &result_test, &retryable, &retryable_test};
  for (std::size_t i = 0; i < std::size(slots); ++i) {
    Py_XSETREF(*slots[i], parts[i] == Py_None ? nullptr : Py_NewRef(parts[i]));
  }
}

bool judge_exception(const Classifier& classifier, PyObject* exception, Verdict& verdict) noexcept {
  if (!judge(classifier, exception, verdict)) return false;
  if (!is_failure(verdict)) return true;
  if (!judge_retryable(classifier, exception, verdict)) return false;
  if (verdict.cause == nullptr) name_class(Py_TYPE(exception), verdict);
  return verdict.retry_after_ns >= 0 || read_own_retry_after(exception, verdict);
}

bool judge_result(const Classifier& classifier, PyObject* result, Verdict& verdict) noexcept {
  verdict.outcome = BACKSTAY_OUTCOME_SUCCESS;
  if (ask(classifier.result_test, result, BACKSTAY_OUTCOME_FAILURE, verdict) == Opinion::error) return false;
  if (is_failure(verdict) && verdict.cause == nullptr) {
    verdict.cause = "result";
    verdict.cause_length = 6;
  }
  return true;
}

bool retry_after_ns(PyObject* seconds, int64_t& out) noexcept {
  out = BACKSTAY_UNKNOWN;
  if (seconds == nullptr || seconds == Py_None) return true;
  Owned checked(PyObject_CallOneArg(hooks.seconds, seconds));
  if (!checked) return false;
  if (checked.get() == Py_None) return true;
  const double value = PyFloat_AsDouble(checked.get());
  if (value == -1.0 && PyErr_Occurred() != nullptr) return false;
  out = std::llround(value * 1e9);
  return true;
}

bool prepare_classifier() noexcept {
  name_retry_after = PyUnicode_InternFromString("retry_after");
  name_outcome = PyUnicode_InternFromString("outcome");
  name_cause = PyUnicode_InternFromString("cause");
  return name_retry_after != nullptr && name_outcome != nullptr && name_cause != nullptr;
}

}  // namespace backstay::python
