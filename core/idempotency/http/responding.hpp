// What becomes of a handler's answer: it is stored, or the key is free, or it is a failure.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/idempotency/holding.hpp"

namespace backstay::core::idempotency::http {

struct Response {
  int64_t status_code = 200;
  std::string_view headers{};  // lines
  std::string_view body{};
  bool kept = true;  // the body is all here
};

// Throws Error invalid_argument where a header is none.
Step respond(const Holding& holding, const Response& response);

}  // namespace backstay::core::idempotency::http
