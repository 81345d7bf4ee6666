#include "http_calls.hpp"

#include <sstream>

#include "answers.hpp"

namespace backstay::conformance {

namespace {

constexpr const char* kActions[] = {"pass", "hold", "reply", "again"};
constexpr const char* kUsualKey = "8e03978e-40d5-43dd-bc93-6894a57f9324";

// A request has a key unless its vector says null.
std::optional<std::string> key_header_of(const json& args) {
  const json header = args.value("key_header", json(kUsualKey));
  return header.is_null() ? std::nullopt : std::optional(header.get<std::string>());
}

json headers_as(const std::string& lines) {
  json headers = json::object();
  std::istringstream rest(lines);
  for (std::string line; std::getline(rest, line);) {
    const std::size_t colon = line.find(": ");
    headers[line.substr(0, colon)].push_back(line.substr(colon + 2));
  }
  return headers;
}

}  // namespace

Idempotency idempotency_of(Runtime& runtime, const json& args) { return runtime.idempotency(args.value("idempotency", "orders")); }

GivenRequest::GivenRequest(const json& args)
    : method(args.value("method", "POST")),
      target(args.value("target", "/orders")),
      route(args.value("route", "")),
      tenant(args.value("tenant", "")),
      principal(args.value("principal", "")),
      credentials(args.value("credentials", "")),
      body(args.value("body", "")),
      key_header(key_header_of(args)) {
  request.method = method;
  request.target = target;
  request.route = route;
  if (key_header) request.key_header = *key_header;
  request.tenant = tenant;
  request.principal = principal;
  request.credentials = credentials;
  request.body = body;
  if (args.contains("declared_length")) request.declared_length = args.at("declared_length").get<int64_t>();
  request.waited = Nanoseconds(args.value("waited_ns", int64_t{0}));
}

HttpHeaders headers_from(const json& args) {
  HttpHeaders headers;
  for (const json& field : args.value("headers", json::array())) headers.emplace_back(field.at(0), field.at(1));
  return headers;
}

json served_as(const Served& served) {
  json observed = {{"action", kActions[served.action()]},
                   {"status", backstay_status_name(served.status())},
                   {"retry_after_ns", wait_of(served.retry_after())},
                   {"again_ns", wait_of(served.again())}};
  if (served.action() == BACKSTAY_SERVE_HOLD) {
    observed["takeovers"] = served.claim().takeovers();
    observed["recovery_point"] = served.claim().recovery_point();
  }
  if (served.action() != BACKSTAY_SERVE_REPLY) return observed;
  observed["status_code"] = served.status_code();
  observed["headers"] = headers_as(served.headers());
  observed["body"] = served.body();
  if (observed["headers"].value("content-type", json::array()) == json::array({"application/problem+json"})) {
    observed["problem"] = json::parse(served.body());
  }
  return observed;
}

std::optional<json> http_answer(Runtime& runtime, const std::string& call, const json& args) {
  if (call == "wants") {
    const Idempotency idempotency = idempotency_of(runtime, args);
    const GivenRequest given(args);
    return json{{"wanted", idempotency.wants(given.method, given.request.key_header)},
                {"key_header", idempotency.key_header()},
                {"maximum_body", idempotency.maximum_body()}};
  }
  if (call != "set_on_unavailable") return std::nullopt;
  const std::string mode = args.at("mode");
  idempotency_of(runtime, args)
      .set_on_unavailable(mode == "configured" ? std::nullopt : std::optional(mode == "run"), args.at("reason").get<std::string>());
  return done();
}

}  // namespace backstay::conformance
