// The extension module backstay._native: refuses what it can't serve, then registers its parts.
#include <string>

#include "claim.hpp"
#include "classifier.hpp"
#include "coroutine.hpp"
#include "deadline.hpp"
#include "function.hpp"
#include "guard.hpp"
#include "held.hpp"
#include "parts.hpp"
#include "permit.hpp"
#include "queue.hpp"
#include "serving.hpp"
#include "turn.hpp"

namespace backstay::python {

namespace {

void refuse_old_library() {
  const int64_t found = backstay_abi_version();
  if (found >= BACKSTAY_ABI_VERSION) return;
  throw py::import_error("backstay was built for ABI version " + std::to_string(BACKSTAY_ABI_VERSION) + ", but the library has version " +
                         std::to_string(found) + "; install matching versions");
}

}  // namespace

}  // namespace backstay::python

// pybind11's own start would wait for ever in a sub-interpreter, so it gets another name and stands behind the check below.
#define PyInit__native PyInit__native_in_main
PYBIND11_MODULE(_native, module, pybind11::mod_gil_used(), pybind11::multiple_interpreters::not_supported()) {
  using namespace backstay::python;
  refuse_old_library();
  define_hooks(module);
  define_event_source(module);
  define_queue(module);
  define_idempotency(module);
  define_handles(module);
  PyObject* raw = module.ptr();
  const bool made = prepare_classifier() && define_deadline(raw) && define_turn(raw) && define_guard(raw) && define_permit(raw) &&
                    define_coroutine(raw) && define_function(raw) && define_held(raw) && define_serving(raw);
  if (!made) throw pybind11::error_already_set();
}
#undef PyInit__native

extern "C" PYBIND11_EXPORT PyObject* PyInit__native() {
  if (PyInterpreterState_Get() == PyInterpreterState_Main()) return PyInit__native_in_main();
  PyErr_SetString(PyExc_ImportError,
                  "backstay can't be used in a sub-interpreter; import it in the main interpreter (mod_wsgi: WSGIApplicationGroup "
                  "%{GLOBAL}, uWSGI: single-interpreter = true)");
  return nullptr;
}
