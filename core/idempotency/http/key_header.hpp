// The key of a request, from its header.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/idempotency/http/terms.hpp"

namespace backstay::core::idempotency::http {

// Takes the string of draft-ietf-httpapi-idempotency-key-header-07, with any parameters, and, where the terms are not strict, the bare key
// that most clients send: the same key by either. A UUID is given in lower case. Nothing where the value is no key, as where there are
// several fields. Bare text has neither spaces nor any of " , ; \, which mean something else.
std::optional<std::string> parse_key(std::string_view value, const Terms& terms);

}  // namespace backstay::core::idempotency::http
