#include "backstay/idempotency_http.h"

#include <optional>
#include <string_view>
#include <utility>

#include "arguments.hpp"
#include "core/idempotency/http/responding.hpp"
#include "core/idempotency/http/submitted.hpp"
#include "core/idempotency/limits.hpp"
#include "idempotency_handle.hpp"
#include "limits.hpp"

using namespace backstay;
namespace http = core::idempotency::http;

namespace {

namespace request_limits = core::idempotency::limits;

std::string_view sent(const char* data, int64_t length, std::string_view parameter) {
  return capi::bytes(data, length, parameter, request_limits::kRequestTextBytes);
}

std::string_view sent_or_none(const char* data, int64_t length, std::string_view parameter) {
  return data == nullptr ? std::string_view() : sent(data, length, parameter);
}

struct ServeArguments {
  const char* method;
  int64_t method_length;
  const char* target;
  int64_t target_length;
  const char* route;
  int64_t route_length;
  const char* key_header;
  int64_t key_header_length;
  const char* tenant;
  int64_t tenant_length;
  const char* principal;
  int64_t principal_length;
  const char* credentials;
  int64_t credentials_length;
  const char* body;
  int64_t body_length;
  int64_t declared_length;
  int64_t waited_ns;
};

// A body that is too long is the client's doing: what is read of it is enough to refuse it.
std::string_view body_of(const ServeArguments& given, int64_t maximum) {
  capi::require(given.body, "body");
  if (given.body_length > maximum) return {given.body, static_cast<std::size_t>(maximum) + 1};
  return capi::bytes(given.body, given.body_length, "body", {0, maximum + 1});
}

http::Request request_of(const core::Idempotency& idempotency, const ServeArguments& given) {
  http::Request request;
  request.method = sent(given.method, given.method_length, "method");
  request.target = sent(given.target, given.target_length, "target");
  request.route = sent_or_none(given.route, given.route_length, "route");
  if (given.key_header != nullptr) request.key_header = sent(given.key_header, given.key_header_length, "key_header");
  request.tenant = sent_or_none(given.tenant, given.tenant_length, "tenant");
  request.principal = sent_or_none(given.principal, given.principal_length, "principal");
  request.credentials = sent_or_none(given.credentials, given.credentials_length, "credentials");
  request.body = body_of(given, idempotency.keeper().terms().http.maximum_request);
  capi::require_within(given.declared_length, "declared_length", {BACKSTAY_UNKNOWN, INT64_MAX});
  capi::require_within(given.waited_ns, "waited_ns", {0, INT64_MAX});
  request.declared_length = given.declared_length;
  request.waited_ns = given.waited_ns;
  return request;
}

void require_room(backstay_claim** out, const backstay_served* served, const backstay_bytes* text) {
  capi::require(out, "out");
  capi::require(served, "served");
  capi::require_size(served->struct_size, sizeof(backstay_served), "served");
  capi::require(text, "text");
  capi::require_size(text->struct_size, sizeof(backstay_bytes), "text");
}

backstay_status tell(core::Runtime& runtime, http::Served served, backstay_claim** out, backstay_served* told, backstay_bytes* text) {
  capi::hand_over(text, served.text);
  told->action = static_cast<int64_t>(served.action);
  told->status = static_cast<int64_t>(served.status);
  told->fence = served.holding ? served.holding->fence() : 0;
  told->takeovers = served.takeovers;
  told->retry_after_ns = served.retry_after_ns;
  told->again_ns = served.again_ns;
  told->status_code = served.status_code;
  told->recovery_point_length = static_cast<int64_t>(served.recovery_point_length);
  told->headers_length = static_cast<int64_t>(served.headers_length);
  told->body_length = static_cast<int64_t>(served.text.size() - served.recovery_point_length - served.headers_length);
  *out = capi::hand_out(runtime, std::move(served.holding));
  return BACKSTAY_OK;
}

core::idempotency::Step respond_step(const core::Claim& claim, int64_t status_code, const char* headers, int64_t headers_length,
                                     const char* body, int64_t body_length, int64_t kept) {
  capi::require_within(status_code, "status_code", request_limits::kResponseStatus);
  capi::require_within(kept, "kept", {0, 1});
  capi::require(body, "body");
  http::Response response{.status_code = status_code, .kept = kept == 1};
  response.headers = capi::text(headers, headers_length, "headers", request_limits::kResponseHeadersBytes);
  // The effect has happened, so a body that is too long is no misuse: it is not kept, and not even read.
  if (body_length > request_limits::kBodyBytes.maximum) {
    response.kept = false;
  } else {
    response.body = capi::bytes(body, body_length, "body", request_limits::kBodyBytes);
  }
  return http::respond(claim.holding(), response);
}

}  // namespace

void backstay_served_init(backstay_served* served) {
  if (served != nullptr) *served = BACKSTAY_SERVED_INIT;
}

const char* backstay_idempotency_key_header(backstay_idempotency* idempotency) {
  return idempotency == nullptr ? nullptr : capi::unwrap(idempotency)->keeper().terms().http.header.c_str();
}

