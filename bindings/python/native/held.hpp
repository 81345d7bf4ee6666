// _native.Held: the key of a request whose handler runs, and how its answer is reported.
#pragma once

#include <backstay/backstay.h>

#include <string>
#include <string_view>

#include "python.hpp"

namespace backstay::python {

// A handler's answer, out of Python's arguments: status code, headers, body, and whether that is all of it.
class Response {
 public:
  Response() = default;
  Response(const Response&) = delete;
  Response& operator=(const Response&) = delete;
  ~Response() {
    if (body_.obj != nullptr) PyBuffer_Release(&body_);
  }

  // False: an exception is pending.
  bool read(PyObject* status_code, PyObject* headers, PyObject* body, PyObject* kept) noexcept;
  // OK or LOST_LEASE, or an error. Without Python; waits for the store.
  backstay_status report(backstay_claim* claim, backstay_error* error) const noexcept;
  // FULL where nothing was accepted.
  backstay_status submit(backstay_claim* claim, backstay_queue* queue, int64_t token, backstay_error* error) const noexcept;

 private:
  int64_t status_code_ = 0;
  std::string headers_;
  Py_buffer body_{};
  bool kept_ = true;
};

// A new Held, which takes over the claim's reference; also where it fails. `blocks`: its report may have to wait for the store.
PyObject* make_held(backstay_claim* claim, const backstay_served& served, std::string_view recovery_point, bool blocks) noexcept;

// False: an exception is pending.
bool define_held(PyObject* module) noexcept;

}  // namespace backstay::python
