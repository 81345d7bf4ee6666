#include "serving.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "bridge.hpp"
#include "errors.hpp"
#include "header_lines.hpp"
#include "held.hpp"
#include "http_request.hpp"

namespace backstay::python {

namespace {

struct Serving {
  PyObject_HEAD backstay_idempotency* idempotency;
  std::string* key_name;  // in lower case
  bool blocks;
};

PyTypeObject* serving_type = nullptr;

Serving* as_serving(PyObject* object) noexcept { return reinterpret_cast<Serving*>(object); }

// What a request is told: where it is written, and how Python is told it.
class Told {
 public:
  Told() = default;
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
  ~Told() {
    backstay_claim_release(claim_);
    backstay_bytes_free(&text_);
  }

  // `ask` is either form of serve; it may run without the GIL.
  template <class Ask>
  void ask(Ask&& ask) noexcept {
    status_ = ask(&claim_, &served_, &text_, &error_);
  }

  // (action, status, retry_after_ns, again_ns, Held or None, status code, headers, body)
  PyObject* told(bool as_bytes, bool blocks) noexcept {
    if (status_ < 0) {
      set_error(error_.code, error_.message);
      return nullptr;
    }
    std::string_view rest(text_.data == nullptr ? "" : text_.data, static_cast<std::size_t>(text_.length));
    const std::string_view point = cut(rest, served_.recovery_point_length);
    const std::string_view lines = cut(rest, served_.headers_length);
    Owned held(claim_ == nullptr ? Py_NewRef(Py_None) : make_held(std::exchange(claim_, nullptr), served_, point, blocks));
    Owned headers(held ? pairs_of(lines, as_bytes) : nullptr);
    Owned body(headers ? PyBytes_FromStringAndSize(rest.data(), static_cast<Py_ssize_t>(rest.size())) : nullptr);
    Owned tuple(body ? PyTuple_New(kParts) : nullptr);
    if (!tuple) return nullptr;
    const int64_t numbers[] = {served_.action, served_.status, served_.retry_after_ns, served_.again_ns};
    Py_ssize_t place = 0;
    for (const int64_t number : numbers) PyTuple_SET_ITEM(tuple.get(), place++, PyLong_FromLongLong(number));
    PyTuple_SET_ITEM(tuple.get(), place++, held.release());
    PyTuple_SET_ITEM(tuple.get(), place++, PyLong_FromLongLong(served_.status_code));
    PyTuple_SET_ITEM(tuple.get(), place++, headers.release());
    PyTuple_SET_ITEM(tuple.get(), place++, body.release());
    return PyErr_Occurred() == nullptr ? tuple.release() : nullptr;
  }

 private:
  static constexpr Py_ssize_t kParts = 8;

  static std::string_view cut(std::string_view& rest, int64_t length) noexcept {
    const std::string_view part = rest.substr(0, static_cast<std::size_t>(length));
    rest.remove_prefix(part.size());
    return part;
  }

