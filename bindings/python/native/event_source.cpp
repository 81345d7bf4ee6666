#include "event_source.hpp"

#include "cold.hpp"
#include "hooks.hpp"
#include "parts.hpp"

namespace backstay::python {

bool EventSource::claim(int64_t since, int64_t next) noexcept {
  if (logged_ != since) return false;
  logged_ = next;
  return true;
}

std::string EventSource::read(int64_t since) const {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_bytes bytes = BACKSTAY_BYTES_INIT;
  check(backstay_runtime_events(runtime_, since, &bytes, &error), error);
  std::string text(bytes.data, static_cast<std::size_t>(bytes.length));
  backstay_bytes_free(&bytes);
  return text;
}

EventSource* source_of(PyObject* object) noexcept {
  try {
    return py::handle(object).cast<EventSource*>();
  } catch (const std::exception&) {
    PyErr_Clear();
    PyErr_SetString(PyExc_TypeError, "not an event source");
    return nullptr;
  }
}

bool announce(PyObject* source) noexcept {
  PendingError pending;
  Owned done(PyObject_CallOneArg(hooks.announce, source));
  if (done) return true;
  if (!PyErr_ExceptionMatches(PyExc_Exception)) return false;
  PyErr_WriteUnraisable(hooks.announce);
  return true;
}

void define_event_source(py::module_& module) {
  py::class_<EventSource>(module, "EventSource", "A runtime's events and how far they were logged.")
      .def_property_readonly("logged", &EventSource::logged)
      .def("claim", &EventSource::claim, py::arg("since"), py::arg("next"))
      .def("read", &EventSource::read, py::arg("since"));
}

}  // namespace backstay::python
