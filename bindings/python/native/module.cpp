// The extension module backstay._native: refuses what it can't serve, then registers its parts.
#include <string>

#include "classifier.hpp"
#include "coroutine.hpp"
#include "event_source.hpp"
#include "function.hpp"
#include "guard.hpp"
#include "handles.hpp"
#include "hooks.hpp"
#include "permit.hpp"

namespace backstay::python {

namespace {

void refuse_sub_interpreters() {
  if (PyInterpreterState_Get() == PyInterpreterState_Main()) return;
  throw py::import_error(
      "backstay can't be used in a sub-interpreter; import it in the main interpreter (mod_wsgi: WSGIApplicationGroup %{GLOBAL}, "
      "uWSGI: single-interpreter = true)");
}

void refuse_old_library() {
  const int64_t found = backstay_abi_version();
  if (found >= BACKSTAY_ABI_VERSION) return;
  throw py::import_error("backstay was built for ABI version " + std::to_string(BACKSTAY_ABI_VERSION) + ", but the library has version " +
                         std::to_string(found) + "; install matching versions");
}

}  // namespace

}  // namespace backstay::python

PYBIND11_MODULE(_native, module, pybind11::mod_gil_used(), pybind11::multiple_interpreters::not_supported()) {
  using namespace backstay::python;
  refuse_sub_interpreters();
  refuse_old_library();
  prepare_classifier();
  define_hooks(module);
  define_event_source(module);
  define_handles(module);
  define_guard(module.ptr());
  define_permit(module.ptr());
  define_coroutine(module.ptr());
  define_function(module.ptr());
}
