// A request of HTTP on its way from Python to the core.
#pragma once

#include <backstay/backstay.h>

#include <string>
#include <string_view>

#include "python.hpp"

namespace backstay::python {

// Views of Python's objects, which the caller keeps, and of texts that had to be put together.
class HttpRequest {
 public:
  HttpRequest() = default;
  HttpRequest(const HttpRequest&) = delete;
  HttpRequest& operator=(const HttpRequest&) = delete;
  ~HttpRequest() {
    if (body_.obj != nullptr) PyBuffer_Release(&body_);
  }

  // What an adapter tells: method, target, route, key header or None, tenant, principal, credentials, body, declared length or -1, time
  // waited. Texts are str, which is taken as UTF-8, or bytes. False: an exception is pending.
  static constexpr Py_ssize_t kFields = 10;
  bool read(PyObject* const* fields) noexcept;
  // Of that, what says whether the request is served at all.
  bool read_head(PyObject* method, PyObject* key_header) noexcept;

  // What ASGI tells: (scope, body, route, tenant, principal, time waited). `key_name` is in lower case. False: an exception is pending.
  static constexpr Py_ssize_t kAsgiFields = 6;
  bool read_asgi(PyObject* const* fields, std::string_view key_name) noexcept;
  bool read_asgi_head(PyObject* scope, std::string_view key_name) noexcept;

  int64_t wanted(backstay_idempotency* idempotency) const noexcept {
    return backstay_idempotency_wants(idempotency, data(method_), length(method_), key_data(), length(key_));
  }
  // Waits for the store.
  backstay_status serve(backstay_idempotency* idempotency, backstay_claim** out, backstay_served* served, backstay_bytes* text,
                        backstay_error* error) const noexcept;
  backstay_status submit(backstay_idempotency* idempotency, backstay_queue* queue, int64_t token, backstay_error* error) const noexcept;

 private:
  static const char* data(std::string_view text) noexcept { return text.data() == nullptr ? "" : text.data(); }
  static int64_t length(std::string_view text) noexcept { return static_cast<int64_t>(text.size()); }
  // A field that is there and empty is not an absent one.
  const char* key_data() const noexcept { return has_key_ ? data(key_) : nullptr; }

  bool read_rest(PyObject* body, PyObject* waited_ns) noexcept;
  bool read_headers(PyObject* headers, std::string_view key_name);
  void read_field(std::string_view name, std::string_view value, std::string_view key_name);
  bool read_target(PyObject* scope);

  std::string_view method_;
  std::string_view target_;
  std::string_view route_;
  bool has_key_ = false;
  std::string_view key_;
  std::string_view tenant_;
  std::string_view principal_;
  std::string_view credentials_;
  Py_buffer body_{};
  int64_t declared_length_ = BACKSTAY_UNKNOWN;
  int64_t waited_ns_ = 0;

  // Where a view needed a text of its own.
  std::string target_text_;
  std::string key_text_;
  std::string authorization_;
  std::string cookie_;
  std::string credentials_text_;
};

}  // namespace backstay::python
