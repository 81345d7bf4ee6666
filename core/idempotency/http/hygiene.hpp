// Which header fields of an answer are stored and replayed: those that say something of the answer, and not of one connection, one moment
// or one client.
#pragma once

#include <string>
#include <string_view>

#include "core/idempotency/http/terms.hpp"

namespace backstay::core::idempotency::http {

struct KeptHeaders {
  std::string content_type;  // not among the lines
  std::string lines;         // names in lower case
};

// Throws Error invalid_argument, naming the field, where one is none.
KeptHeaders keep_headers(std::string_view lines, const Terms& terms);

// Appends what of stored lines is replayed. What is no field is left out: whoever completes a claim by hand may store any text.
void append_replayed(std::string& out, std::string_view lines, const Terms& terms);

}  // namespace backstay::core::idempotency::http
