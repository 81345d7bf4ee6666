#include "claim.hpp"

#include <memory>
#include <string_view>

namespace backstay::python {

namespace {

// A key while it is held. The GIL is released around what may have to wait for a store.
class Claim {
 public:
  explicit Claim(backstay_claim* claim) : claim_(claim) {}
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  ~Claim() { backstay_claim_release(claim_); }

  bool complete(int64_t kind, int64_t status_code, std::string_view content_type, std::string_view headers, const py::bytes& body) const {
    const auto view = static_cast<std::string_view>(body);
    return kept([&](backstay_error* error) {
      return backstay_idempotency_complete(claim_, kind, status_code, data(content_type), length(content_type), data(headers),
                                           length(headers), data(view), length(view), error);
    });
  }

  bool fail(bool retryable, std::string_view type, std::string_view message) const {
    return kept([&](backstay_error* error) {
      return backstay_idempotency_fail(claim_, retryable ? 1 : 0, data(type), length(type), data(message), length(message), error);
    });
  }

  bool set_recovery_point(std::string_view point) const {
    return kept([&](backstay_error* error) { return backstay_idempotency_set_recovery_point(claim_, data(point), length(point), error); });
  }

  using Call = backstay_status (*)(backstay_claim*, backstay_error*);
  template <Call call>
  bool apply() const {
    return kept([&](backstay_error* error) { return call(claim_, error); });
  }

 private:
  // False where the key is not the claim's any more.
  template <class Function>
  bool kept(Function&& function) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_status status = BACKSTAY_OK;
    {
      const py::gil_scoped_release released;
      status = function(&error);
    }
    check(status, error);
    return status == BACKSTAY_OK;
  }

  backstay_claim* claim_;
};

// Takes the parts of a claim's text one after the other.
class Parts {
 public:
  explicit Parts(const backstay_bytes& bytes) : rest_(bytes.data, static_cast<std::size_t>(bytes.length)) {}
  std::string_view next(int64_t length) {
    const std::string_view part = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(part.size());
    return part;
  }

 private:
  std::string_view rest_;
};

class Idempotency {
 public:
  explicit Idempotency(backstay_idempotency* idempotency) : idempotency_(idempotency) {}
  Idempotency(const Idempotency&) = delete;
  Idempotency& operator=(const Idempotency&) = delete;
  ~Idempotency() { backstay_idempotency_handle_release(idempotency_); }

  // (status, claim or None, fence, retry_after_ns, again_ns, takeovers, kind, status code, message, recovery point, content type, headers,
  // body)
  py::tuple claim(std::string_view scope, std::string_view key, std::string_view fingerprint, int64_t lease_ns, int64_t waited_ns) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_claim* out = nullptr;
    backstay_claimed claimed = BACKSTAY_CLAIMED_INIT;
    backstay_bytes bytes = BACKSTAY_BYTES_INIT;
    backstay_status status = BACKSTAY_OK;
    {
      const py::gil_scoped_release released;
      status = backstay_idempotency_claim(idempotency_, data(scope), length(scope), data(key), length(key), data(fingerprint),
                                          length(fingerprint), lease_ns, waited_ns, &out, &claimed, &bytes, &error);
    }
    check(status, error);
    const std::unique_ptr<backstay_bytes, decltype(&backstay_bytes_free)> freed(&bytes, backstay_bytes_free);
    py::object held = out == nullptr ? py::object(py::none()) : py::cast(std::make_unique<Claim>(out));
    Parts parts(bytes);
    const py::str message(parts.next(claimed.message_length));
    const py::str recovery_point(parts.next(claimed.recovery_point_length));
    const py::str content_type(parts.next(claimed.content_type_length));
    const py::str headers(parts.next(claimed.headers_length));
    const py::bytes body(parts.next(claimed.body_length));
    return py::make_tuple(status, std::move(held), claimed.fence, claimed.retry_after_ns, claimed.again_ns, claimed.takeovers,
                          claimed.answer_kind, claimed.status_code, message, recovery_point, content_type, headers, body);
  }

  // False where the clock is the system's: sleep.
  bool pass_time(int64_t pause_ns) const { return backstay_idempotency_pass_time(idempotency_, pause_ns) > 0; }

 private:
  backstay_idempotency* idempotency_;
};

}  // namespace

py::object make_idempotency(backstay_runtime* runtime, std::string_view name) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_idempotency* out = nullptr;
  check(backstay_runtime_idempotency(runtime, data(name), length(name), &out, &error), error);
  return py::cast(std::make_unique<Idempotency>(out));
}

void define_idempotency(py::module_& module) {
  py::class_<Claim>(module, "Claim", "One reference to a key that is held.")
      .def("complete", &Claim::complete, py::arg("kind"), py::arg("status_code"), py::arg("content_type"), py::arg("headers"),
           py::arg("body"))
      .def("fail", &Claim::fail, py::arg("retryable"), py::arg("type"), py::arg("message"))
      .def("release", &Claim::apply<backstay_idempotency_release>)
      .def("heartbeat", &Claim::apply<backstay_idempotency_heartbeat>)
      .def("set_recovery_point", &Claim::set_recovery_point, py::arg("point"));
  py::class_<Idempotency>(module, "Idempotency", "One reference to an idempotency of the core.")
      .def("claim", &Idempotency::claim, py::arg("scope"), py::arg("key"), py::arg("fingerprint"), py::arg("lease_ns"),
           py::arg("waited_ns"))
      .def("pass_time", &Idempotency::pass_time, py::arg("pause_ns"));
}

}  // namespace backstay::python
