#include "held.hpp"

#include "bridge.hpp"
#include "errors.hpp"
#include "header_lines.hpp"

namespace backstay::python {

bool Response::read(PyObject* status_code, PyObject* headers, PyObject* body, PyObject* kept) noexcept {
  status_code_ = PyLong_AsLongLong(status_code);
  if (status_code_ == -1 && PyErr_Occurred() != nullptr) return false;
  const int all_here = PyObject_IsTrue(kept);
  kept_ = all_here == 1;
  return all_here >= 0 && append_lines(headers_, headers) && PyObject_GetBuffer(body, &body_, PyBUF_SIMPLE) == 0;
}

backstay_status Response::report(backstay_claim* claim, backstay_error* error) const noexcept {
  return backstay_idempotency_respond(claim, status_code_, headers_.data(), static_cast<int64_t>(headers_.size()),
                                      static_cast<const char*>(body_.buf), body_.len, kept_ ? 1 : 0, error);
}

backstay_status Response::submit(backstay_claim* claim, backstay_queue* queue, int64_t token, backstay_error* error) const noexcept {
  return backstay_idempotency_respond_submit(claim, queue, token, status_code_, headers_.data(), static_cast<int64_t>(headers_.size()),
                                             static_cast<const char*>(body_.buf), body_.len, kept_ ? 1 : 0, error);
}

namespace {

struct Held {
  PyObject_HEAD backstay_claim* claim;
  int64_t status;
  int64_t fence;
  int64_t takeovers;
  PyObject* recovery_point;
  bool blocks;
};

PyTypeObject* held_type = nullptr;

Held* as_held(PyObject* object) noexcept { return reinterpret_cast<Held*>(object); }

bool takes(Py_ssize_t count, Py_ssize_t wanted) noexcept {
  if (count == wanted) return true;
  PyErr_Format(PyExc_TypeError, "takes %zd arguments, not %zd", wanted, count);
  return false;
}

// (status code, headers, body, kept): False where the key is not the claim's any more.
PyObject* held_respond(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  Response response;
  if (!takes(count, 4) || !response.read(args[0], args[1], args[2], args[3])) return nullptr;
  backstay_error error = BACKSTAY_ERROR_INIT;
  // A store in memory is there at once, and giving the GIL away costs more.
  PyThreadState* state = as_held(self)->blocks ? PyEval_SaveThread() : nullptr;
  const backstay_status status = response.report(as_held(self)->claim, &error);
  if (state != nullptr) PyEval_RestoreThread(state);
  if (status >= 0) return PyBool_FromLong(status == BACKSTAY_OK);
  set_error(error.code, error.message);
  return nullptr;
}

// (queue, token, and as respond): False where the queue is full.
PyObject* held_respond_submit(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  Response response;
  if (!takes(count, 6) || !response.read(args[2], args[3], args[4], args[5])) return nullptr;
  const int64_t token = PyLong_AsLongLong(args[1]);
  if (token == -1 && PyErr_Occurred() != nullptr) return nullptr;
  backstay_queue* queue = queue_of(args[0]);
  if (queue == nullptr) return nullptr;
  backstay_error error = BACKSTAY_ERROR_INIT;
  const backstay_status status = response.submit(as_held(self)->claim, queue, token, &error);
  if (status >= 0) return PyBool_FromLong(status != BACKSTAY_FULL);
  set_error(error.code, error.message);
  return nullptr;
}

PyObject* held_claim(PyObject* self, PyObject*) { return make_claim(backstay_claim_retain(as_held(self)->claim)); }

PyObject* held_get_status(PyObject* self, void*) { return PyLong_FromLongLong(as_held(self)->status); }
PyObject* held_get_fence(PyObject* self, void*) { return PyLong_FromLongLong(as_held(self)->fence); }
PyObject* held_get_takeovers(PyObject* self, void*) { return PyLong_FromLongLong(as_held(self)->takeovers); }
PyObject* held_get_recovery_point(PyObject* self, void*) { return Py_NewRef(as_held(self)->recovery_point); }

void held_dealloc(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  backstay_claim_release(as_held(self)->claim);
  Py_XDECREF(as_held(self)->recovery_point);
  type->tp_free(self);
  Py_DECREF(type);
}

template <typename Function>
PyCFunction method(Function function) noexcept {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyMethodDef held_methods[] = {
    {"respond", method(held_respond), METH_FASTCALL,
     "Report status code, headers, body and whether that is all of it; False: the key is not the claim's any more."},
    {"respond_submit", method(held_respond_submit), METH_FASTCALL,
     "The same by a queue and a token, without waiting; False where the queue is full."},
    {"claim", held_claim, METH_NOARGS, "The claim, for all else that its holder may do."},
    {nullptr, nullptr, 0, nullptr}};

PyGetSetDef held_attributes[] = {{"status", held_get_status, nullptr, "What the claim was told.", nullptr},
                                 {"fence", held_get_fence, nullptr, "Greater than that of every claim before.", nullptr},
                                 {"takeovers", held_get_takeovers, nullptr, "How often a lease had run out.", nullptr},
                                 {"recovery_point", held_get_recovery_point, nullptr, "What the holder before set last.", nullptr},
                                 {nullptr, nullptr, nullptr, nullptr, nullptr}};

PyType_Slot held_slots[] = {{Py_tp_doc, const_cast<char*>("The key of a request whose handler runs.")},
                            {Py_tp_dealloc, reinterpret_cast<void*>(held_dealloc)},
                            {Py_tp_methods, held_methods},
                            {Py_tp_getset, held_attributes},
                            {0, nullptr}};

PyType_Spec held_spec = {"backstay._native.Held", sizeof(Held), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, held_slots};

}  // namespace

PyObject* make_held(backstay_claim* claim, const backstay_served& served, std::string_view recovery_point, bool blocks) noexcept {
  Owned point(PyUnicode_DecodeUTF8(recovery_point.data(), static_cast<Py_ssize_t>(recovery_point.size()), "replace"));
  auto* held = point ? PyObject_New(Held, held_type) : nullptr;
  if (held == nullptr) {
    backstay_claim_release(claim);
    return nullptr;
  }
  held->claim = claim;
  held->status = served.status;
  held->fence = served.fence;
  held->takeovers = served.takeovers;
  held->recovery_point = point.release();
  held->blocks = blocks;
  return reinterpret_cast<PyObject*>(held);
}

bool define_held(PyObject* module) noexcept {
  held_type = make_type(module, &held_spec);
  return held_type != nullptr;
}

}  // namespace backstay::python
