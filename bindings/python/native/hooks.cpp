#include "hooks.hpp"

#include "cold.hpp"
#include "parts.hpp"

namespace backstay::python {

Hooks hooks;

namespace {

void keep(PyObject*& slot, const py::object& object) { Py_XSETREF(slot, py::object(object).release().ptr()); }

void install_refusals(const py::dict& reasons, const py::object& rejected) {
  for (auto [code, entry] : reasons) {
    auto [reason, exception] = entry.cast<std::pair<py::object, py::object>>();
    Refusal& refusal = hooks.refusals[code.cast<int>() & 0xff];
    keep(refusal.reason, reason);
    if (exception.is_none()) continue;
    keep(refusal.exception, exception);
    refusal.has_fields = PyObject_IsSubclass(exception.ptr(), rejected.ptr()) == 1;
  }
}

}  // namespace

void define_hooks(py::module_& module) {
  module.def("install", [](const py::dict& statuses, const py::dict& reasons, const py::object& rejected, const py::kwargs& functions) {
    keep(hooks.statuses, statuses);
    install_refusals(reasons, rejected);
    keep(hooks.announce, functions["announce"]);
    keep(hooks.classify_base, functions["classify_base"]);
    keep(hooks.seconds, functions["seconds"]);
    keep(hooks.wait, functions["wait"]);
    keep(hooks.wait_async, functions["wait_async"]);
    keep(hooks.enter_async, functions["enter_async"]);
    keep(hooks.arm, functions["arm"]);
    keep(hooks.invalid, functions["invalid"]);
    keep(hooks.rejected, rejected);
    keep(hooks.exhausted, functions["exhausted"]);
  });
}

}  // namespace backstay::python
