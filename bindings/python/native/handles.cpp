#include "handles.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "claim.hpp"
#include "cold.hpp"
#include "lots.hpp"
#include "parts.hpp"
#include "queue.hpp"

namespace backstay::python {

namespace {

std::optional<double> seconds(int64_t ns) { return ns < 0 ? std::nullopt : std::optional(static_cast<double>(ns) / 1e9); }

std::string take(backstay_bytes& bytes) {
  std::string text(bytes.data, static_cast<std::size_t>(bytes.length));
  backstay_bytes_free(&bytes);
  return text;
}

// A Python object that owns one reference to a policy.
class Handle {
 public:
  Handle(backstay_policy* policy, const py::object& source, const py::object& name, const py::object& key)
      : hot_(HotPolicy::make(policy, &source.cast<EventSource&>(), source.ptr(), name.ptr(), key.ptr())) {
    if (hot_ == nullptr) throw py::error_already_set();
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { hot_->release(); }

  HotPolicy* hot() const noexcept { return hot_; }
  py::object name() const { return py::reinterpret_borrow<py::object>(hot_->name()); }
  py::object key() const { return py::reinterpret_borrow<py::object>(hot_->key()); }
  py::object source() const { return py::reinterpret_borrow<py::object>(hot_->source()); }
  bool manual_clock() const { return hot_->manual_clock(); }

  std::string snapshot() const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_bytes bytes = BACKSTAY_BYTES_INIT;
    check(backstay_policy_snapshot(hot_->get(), &bytes, &error), error);
    return take(bytes);
  }

  std::unique_ptr<Handle> keyed(const py::str& key) const {
    const auto text = key.cast<std::string_view>();
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_policy* out = nullptr;
    check(backstay_policy_keyed(hot_->get(), text.data(), length(text), &out, &error), error);
    return std::make_unique<Handle>(out, source(), name(), key);
  }

  std::optional<double> retry_after(std::string_view header) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    int64_t wait_ns = 0;
    if (backstay_policy_retry_after(hot_->get(), header.data(), length(header), &wait_ns, &error) != BACKSTAY_OK) return std::nullopt;
    return static_cast<double>(wait_ns) / 1e9;
  }

  // (allowed, limit, remaining, retry_after, reset_after), the times in seconds or None.
  py::tuple rate(int64_t cost) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_rate rate = BACKSTAY_RATE_INIT;
    check(backstay_rate_limit_peek(hot_->get(), cost, &rate, &error), error);
    return py::make_tuple(rate.allowed != 0, rate.limit, rate.remaining, seconds(rate.retry_after_ns), seconds(rate.reset_after_ns));
  }

  void set_limit(int64_t limit, std::string_view reason) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    check(backstay_bulkhead_set_limit(hot_->get(), limit, reason.data(), length(reason), &error), error);
    wake_lot(hot_->lot());
  }

  // Every new call is refused with that reason, until 0.
  void force_refusal(int64_t reason, int64_t wait_us) const {
    hot_->force_answer(reason == 0 ? 0 : -((wait_us < 0 ? BACKSTAY_WAIT_UNKNOWN_US : wait_us) << 8 | reason));
  }

  void force_open(std::string_view reason, int64_t duration_ns) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    check(backstay_circuit_breaker_force_open(hot_->get(), reason.data(), length(reason), duration_ns, &error), error);
  }

  using Control = backstay_status (*)(backstay_policy*, const char*, int64_t, backstay_error*);
  template <Control control>
  void apply(std::string_view reason) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    check(control(hot_->get(), reason.data(), length(reason), &error), error);
  }

 private:
  HotPolicy* hot_;
};

// A Python object that owns one reference to a runtime.
class Runtime {
 public:
  explicit Runtime(backstay_runtime* runtime) : runtime_(runtime), source_(py::cast(std::make_unique<EventSource>(runtime))) {}
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;
  ~Runtime() { backstay_runtime_release(runtime_); }