  backstay_status status_ = BACKSTAY_OK;
  backstay_claim* claim_ = nullptr;
  backstay_served served_ = BACKSTAY_SERVED_INIT;
  backstay_bytes text_ = BACKSTAY_BYTES_INIT;
  backstay_error error_ = BACKSTAY_ERROR_INIT;
};

bool takes(Py_ssize_t count, Py_ssize_t wanted) noexcept {
  if (count == wanted) return true;
  PyErr_Format(PyExc_TypeError, "takes %zd arguments, not %zd", wanted, count);
  return false;
}

// What `wants` answered, or its exception.
PyObject* wanted(int64_t answer) noexcept {
  if (answer >= 0) return PyLong_FromLongLong(answer);
  set_error(static_cast<int32_t>(answer), backstay_status_name(static_cast<int32_t>(answer)));
  return nullptr;
}

PyObject* serve(const Serving* serving, const HttpRequest& request, bool as_bytes) noexcept {
  Told told;
  // A store in memory is there at once, and giving the GIL away costs more.
  PyThreadState* state = serving->blocks ? PyEval_SaveThread() : nullptr;
  told.ask([&](backstay_claim** out, backstay_served* served, backstay_bytes* text, backstay_error* error) {
    return request.serve(serving->idempotency, out, served, text, error);
  });
  if (state != nullptr) PyEval_RestoreThread(state);
  return told.told(as_bytes, serving->blocks);
}

// `args` begins with queue and token. False where the queue is full.
PyObject* submit(const Serving* serving, const HttpRequest& request, PyObject* const* args) noexcept {
  const int64_t token = PyLong_AsLongLong(args[1]);
  if (token == -1 && PyErr_Occurred() != nullptr) return nullptr;
  backstay_queue* queue = queue_of(args[0]);
  if (queue == nullptr) return nullptr;
  backstay_error error = BACKSTAY_ERROR_INIT;
  const backstay_status status = request.submit(serving->idempotency, queue, token, &error);
  if (status >= 0) return PyBool_FromLong(status != BACKSTAY_FULL);
  set_error(error.code, error.message);
  return nullptr;
}

PyObject* serving_wants(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  if (!takes(count, 2)) return nullptr;
  HttpRequest request;
  return request.read_head(args[0], args[1]) ? wanted(request.wanted(as_serving(self)->idempotency)) : nullptr;
}

PyObject* serving_wants_asgi(PyObject* self, PyObject* scope) {
  HttpRequest request;
  if (!request.read_asgi_head(scope, *as_serving(self)->key_name)) return nullptr;
  return wanted(request.wanted(as_serving(self)->idempotency));
}

PyObject* serving_serve(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  HttpRequest request;
  return takes(count, HttpRequest::kFields) && request.read(args) ? serve(as_serving(self), request, false) : nullptr;
}

PyObject* serving_submit(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  HttpRequest request;
  return takes(count, HttpRequest::kFields + 2) && request.read(args + 2) ? submit(as_serving(self), request, args) : nullptr;
}

PyObject* serving_serve_asgi(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  HttpRequest request;
  const bool read = takes(count, HttpRequest::kAsgiFields) && request.read_asgi(args, *as_serving(self)->key_name);
  return read ? serve(as_serving(self), request, true) : nullptr;
}

PyObject* serving_submit_asgi(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  HttpRequest request;
  const bool read = takes(count, HttpRequest::kAsgiFields + 2) && request.read_asgi(args + 2, *as_serving(self)->key_name);
  return read ? submit(as_serving(self), request, args) : nullptr;
}

PyObject* serving_get_key_header(PyObject* self, void*) {
  return PyUnicode_FromString(backstay_idempotency_key_header(as_serving(self)->idempotency));
}

PyObject* serving_get_maximum_body(PyObject* self, void*) {
  return PyLong_FromLongLong(backstay_idempotency_maximum_body(as_serving(self)->idempotency));
}

void serving_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  backstay_idempotency_handle_release(as_serving(self)->idempotency);
  delete as_serving(self)->key_name;
  type->tp_free(self);
  Py_DECREF(type);
}

template <typename Function>
PyCFunction method(Function function) noexcept {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyMethodDef serving_methods[] = {
    {"wants", method(serving_wants), METH_FASTCALL,
     "How many bytes of a request's body are wanted, by its method and key header; 0: it passes."},
    {"wants_asgi", serving_wants_asgi, METH_O, "The same of a scope of ASGI."},
    {"serve", method(serving_serve), METH_FASTCALL, "Decide what is done with a request; waits for the store."},
    {"submit", method(serving_submit), METH_FASTCALL, "The same by a queue and a token; False where the queue is full."},
    {"serve_asgi", method(serving_serve_asgi), METH_FASTCALL,
     "The same of a scope of ASGI, its body, route, tenant, principal, time waited."},
    {"submit_asgi", method(serving_submit_asgi), METH_FASTCALL, "The same by a queue and a token; False where the queue is full."},
    {nullptr, nullptr, 0, nullptr}};

PyGetSetDef serving_attributes[] = {
    {"key_header", serving_get_key_header, nullptr, "The name of the header that holds the key.", nullptr},
    {"maximum_body", serving_get_maximum_body, nullptr, "Bytes of an answer's body that are kept.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyType_Slot serving_slots[] = {{Py_tp_doc, const_cast<char*>("An idempotency as adapters of HTTP ask it.")},
                               {Py_tp_dealloc, reinterpret_cast<void*>(serving_dealloc)},
                               {Py_tp_methods, serving_methods},
                               {Py_tp_getset, serving_attributes},
                               {0, nullptr}};

PyType_Spec serving_spec = {"backstay._native.Serving", sizeof(Serving), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
                            serving_slots};

std::string* lower_case(const char* text) {
  auto* made = new std::string(text);
  std::transform(made->begin(), made->end(), made->begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return made;
}

}  // namespace

PyObject* make_serving(backstay_idempotency* idempotency) noexcept {
  auto* serving = PyObject_New(Serving, serving_type);
  if (serving == nullptr) {
    backstay_idempotency_handle_release(idempotency);
    return nullptr;
  }
  serving->idempotency = idempotency;
  serving->key_name = lower_case(backstay_idempotency_key_header(idempotency));
  serving->blocks = backstay_idempotency_blocks(idempotency) > 0;
  return reinterpret_cast<PyObject*>(serving);
}

PyObject* take_served(backstay_queue* queue, int64_t result, bool as_bytes) noexcept {
  Told told;
  told.ask([&](backstay_claim** out, backstay_served* served, backstay_bytes* text, backstay_error* error) {
    return backstay_idempotency_serve_take(queue, result, out, served, text, error);
  });
  return told.told(as_bytes, true);  // who submits has a store that blocks
}

bool define_serving(PyObject* module) noexcept {
  serving_type = make_type(module, &serving_spec);
  return serving_type != nullptr;
}

}  // namespace backstay::python