int64_t backstay_idempotency_maximum_body(backstay_idempotency* idempotency) {
  return idempotency == nullptr ? BACKSTAY_INVALID_ARGUMENT : capi::unwrap(idempotency)->keeper().terms().maximum_body;
}

int64_t backstay_idempotency_wants(backstay_idempotency* idempotency, const char* method, int64_t method_length, const char* key_header,
                                   int64_t key_header_length) {
  int64_t wanted = 0;
  const backstay_status status = capi::guard(nullptr, [&] {
    const core::Idempotency& opened = capi::open_idempotency(idempotency);
    if (key_header != nullptr) sent(key_header, key_header_length, "key_header");
    wanted = http::wanted_body(opened.keeper(), sent(method, method_length, "method"), key_header != nullptr);
    return BACKSTAY_OK;
  });
  return status == BACKSTAY_OK ? wanted : status;
}

backstay_status backstay_idempotency_serve(backstay_idempotency* idempotency, const char* method, int64_t method_length, const char* target,
                                           int64_t target_length, const char* route, int64_t route_length, const char* key_header,
                                           int64_t key_header_length, const char* tenant, int64_t tenant_length, const char* principal,
                                           int64_t principal_length, const char* credentials, int64_t credentials_length, const char* body,
                                           int64_t body_length, int64_t declared_length, int64_t waited_ns, backstay_claim** out,
                                           backstay_served* served, backstay_bytes* text, backstay_error* error) {
  return capi::guard(error, [&] {
    core::Idempotency& opened = capi::open_idempotency(idempotency);
    require_room(out, served, text);
    const ServeArguments given{method,      method_length,      target, target_length, route,           route_length,
                               key_header,  key_header_length,  tenant, tenant_length, principal,       principal_length,
                               credentials, credentials_length, body,   body_length,   declared_length, waited_ns};
    return tell(opened.runtime(), http::serve(opened.keeper(), request_of(opened, given)), out, served, text);
  });
}

backstay_status backstay_idempotency_serve_submit(backstay_idempotency* idempotency, backstay_queue* queue, int64_t token,
                                                  const char* method, int64_t method_length, const char* target, int64_t target_length,
                                                  const char* route, int64_t route_length, const char* key_header,
                                                  int64_t key_header_length, const char* tenant, int64_t tenant_length,
                                                  const char* principal, int64_t principal_length, const char* credentials,
                                                  int64_t credentials_length, const char* body, int64_t body_length,
                                                  int64_t declared_length, int64_t waited_ns, backstay_error* error) {
  return capi::guard(error, [&] {
    core::Idempotency& opened = capi::open_idempotency(idempotency);
    const core::Queue& known = capi::queue_of(queue, opened.runtime());
    const ServeArguments given{method,      method_length,      target, target_length, route,           route_length,
                               key_header,  key_header_length,  tenant, tenant_length, principal,       principal_length,
                               credentials, credentials_length, body,   body_length,   declared_length, waited_ns};
    return capi::submitted(http::submit_serve(opened.keeper(), request_of(opened, given), known.shared(), token), token);
  });
}

backstay_status backstay_idempotency_serve_take(backstay_queue* queue, int64_t result, backstay_claim** out, backstay_served* served,
                                                backstay_bytes* text, backstay_error* error) {
  return capi::guard(error, [&] {
    core::Queue& known = capi::known_queue(queue);
    require_room(out, served, text);
    const auto delivery = known.completions().take_delivery<http::ServeDelivery>(result);
    if (!delivery) capi::refuse_result(result);
    return tell(known.runtime(), delivery->take(), out, served, text);
  });
}

backstay_status backstay_idempotency_respond(backstay_claim* claim, int64_t status_code, const char* headers, int64_t headers_length,
                                             const char* body, int64_t body_length, int64_t kept, backstay_error* error) {
  return capi::take_step(claim, error, [&](const core::Claim& open) {
    return respond_step(open, status_code, headers, headers_length, body, body_length, kept);
  });
}

backstay_status backstay_idempotency_respond_submit(backstay_claim* claim, backstay_queue* queue, int64_t token, int64_t status_code,
                                                    const char* headers, int64_t headers_length, const char* body, int64_t body_length,
                                                    int64_t kept, backstay_error* error) {
  return capi::submit_step(claim, queue, token, error, [&](const core::Claim& open) {
    return respond_step(open, status_code, headers, headers_length, body, body_length, kept);
  });
}

backstay_status backstay_idempotency_set_on_unavailable(backstay_idempotency* idempotency, int64_t mode, const char* reason,
                                                        int64_t reason_length, backstay_error* error) {
  return capi::guard(error, [&] {
    core::Idempotency& opened = capi::open_idempotency(idempotency);
    capi::require_within(mode, "mode", {BACKSTAY_UNKNOWN, static_cast<int64_t>(core::idempotency::OnUnavailable::run)});
    const std::string_view why = capi::text(reason, reason_length, "reason", capi::kReason);
    const auto wanted = mode == BACKSTAY_UNKNOWN ? std::nullopt : std::optional(static_cast<core::idempotency::OnUnavailable>(mode));
    opened.runtime().set_on_unavailable(opened.keeper(), wanted, why);
    return BACKSTAY_OK;
  });
}
