// Whose key it is and what it may be used for: scope and fingerprint of a request.
#pragma once

#include <string>
#include <string_view>

#include "core/idempotency/http/request.hpp"
#include "core/idempotency/http/terms.hpp"

namespace backstay::core::idempotency::http {

struct Identity {
  std::string scope;        // readable at its start; different for each tenant, user, method and route
  std::string fingerprint;  // a hash of method, target, key and body
};

// Two users who choose the same key must never meet. Who asks is the principal, else Authorization, else the cookies; credentials are in
// the result as a hash only. A body that isn't the JSON that the terms speak of is taken as bytes: to judge it is the handler's.
Identity identify(const Request& request, std::string_view key, const Terms& terms);

}  // namespace backstay::core::idempotency::http
