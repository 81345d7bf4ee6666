// The calls about requests of HTTP, and what they tell.
#pragma once

#include <optional>
#include <string>

#include "backstay/backstay.hpp"
#include "interpreter.hpp"

namespace backstay::conformance {

Idempotency idempotency_of(Runtime& runtime, const json& args);

// Owns the texts that the request refers to.
struct GivenRequest {
  explicit GivenRequest(const json& args);
  GivenRequest(const GivenRequest&) = delete;
  GivenRequest& operator=(const GivenRequest&) = delete;

  std::string method, target, route, tenant, principal, credentials, body;
  std::optional<std::string> key_header;
  HttpRequest request;
};

HttpHeaders headers_from(const json& args);
json served_as(const Served& served);

// `wants` and `set_on_unavailable`; nothing where the call is about something else.
std::optional<json> http_answer(Runtime& runtime, const std::string& call, const json& args);

}  // namespace backstay::conformance
