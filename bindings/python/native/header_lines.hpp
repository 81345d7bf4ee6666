// Header fields of HTTP between Python and the C interface: pairs of name and value there, lines of UTF-8 here.
#pragma once

#include <string>
#include <string_view>

#include "python.hpp"

namespace backstay::python {

// Appends a line for each pair; `headers` is any sequence of them, or an iterable. Bytes are Latin-1, as they are on the wire. A line feed
// in a name or value becomes a carriage return, which the core refuses. False: an exception is pending.
bool append_lines(std::string& lines, PyObject* headers) noexcept;

// A list of pairs of bytes, as ASGI wants them, or of texts, as WSGI does; what Latin-1 doesn't know becomes a question mark. Null: an
// exception is pending.
PyObject* pairs_of(std::string_view lines, bool as_bytes) noexcept;

}  // namespace backstay::python