  static std::unique_ptr<Runtime> open(std::optional<std::string_view> path) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_runtime* out = nullptr;
    const auto text = path.value_or(std::string_view{});
    check(backstay_runtime_open(path ? text.data() : nullptr, path ? length(text) : 0, &out, &error), error);
    return std::make_unique<Runtime>(out);
  }

  static std::unique_ptr<Runtime> create(std::string_view json) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_runtime* out = nullptr;
    check(backstay_runtime_create(json.data(), length(json), &out, &error), error);
    return std::make_unique<Runtime>(out);
  }

  static std::unique_ptr<Runtime> create_disabled(std::optional<std::string_view> json) {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_runtime* out = nullptr;
    const auto text = json.value_or(std::string_view{});
    check(backstay_runtime_create_disabled(json ? text.data() : nullptr, json ? length(text) : 0, &out, &error), error);
    return std::make_unique<Runtime>(out);
  }

  std::unique_ptr<Handle> policy(const py::str& name) const {
    const auto text = name.cast<std::string_view>();
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_policy* out = nullptr;
    check(backstay_runtime_policy(runtime_, text.data(), length(text), &out, &error), error);
    return std::make_unique<Handle>(out, source_, name, py::none());
  }

  std::string policies() const { return read(backstay_runtime_policies); }
  std::string info() const { return read(backstay_runtime_info); }

  std::string metrics(std::optional<std::string_view> process) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_bytes bytes = BACKSTAY_BYTES_INIT;
    const auto text = process.value_or(std::string_view{});
    check(backstay_runtime_metrics(runtime_, process ? text.data() : nullptr, process ? length(text) : 0, &bytes, &error), error);
    return take(bytes);
  }

  std::string events(int64_t since) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_bytes bytes = BACKSTAY_BYTES_INIT;
    check(backstay_runtime_events(runtime_, since, &bytes, &error), error);
    return take(bytes);
  }

  void advance(int64_t by_ns) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    check(backstay_runtime_advance(runtime_, by_ns, &error), error);
    wake_runtime(source_.ptr(), false);  // somebody's wait may be over
  }

  int64_t now() const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    int64_t now_ns = 0;
    check(backstay_runtime_now(runtime_, &now_ns, &error), error);
    return now_ns;
  }

  void close() const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    check(backstay_runtime_close(runtime_, &error), error);
    wake_runtime(source_.ptr(), true);
  }

  py::object queue(int64_t capacity) const { return make_queue(runtime_, capacity); }
  py::object idempotency(std::string_view name) const { return make_idempotency(runtime_, name); }

  py::object source() const { return source_; }

 private:
  std::string read(backstay_status (*function)(backstay_runtime*, backstay_bytes*, backstay_error*)) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_bytes bytes = BACKSTAY_BYTES_INIT;
    check(function(runtime_, &bytes, &error), error);
    return take(bytes);
  }

  backstay_runtime* runtime_;
  py::object source_;
};

std::string read_bytes(backstay_status (*function)(backstay_bytes*, backstay_error*)) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_bytes bytes = BACKSTAY_BYTES_INIT;
  check(function(&bytes, &error), error);
  return take(bytes);
}

std::string check_config(std::string_view json) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_bytes bytes = BACKSTAY_BYTES_INIT;
  check(backstay_config_check(json.data(), length(json), &bytes, &error), error);
  return take(bytes);
}

void define_handle_class(py::module_& module) {
  py::class_<Handle>(module, "Handle", "One reference to a policy of the core.")
      .def_property_readonly("name", &Handle::name)
      .def_property_readonly("key", &Handle::key)
      .def_property_readonly("source", &Handle::source)
      .def_property_readonly("manual_clock", &Handle::manual_clock)
      .def("snapshot", &Handle::snapshot)
      .def("keyed", &Handle::keyed, py::arg("key"))
      .def("retry_after", &Handle::retry_after, py::arg("header"))
      .def("rate", &Handle::rate, py::arg("cost"))
      .def("reset_rate_limit", &Handle::apply<backstay_rate_limit_reset>, py::arg("reason"))
      .def("set_limit", &Handle::set_limit, py::arg("limit"), py::arg("reason"))
      .def("force_refusal", &Handle::force_refusal, py::arg("reason"), py::arg("wait_us"))
      .def("force_open", &Handle::force_open, py::arg("reason"), py::arg("duration_ns"))
      .def("force_closed", &Handle::apply<backstay_circuit_breaker_force_closed>, py::arg("reason"))
      .def("disable", &Handle::apply<backstay_circuit_breaker_disable>, py::arg("reason"))
      .def("metrics_only", &Handle::apply<backstay_circuit_breaker_metrics_only>, py::arg("reason"))
      .def("reset", &Handle::apply<backstay_circuit_breaker_reset>, py::arg("reason"));
}

}  // namespace

HotPolicy* handle_policy(PyObject* object) noexcept {
  try {
    return py::handle(object).cast<const Handle&>().hot();
  } catch (const std::exception&) {
    PyErr_Clear();
    PyErr_SetString(PyExc_TypeError, "not a policy handle");
    return nullptr;
  }
}

void define_handles(py::module_& module) {
  define_handle_class(module);
  py::class_<Runtime>(module, "Runtime", "One reference to a runtime of the core.")
      .def_static("open", &Runtime::open, py::arg("path"))
      .def_static("create", &Runtime::create, py::arg("json"))
      .def_static("create_disabled", &Runtime::create_disabled, py::arg("json"))
      .def("policy", &Runtime::policy, py::arg("name"))
      .def("policies", &Runtime::policies)
      .def("metrics", &Runtime::metrics, py::arg("process"))
      .def("events", &Runtime::events, py::arg("since"))
      .def("info", &Runtime::info)
      .def("advance", &Runtime::advance, py::arg("by_ns"))
      .def("now", &Runtime::now)
      .def("close", &Runtime::close)
      .def("queue", &Runtime::queue, py::arg("capacity"))
      .def("idempotency", &Runtime::idempotency, py::arg("name"))
      .def_property_readonly("source", &Runtime::source);
  module.def("version", [] { return backstay_version(); });
  module.def("abi_version", [] { return backstay_abi_version(); });
  module.def("build_info", [] { return read_bytes(backstay_build_info); });
  module.def("config_check", &check_config, py::arg("json"));
  module.def("config_schema", [] { return read_bytes(backstay_config_schema); });
}

}  // namespace backstay::python
