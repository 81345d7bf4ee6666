#include "queue.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "bridge.hpp"
#include "claim.hpp"
#include "serving.hpp"

namespace backstay::python {

namespace {

// The answer of a scalar function, or its exception.
int64_t scalar(int64_t answer) {
  if (answer >= 0) return answer;
  set_error(static_cast<int32_t>(answer),
            answer == BACKSTAY_CLOSED ? "the queue was closed" : backstay_status_name(static_cast<int32_t>(answer)));
  throw py::error_already_set();
}

class Queue {
 public:
  explicit Queue(backstay_queue* queue) : queue_(queue) {}
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  ~Queue() { backstay_queue_release(queue_); }

  backstay_queue* handle() const { return queue_; }
  int64_t fd() const { return scalar(backstay_queue_fd(queue_)); }
  bool cancel(int64_t token) const { return scalar(backstay_queue_cancel(queue_, token)) == 1; }
  bool drop(int64_t result) const { return backstay_queue_drop(queue_, result) == BACKSTAY_OK; }
  bool complete(int64_t token) const { return scalar(backstay_echo_complete(queue_, token)) == 1; }

  // False where the queue is full.
  bool echo(int64_t token, const py::bytes& data, int64_t how) const {
    const auto view = static_cast<std::string_view>(data);
    backstay_error error = BACKSTAY_ERROR_INIT;
    const backstay_status status = backstay_echo_submit(queue_, token, view.data(), static_cast<int64_t>(view.size()), how, &error);
    check(status, error);
    return status != BACKSTAY_FULL;
  }

  py::bytes take(int64_t result) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    backstay_bytes bytes = BACKSTAY_BYTES_INIT;
    check(backstay_queue_take(queue_, result, &bytes, &error), error);
    py::bytes taken(bytes.data, static_cast<std::size_t>(bytes.length));
    backstay_bytes_free(&bytes);
    return taken;
  }

  py::tuple take_claim(int64_t result) const { return python::take_claim(queue_, result); }
  bool take_end(int64_t result) const { return python::take_end(queue_, result); }

  py::object take_served(int64_t result, bool as_bytes) const {
    auto taken = py::reinterpret_steal<py::object>(python::take_served(queue_, result, as_bytes));
    if (!taken) throw py::error_already_set();
    return taken;
  }

  // (token, status, result, length) of each record, the results left where they are.
  py::list drain(int64_t most) const {
    return read(most, [](const int64_t* record) {
      return py::make_tuple(record[BACKSTAY_RECORD_TOKEN], record[BACKSTAY_RECORD_STATUS], record[BACKSTAY_RECORD_RESULT],
                            record[BACKSTAY_RECORD_LENGTH]);
    });
  }

  // (token, status, bytes or None) of each record, the results taken: one crossing a batch.
  py::list collect(int64_t most) const {
    return read(most, [this](const int64_t* record) {
      const int64_t result = record[BACKSTAY_RECORD_RESULT];
      return py::make_tuple(record[BACKSTAY_RECORD_TOKEN], record[BACKSTAY_RECORD_STATUS],
                            result == 0 ? py::object(py::none()) : py::object(take(result)));
    });
  }

  // Waits without the GIL, and lets Python's signal handlers run in between.
  bool wait(int64_t timeout_ns) const {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    for (int64_t left = timeout_ns;;) {
      int64_t answer = 0;
      {
        const py::gil_scoped_release released;
        answer = backstay_queue_wait(queue_, left);
      }
      if (scalar(answer) == 1) return true;
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (timeout_ns < 0) continue;
      left = timeout_ns - std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
      if (left <= 0) return false;
    }
  }

  void close() const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    check(backstay_queue_close(queue_, &error), error);
  }

 private:
  template <class Make>
  py::list read(int64_t most, Make make) const {
    most = std::clamp<int64_t>(most, 1, BACKSTAY_QUEUE_CAPACITY_MAXIMUM);
    std::vector<int64_t> records(static_cast<std::size_t>(most * BACKSTAY_RECORD_FIELDS));
    const int64_t count = scalar(backstay_queue_drain(queue_, records.data(), most));
    py::list made(static_cast<std::size_t>(count));
    for (int64_t i = 0; i < count; ++i) made[static_cast<std::size_t>(i)] = make(records.data() + i * BACKSTAY_RECORD_FIELDS);
    return made;
  }

  backstay_queue* queue_;
};

}  // namespace

py::object make_queue(backstay_runtime* runtime, int64_t capacity) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_queue* out = nullptr;
  check(backstay_queue_create(runtime, capacity, &out, &error), error);
  return py::cast(std::make_unique<Queue>(out));
}

backstay_queue* queue_handle(const py::object& queue) { return queue.cast<const Queue&>().handle(); }

backstay_queue* queue_of(PyObject* object) noexcept {
  try {
    return queue_handle(py::reinterpret_borrow<py::object>(object));
  } catch (const std::exception&) {
    PyErr_SetString(PyExc_TypeError, "not a queue");
    return nullptr;
  }
}

void define_queue(py::module_& module) {
  py::class_<Queue>(module, "Queue", "One reference to a completion queue of the core.")
      .def("fd", &Queue::fd)
      .def("echo", &Queue::echo, py::arg("token"), py::arg("data"), py::arg("how"))
      .def("complete", &Queue::complete, py::arg("token"))
      .def("cancel", &Queue::cancel, py::arg("token"))
      .def("drain", &Queue::drain, py::arg("most"))
      .def("collect", &Queue::collect, py::arg("most"))
      .def("take", &Queue::take, py::arg("result"))
      .def("take_claim", &Queue::take_claim, py::arg("result"))
      .def("take_end", &Queue::take_end, py::arg("result"))
      .def("take_served", &Queue::take_served, py::arg("result"), py::arg("as_bytes"))
      .def("drop", &Queue::drop, py::arg("result"))
      .def("wait", &Queue::wait, py::arg("timeout_ns"))
      .def("close", &Queue::close);
}

}  // namespace backstay::python
