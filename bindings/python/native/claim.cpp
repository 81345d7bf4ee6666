#include "claim.hpp"

#include <memory>
#include <string_view>
#include <utility>

#include "bridge.hpp"
#include "held.hpp"
#include "queue.hpp"
#include "serving.hpp"

namespace backstay::python {

namespace {

// False where the queue is full. Nothing here waits for a store, so the GIL is kept.
template <class Function>
bool submitted(const py::object& queue, Function&& function) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  const backstay_status status = function(queue_handle(queue), &error);
  check(status, error);
  return status != BACKSTAY_FULL;
}

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

  bool respond(const py::object& status_code, const py::object& headers, const py::object& body, const py::object& whole) const {
    Response response;
    if (!response.read(status_code.ptr(), headers.ptr(), body.ptr(), whole.ptr())) throw py::error_already_set();
    return kept([&](backstay_error* error) { return response.report(claim_, error); });
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

  // The same without waiting; what they came to is for take_end.

  bool complete_submit(const py::object& queue, int64_t token, int64_t kind, int64_t status_code, std::string_view content_type,
                       std::string_view headers, const py::bytes& body) const {
    const auto view = static_cast<std::string_view>(body);
    return submitted(queue, [&](backstay_queue* to, backstay_error* error) {
      return backstay_idempotency_complete_submit(claim_, to, token, kind, status_code, data(content_type), length(content_type),
                                                  data(headers), length(headers), data(view), length(view), error);
    });
  }

  bool respond_submit(const py::object& queue, int64_t token, const py::object& status_code, const py::object& headers,
                      const py::object& body, const py::object& whole) const {
    Response response;
    if (!response.read(status_code.ptr(), headers.ptr(), body.ptr(), whole.ptr())) throw py::error_already_set();
    return submitted(queue, [&](backstay_queue* to, backstay_error* error) { return response.submit(claim_, to, token, error); });
  }

  bool fail_submit(const py::object& queue, int64_t token, bool retryable, std::string_view type, std::string_view message) const {
    return submitted(queue, [&](backstay_queue* to, backstay_error* error) {
      return backstay_idempotency_fail_submit(claim_, to, token, retryable ? 1 : 0, data(type), length(type), data(message),
                                              length(message), error);
    });
  }

  bool set_recovery_point_submit(const py::object& queue, int64_t token, std::string_view point) const {
    return submitted(queue, [&](backstay_queue* to, backstay_error* error) {
      return backstay_idempotency_set_recovery_point_submit(claim_, to, token, data(point), length(point), error);
    });
  }

  using Submit = backstay_status (*)(backstay_claim*, backstay_queue*, int64_t, backstay_error*);
  template <Submit submit>
  bool apply_submit(const py::object& queue, int64_t token) const {
    return submitted(queue, [&](backstay_queue* to, backstay_error* error) { return submit(claim_, to, token, error); });
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

// What a claim is told: where it is written, and how Python is told it.
class Told {
 public:
  Told() = default;
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
  ~Told() {
    backstay_claim_release(claim_);
    backstay_bytes_free(&bytes_);
  }

  // `ask` is either form of the claim; it may run without the GIL.
  template <class Ask>
  void ask(Ask&& ask) {
    status_ = ask(&claim_, &claimed_, &bytes_, &error_);
  }

  // (status, claim or None, fence, retry_after_ns, again_ns, takeovers, kind, status code, message, recovery point, content type, headers,
  // body)
  py::tuple told() {
    check(status_, error_);
    py::object held = claim_ == nullptr ? py::object(py::none()) : py::cast(std::make_unique<Claim>(std::exchange(claim_, nullptr)));
    Parts parts(bytes_);
    const py::str message(parts.next(claimed_.message_length));
    const py::str recovery_point(parts.next(claimed_.recovery_point_length));
    const py::str content_type(parts.next(claimed_.content_type_length));
    const py::str headers(parts.next(claimed_.headers_length));
    const py::bytes body(parts.next(claimed_.body_length));
    return py::make_tuple(status_, std::move(held), claimed_.fence, claimed_.retry_after_ns, claimed_.again_ns, claimed_.takeovers,
                          claimed_.answer_kind, claimed_.status_code, message, recovery_point, content_type, headers, body);
  }

 private:
  backstay_status status_ = BACKSTAY_OK;
  backstay_claim* claim_ = nullptr;
  backstay_claimed claimed_ = BACKSTAY_CLAIMED_INIT;
  backstay_bytes bytes_ = BACKSTAY_BYTES_INIT;
  backstay_error error_ = BACKSTAY_ERROR_INIT;
};

class Idempotency {
 public:
  explicit Idempotency(backstay_idempotency* idempotency) : idempotency_(idempotency) {}
  Idempotency(const Idempotency&) = delete;
  Idempotency& operator=(const Idempotency&) = delete;
  ~Idempotency() { backstay_idempotency_handle_release(idempotency_); }

  bool blocks() const { return backstay_idempotency_blocks(idempotency_) > 0; }

  py::tuple claim(std::string_view scope, std::string_view key, std::string_view fingerprint, int64_t lease_ns, int64_t waited_ns) const {
    Told told;
    {
      const py::gil_scoped_release released;
      told.ask([&](backstay_claim** out, backstay_claimed* claimed, backstay_bytes* text, backstay_error* error) {
        return backstay_idempotency_claim(idempotency_, data(scope), length(scope), data(key), length(key), data(fingerprint),
                                          length(fingerprint), lease_ns, waited_ns, out, claimed, text, error);
      });
    }
    return told.told();
  }

  // What it came to is for take_claim.
  bool claim_submit(const py::object& queue, int64_t token, std::string_view scope, std::string_view key, std::string_view fingerprint,
                    int64_t lease_ns, int64_t waited_ns) const {
    return submitted(queue, [&](backstay_queue* to, backstay_error* error) {
      return backstay_idempotency_claim_submit(idempotency_, to, token, data(scope), length(scope), data(key), length(key),
                                               data(fingerprint), length(fingerprint), lease_ns, waited_ns, error);
    });
  }

  py::object serving() const {
    auto made = py::reinterpret_steal<py::object>(make_serving(backstay_idempotency_handle_retain(idempotency_)));
    if (!made) throw py::error_already_set();
    return made;
  }

  void set_on_unavailable(int64_t mode, std::string_view reason) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    check(backstay_idempotency_set_on_unavailable(idempotency_, mode, data(reason), length(reason), &error), error);
  }

  // False where the clock is the system's: sleep.
  bool pass_time(int64_t pause_ns) const { return backstay_idempotency_pass_time(idempotency_, pause_ns) > 0; }

 private:
  backstay_idempotency* idempotency_;
};

}  // namespace

PyObject* make_claim(backstay_claim* claim) noexcept {
  try {
    return py::cast(std::make_unique<Claim>(claim)).release().ptr();
  } catch (const std::exception&) {
    PyErr_NoMemory();
    return nullptr;
  }
}

py::object make_idempotency(backstay_runtime* runtime, std::string_view name) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_idempotency* out = nullptr;
  check(backstay_runtime_idempotency(runtime, data(name), length(name), &out, &error), error);
  return py::cast(std::make_unique<Idempotency>(out));
}

