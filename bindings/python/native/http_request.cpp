#include "http_request.hpp"

#include <charconv>
#include <exception>

namespace backstay::python {

namespace {

// False: an exception is pending. None is empty.
bool read_text(PyObject* object, std::string_view& text) noexcept {
  if (PyBytes_Check(object)) {
    text = {PyBytes_AS_STRING(object), static_cast<std::size_t>(PyBytes_GET_SIZE(object))};
    return true;
  }
  if (object == Py_None) return true;
  if (!PyUnicode_Check(object)) {
    PyErr_Format(PyExc_TypeError, "a part of a request must be str or bytes, not %s", Py_TYPE(object)->tp_name);
    return false;
  }
  Py_ssize_t length = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(object, &length);
  if (bytes != nullptr) text = {bytes, static_cast<std::size_t>(length)};
  return bytes != nullptr;
}

bool read_number(PyObject* object, int64_t& number) noexcept {
  number = PyLong_AsLongLong(object);
  return number != -1 || PyErr_Occurred() == nullptr;
}

// The names of what is read of a scope, made once and kept as long as the process.
PyObject* name_of(PyObject*& kept, const char* text) noexcept {
  if (kept == nullptr) kept = PyUnicode_InternFromString(text);
  return kept;
}

// 1 found, 0 absent, -1 an exception is pending. Most servers' scopes are dicts.
int find(PyObject* scope, PyObject* name, Owned& value) noexcept {
  if (name == nullptr) return -1;
  if (PyDict_CheckExact(scope)) [[likely]] {
    value = Owned::share(PyDict_GetItemWithError(scope, name));
    return value ? 1 : (PyErr_Occurred() == nullptr ? 0 : -1);
  }
  value = Owned(PyObject_GetItem(scope, name));
  if (value) return 1;
  if (!PyErr_ExceptionMatches(PyExc_KeyError)) return -1;
  PyErr_Clear();
  return 0;
}

// The text stays where it is as long as the scope keeps it.
bool read_member(PyObject* scope, PyObject* name, std::string_view& text) noexcept {
  Owned value;
  const int found = find(scope, name, value);
  return found >= 0 && (found == 0 || read_text(value.get(), text));
}

// Several fields of one name are one list.
void join(std::string& list, std::string_view value, std::string_view between) {
  if (!list.empty()) list += between;
  list += value;
}

}  // namespace

bool HttpRequest::read_head(PyObject* method, PyObject* key_header) noexcept {
  has_key_ = key_header != Py_None;
  return read_text(method, method_) && read_text(key_header, key_);
}

bool HttpRequest::read(PyObject* const* fields) noexcept {
  return read_head(fields[0], fields[3]) && read_text(fields[1], target_) && read_text(fields[2], route_) &&
         read_text(fields[4], tenant_) && read_text(fields[5], principal_) && read_text(fields[6], credentials_) &&
         read_number(fields[8], declared_length_) && read_rest(fields[7], fields[9]);
}

bool HttpRequest::read_rest(PyObject* body, PyObject* waited_ns) noexcept {
  return read_number(waited_ns, waited_ns_) && PyObject_GetBuffer(body, &body_, PyBUF_SIMPLE) == 0;
}

void HttpRequest::read_field(std::string_view name, std::string_view value, std::string_view key_name) {
  if (name == key_name) {
    if (has_key_) {
      if (key_text_.empty()) key_text_ = key_;
      key_text_.append(", ").append(value);
    }
    key_ = has_key_ ? std::string_view(key_text_) : value;
    has_key_ = true;
  } else if (name == "authorization") {
    join(authorization_, value, ", ");
  } else if (name == "cookie") {
    join(cookie_, value, "; ");
  } else if (name == "content-length") {
    int64_t number = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (problem == std::errc() && end == value.data() + value.size()) declared_length_ = number;
  }
}

bool HttpRequest::read_headers(PyObject* headers, std::string_view key_name) {
  Owned pairs(PySequence_Fast(headers, "headers must be pairs of name and value"));
  if (!pairs) return false;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(pairs.get()); ++i) {
    Owned pair(PySequence_Fast(PySequence_Fast_GET_ITEM(pairs.get(), i), "a header must be a pair of name and value"));
    if (!pair) return false;
    PyObject* name = PySequence_Fast_GET_SIZE(pair.get()) == 2 ? PySequence_Fast_GET_ITEM(pair.get(), 0) : Py_None;
    PyObject* value = name != Py_None ? PySequence_Fast_GET_ITEM(pair.get(), 1) : Py_None;
    if (!PyBytes_Check(name) || !PyBytes_Check(value)) {
      PyErr_SetString(PyExc_TypeError, "a header of a scope must be a pair of bytes");
      return false;
    }
    read_field({PyBytes_AS_STRING(name), static_cast<std::size_t>(PyBytes_GET_SIZE(name))},
               {PyBytes_AS_STRING(value), static_cast<std::size_t>(PyBytes_GET_SIZE(value))}, key_name);
  }
  return true;
}

