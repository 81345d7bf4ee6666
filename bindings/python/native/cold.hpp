// For the cold files: pybind11, and errors of the C interface as C++ exceptions that it turns into Python's.
#pragma once

#include <backstay/backstay.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string_view>

#include "errors.hpp"

namespace backstay::python {

namespace py = pybind11;

inline int64_t length(std::string_view text) { return static_cast<int64_t>(text.size()); }
// An empty view may have no data; the C interface tells NULL from empty.
inline const char* data(std::string_view text) { return text.data() == nullptr ? "" : text.data(); }

// Throws where the status is an error.
inline void check(backstay_status status, const backstay_error& error) {
  if (status >= 0) return;
  set_error(error.code, error.message);
  throw py::error_already_set();
}

}  // namespace backstay::python
