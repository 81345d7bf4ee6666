#include "header_lines.hpp"

#include <algorithm>
#include <exception>

namespace backstay::python {

namespace {

constexpr unsigned char kFirstOfTwo = 0x80;  // characters of Latin-1 from here on are two bytes of UTF-8

char without_line_feed(char c) noexcept { return c == '\n' ? '\r' : c; }

void append_latin1(std::string& out, std::string_view text) {
  const std::size_t start = out.size();
  out.resize(start + 2 * text.size());
  char* to = out.data() + start;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < kFirstOfTwo) [[likely]] {
      *to++ = without_line_feed(c);
    } else {
      *to++ = static_cast<char>(0xc0 | code >> 6);
      *to++ = static_cast<char>(0x80 | (code & 0x3f));
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
}

bool append_text(std::string& out, PyObject* text) {
  if (PyBytes_Check(text)) [[likely]] {
    append_latin1(out, {PyBytes_AS_STRING(text), static_cast<std::size_t>(PyBytes_GET_SIZE(text))});
    return true;
  }
  if (!PyUnicode_Check(text)) {
    PyErr_Format(PyExc_TypeError, "a header's name and value must be bytes or str, not %s", Py_TYPE(text)->tp_name);
    return false;
  }
  Py_ssize_t length = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(text, &length);
  if (bytes == nullptr) return false;
  const std::size_t start = out.size();
  out.append(bytes, static_cast<std::size_t>(length));
  std::transform(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(), out.begin() + static_cast<std::ptrdiff_t>(start),
                 without_line_feed);
  return true;
}

bool append_line(std::string& lines, PyObject* pair) {
  Owned fields(PySequence_Fast(pair, "a header must be a pair of name and value"));
  if (!fields) return false;
  if (PySequence_Fast_GET_SIZE(fields.get()) != 2) {
    PyErr_SetString(PyExc_TypeError, "a header must be a pair of name and value");
    return false;
  }
  if (!append_text(lines, PySequence_Fast_GET_ITEM(fields.get(), 0))) return false;
  lines += ": ";
  if (!append_text(lines, PySequence_Fast_GET_ITEM(fields.get(), 1))) return false;
  lines += '\n';
  return true;
}

// In Latin-1.
PyObject* bytes_of(std::string_view text) noexcept {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < kFirstOfTwo; });
  if (plain) return PyBytes_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
  Owned decoded(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
  return decoded ? PyUnicode_AsEncodedString(decoded.get(), "latin-1", "replace") : nullptr;
}

PyObject* field_of(std::string_view text, bool as_bytes) noexcept {
  Owned bytes(bytes_of(text));
  if (!bytes || as_bytes) return bytes.release();
  return PyUnicode_DecodeLatin1(PyBytes_AS_STRING(bytes.get()), PyBytes_GET_SIZE(bytes.get()), nullptr);
}

PyObject* pair_of(std::string_view line, bool as_bytes) noexcept {
  constexpr std::string_view kBetween = ": ";
  const std::size_t colon = std::min(line.find(kBetween), line.size());
  const std::string_view rest = line.substr(colon);
  Owned name(field_of(line.substr(0, colon), as_bytes));
  Owned value(name ? field_of(rest.substr(std::min(kBetween.size(), rest.size())), as_bytes) : nullptr);
  return value ? PyTuple_Pack(2, name.get(), value.get()) : nullptr;
}

}  // namespace

bool append_lines(std::string& lines, PyObject* headers) noexcept {
  try {
    Owned pairs(PySequence_Fast(headers, "headers must be pairs of name and value"));
    if (!pairs) return false;
    // Asked anew each time: making a sequence of a pair may run Python code.
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(pairs.get()); ++i) {
      const Owned pair = Owned::share(PySequence_Fast_GET_ITEM(pairs.get(), i));
      if (!append_line(lines, pair.get())) return false;
    }
    return true;
  } catch (const std::exception&) {
    PyErr_NoMemory();
    return false;
  }
}

PyObject* pairs_of(std::string_view lines, bool as_bytes) noexcept {
  Owned pairs(PyList_New(0));
  while (pairs && !lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    Owned pair(pair_of(lines.substr(0, end), as_bytes));
    if (!pair || PyList_Append(pairs.get(), pair.get()) < 0) return nullptr;
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return pairs.release();
}

}  // namespace backstay::python