py::tuple take_claim(backstay_queue* queue, int64_t result) {
  Told told;
  told.ask([&](backstay_claim** out, backstay_claimed* claimed, backstay_bytes* text, backstay_error* error) {
    return backstay_idempotency_claim_take(queue, result, out, claimed, text, error);
  });
  return told.told();
}

bool take_end(backstay_queue* queue, int64_t result) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  const backstay_status status = backstay_idempotency_end_take(queue, result, &error);
  check(status, error);
  return status == BACKSTAY_OK;
}

void define_idempotency(py::module_& module) {
  py::class_<Claim>(module, "Claim", "One reference to a key that is held.")
      .def("complete", &Claim::complete, py::arg("kind"), py::arg("status_code"), py::arg("content_type"), py::arg("headers"),
           py::arg("body"))
      .def("fail", &Claim::fail, py::arg("retryable"), py::arg("type"), py::arg("message"))
      .def("release", &Claim::apply<backstay_idempotency_release>)
      .def("heartbeat", &Claim::apply<backstay_idempotency_heartbeat>)
      .def("set_recovery_point", &Claim::set_recovery_point, py::arg("point"))
      .def("complete_submit", &Claim::complete_submit, py::arg("queue"), py::arg("token"), py::arg("kind"), py::arg("status_code"),
           py::arg("content_type"), py::arg("headers"), py::arg("body"))
      .def("respond", &Claim::respond, py::arg("status_code"), py::arg("headers"), py::arg("body"), py::arg("kept"))
      .def("respond_submit", &Claim::respond_submit, py::arg("queue"), py::arg("token"), py::arg("status_code"), py::arg("headers"),
           py::arg("body"), py::arg("kept"))
      .def("fail_submit", &Claim::fail_submit, py::arg("queue"), py::arg("token"), py::arg("retryable"), py::arg("type"),
           py::arg("message"))
      .def("release_submit", &Claim::apply_submit<backstay_idempotency_release_submit>, py::arg("queue"), py::arg("token"))
      .def("heartbeat_submit", &Claim::apply_submit<backstay_idempotency_heartbeat_submit>, py::arg("queue"), py::arg("token"))
      .def("set_recovery_point_submit", &Claim::set_recovery_point_submit, py::arg("queue"), py::arg("token"), py::arg("point"));
  py::class_<Idempotency>(module, "Idempotency", "One reference to an idempotency of the core.")
      .def("claim", &Idempotency::claim, py::arg("scope"), py::arg("key"), py::arg("fingerprint"), py::arg("lease_ns"),
           py::arg("waited_ns"))
      .def("blocks", &Idempotency::blocks)
      .def("claim_submit", &Idempotency::claim_submit, py::arg("queue"), py::arg("token"), py::arg("scope"), py::arg("key"),
           py::arg("fingerprint"), py::arg("lease_ns"), py::arg("waited_ns"))
      .def("serving", &Idempotency::serving)
      .def("set_on_unavailable", &Idempotency::set_on_unavailable, py::arg("mode"), py::arg("reason"))
      .def("pass_time", &Idempotency::pass_time, py::arg("pause_ns"));
}

}  // namespace backstay::python