bool HttpRequest::read_asgi_head(PyObject* scope, std::string_view key_name) noexcept {
  static PyObject *method, *headers;
  try {
    Owned fields;
    if (!read_member(scope, name_of(method, "method"), method_)) return false;
    const int found = find(scope, name_of(headers, "headers"), fields);
    return found >= 0 && (found == 0 || read_headers(fields.get(), key_name));
  } catch (const std::exception&) {
    PyErr_NoMemory();
    return false;
  }
}

// As it was sent, where the server tells that, else the decoded path.
bool HttpRequest::read_target(PyObject* scope) {
  static PyObject *raw_path, *path, *query;
  std::string_view asked;
  if (!read_member(scope, name_of(raw_path, "raw_path"), target_)) return false;
  if (target_.empty() && !read_member(scope, name_of(path, "path"), target_)) return false;
  if (!read_member(scope, name_of(query, "query_string"), asked)) return false;
  if (asked.empty()) return true;
  target_text_.append(target_).append("?").append(asked);
  target_ = target_text_;
  return true;
}

bool HttpRequest::read_asgi(PyObject* const* fields, std::string_view key_name) noexcept {
  try {
    if (!read_asgi_head(fields[0], key_name) || !read_target(fields[0])) return false;
    if (!authorization_.empty() || !cookie_.empty()) {
      credentials_text_.append(authorization_).append("\n").append(cookie_);
      credentials_ = credentials_text_;
    }
  } catch (const std::exception&) {
    PyErr_NoMemory();
    return false;
  }
  return read_text(fields[2], route_) && read_text(fields[3], tenant_) && read_text(fields[4], principal_) &&
         read_rest(fields[1], fields[5]);
}

backstay_status HttpRequest::serve(backstay_idempotency* idempotency, backstay_claim** out, backstay_served* served, backstay_bytes* text,
                                   backstay_error* error) const noexcept {
  return backstay_idempotency_serve(idempotency, data(method_), length(method_), data(target_), length(target_), data(route_),
                                    length(route_), key_data(), length(key_), data(tenant_), length(tenant_), data(principal_),
                                    length(principal_), data(credentials_), length(credentials_), static_cast<const char*>(body_.buf),
                                    body_.len, declared_length_, waited_ns_, out, served, text, error);
}

backstay_status HttpRequest::submit(backstay_idempotency* idempotency, backstay_queue* queue, int64_t token,
                                    backstay_error* error) const noexcept {
  return backstay_idempotency_serve_submit(idempotency, queue, token, data(method_), length(method_), data(target_), length(target_),
                                           data(route_), length(route_), key_data(), length(key_), data(tenant_), length(tenant_),
                                           data(principal_), length(principal_), data(credentials_), length(credentials_),
                                           static_cast<const char*>(body_.buf), body_.len, declared_length_, waited_ns_, error);
}

}  // namespace backstay::python
