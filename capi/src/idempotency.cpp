#include "backstay/idempotency.h"

#include <string>
#include <string_view>

#include "arguments.hpp"
#include "core/base/text.hpp"
#include "core/idempotency/limits.hpp"
#include "core/idempotency/submitted.hpp"
#include "idempotency_handle.hpp"
#include "limits.hpp"

using namespace backstay;
using core::Error;
using core::IntegerRange;
using core::Status;
using core::idempotency::Answer;
using core::idempotency::Claimed;
using core::idempotency::Request;
using core::idempotency::Step;
namespace limits = core::idempotency::limits;

namespace {

std::string_view text_or_none(const char* data, int64_t length, std::string_view parameter, IntegerRange range) {
  return data == nullptr ? std::string_view() : capi::text(data, length, parameter, range);
}

bool is_answered(Status status) { return status == Status::replay || status == Status::body_not_kept; }

void write(const Claimed& claimed, backstay_claimed* out, backstay_bytes* text) {
  const Answer& answer = claimed.record.answer;
  // What a mismatch found is another request's.
  const bool shown = claimed.status != Status::mismatch;
  const std::string_view point = shown ? std::string_view(claimed.record.recovery_point) : std::string_view();
  const bool answered = is_answered(claimed.status);
  std::string parts(claimed.message);
  parts.append(point);
  if (answered) parts.append(answer.content_type).append(answer.headers).append(answer.body);
  capi::hand_over(text, parts);
  out->fence = claimed.holding ? claimed.holding->fence() : 0;
  out->retry_after_ns = claimed.retry_after_ns;
  out->again_ns = claimed.again_ns;
  out->takeovers = shown ? claimed.record.takeovers : 0;
  out->answer_kind = answered ? static_cast<int64_t>(answer.kind) : BACKSTAY_UNKNOWN;
  out->status_code = answered ? answer.status_code : 0;
  out->message_length = static_cast<int64_t>(claimed.message.size());
  out->recovery_point_length = static_cast<int64_t>(point.size());
  out->content_type_length = answered ? static_cast<int64_t>(answer.content_type.size()) : 0;
  out->headers_length = answered ? static_cast<int64_t>(answer.headers.size()) : 0;
  out->body_length = answered ? static_cast<int64_t>(answer.body.size()) : 0;
}

std::string_view scope_of(const char* data, int64_t length) {
  const std::string_view scope = text_or_none(data, length, "scope", limits::kScopeBytes);
  if (core::has_control(scope)) throw Error(Status::invalid_argument, "scope: has a control character; allowed: text without");
  return scope;
}

struct ClaimArguments {
  const char* scope;
  int64_t scope_length;
  const char* key;
  int64_t key_length;
  const char* fingerprint;
  int64_t fingerprint_length;
  int64_t lease_ns;
  int64_t waited_ns;
};

Request request_of(const ClaimArguments& given) {
  Request request;
  request.scope = scope_of(given.scope, given.scope_length);
  request.key = capi::text(given.key, given.key_length, "key", limits::kKeyBytes);
  request.fingerprint = text_or_none(given.fingerprint, given.fingerprint_length, "fingerprint", limits::kFingerprintBytes);
  if (given.lease_ns != BACKSTAY_UNKNOWN) {
    const IntegerRange lease{limits::kLease.minimum_ms * core::kNsPerMs, limits::kLease.maximum_ms * core::kNsPerMs};
    capi::require_within(given.lease_ns, "lease_ns", lease, ", or BACKSTAY_UNKNOWN");
  }
  capi::require_within(given.waited_ns, "waited_ns", {0, INT64_MAX});
  request.lease_ns = given.lease_ns;
  request.waited_ns = given.waited_ns;
  return request;
}

void require_room(backstay_claim** out, const backstay_claimed* claimed, const backstay_bytes* text) {
  capi::require(out, "out");
  capi::require(claimed, "claimed");
  capi::require_size(claimed->struct_size, sizeof(backstay_claimed), "claimed");
  capi::require(text, "text");
  capi::require_size(text->struct_size, sizeof(backstay_bytes), "text");
}

backstay_status tell(core::Runtime& runtime, Claimed claimed, backstay_claim** out, backstay_claimed* told, backstay_bytes* text) {
  write(claimed, told, text);
  *out = capi::hand_out(runtime, std::move(claimed.holding));
  return static_cast<backstay_status>(claimed.status);
}

// The effect has happened, so a body that is too long is no misuse: it is not kept, and not even read.
void take_body(const char* body, int64_t length, Answer& answer) {
  capi::require(body, "body");
  if (length > limits::kBodyBytes.maximum) {
    answer.kind = core::AnswerKind::not_kept;
  } else {
    answer.body = capi::bytes(body, length, "body", limits::kBodyBytes);
  }
}

// What a holder asks for, from the arguments of either form.

Step complete_step(const core::Claim& claim, int64_t kind, int64_t status_code, const char* content_type, int64_t content_type_length,
                   const char* headers, int64_t headers_length, const char* body, int64_t body_length) {
  capi::require_within(kind, "kind", {BACKSTAY_ANSWER_VALUE, BACKSTAY_ANSWER_NOT_KEPT});
  capi::require_within(status_code, "status_code", limits::kStatusCode);
  Answer answer{.kind = static_cast<core::AnswerKind>(kind), .status_code = status_code};
  answer.content_type = capi::text(content_type, content_type_length, "content_type", limits::kContentTypeBytes);
  answer.headers = capi::text(headers, headers_length, "headers", limits::kHeadersBytes);
  take_body(body, body_length, answer);
  return claim.holding().complete(std::move(answer));
}

Step fail_step(const core::Claim& claim, int64_t retryable, const char* type, int64_t type_length, const char* message,
               int64_t message_length) {
  capi::require_within(retryable, "retryable", {0, 1});
  core::idempotency::Failure failure;
  failure.type = capi::bytes(type, type_length, "type", limits::kFailureBytes);
  failure.message = capi::bytes(message, message_length, "message", limits::kFailureBytes);
  failure.retryable = retryable == 1;
  return claim.holding().fail(failure);
}

Step point_step(const core::Claim& claim, const char* point, int64_t point_length) {
  return claim.holding().set_recovery_point(capi::text(point, point_length, "point", limits::kRecoveryPointBytes));
}

}  // namespace

void backstay_claimed_init(backstay_claimed* claimed) {
  if (claimed != nullptr) *claimed = BACKSTAY_CLAIMED_INIT;
}

backstay_status backstay_runtime_idempotency(backstay_runtime* runtime, const char* name, int64_t name_length, backstay_idempotency** out,
                                             backstay_error* error) {
  return capi::guard(error, [&] {
    core::Runtime& opened = capi::open_runtime(runtime);
    capi::require(out, "out");
    *out = reinterpret_cast<backstay_idempotency*>(core::Idempotency::create(opened, capi::text(name, name_length, "name", capi::kName)));
    return BACKSTAY_OK;
  });
}

backstay_idempotency* backstay_idempotency_handle_retain(backstay_idempotency* idempotency) {
  if (idempotency != nullptr) capi::unwrap(idempotency)->retain();
  return idempotency;
}

void backstay_idempotency_handle_release(backstay_idempotency* idempotency) {
  if (idempotency != nullptr) capi::unwrap(idempotency)->release();
}

backstay_status backstay_idempotency_claim(backstay_idempotency* idempotency, const char* scope, int64_t scope_length, const char* key,
                                           int64_t key_length, const char* fingerprint, int64_t fingerprint_length, int64_t lease_ns,
                                           int64_t waited_ns, backstay_claim** out, backstay_claimed* claimed, backstay_bytes* text,
                                           backstay_error* error) {
  return capi::guard(error, [&] {
    core::Idempotency& opened = capi::open_idempotency(idempotency);
    require_room(out, claimed, text);
    const ClaimArguments given{scope, scope_length, key, key_length, fingerprint, fingerprint_length, lease_ns, waited_ns};
    return tell(opened.runtime(), core::idempotency::claim(opened.keeper(), request_of(given)), out, claimed, text);
  });
}

backstay_status backstay_idempotency_claim_submit(backstay_idempotency* idempotency, backstay_queue* queue, int64_t token,
                                                  const char* scope, int64_t scope_length, const char* key, int64_t key_length,
                                                  const char* fingerprint, int64_t fingerprint_length, int64_t lease_ns, int64_t waited_ns,
                                                  backstay_error* error) {
  return capi::guard(error, [&] {
    core::Idempotency& opened = capi::open_idempotency(idempotency);
    const core::Queue& known = capi::queue_of(queue, opened.runtime());
    const ClaimArguments given{scope, scope_length, key, key_length, fingerprint, fingerprint_length, lease_ns, waited_ns};
    return capi::submitted(core::idempotency::submit_claim(opened.keeper(), request_of(given), known.shared(), token), token);
  });
}

backstay_status backstay_idempotency_claim_take(backstay_queue* queue, int64_t result, backstay_claim** out, backstay_claimed* claimed,
                                                backstay_bytes* text, backstay_error* error) {
  return capi::guard(error, [&] {
    core::Queue& known = capi::known_queue(queue);
    require_room(out, claimed, text);
    const auto delivery = known.completions().take_delivery<core::idempotency::ClaimDelivery>(result);
    if (!delivery) capi::refuse_result(result);
    return tell(known.runtime(), delivery->take(), out, claimed, text);
  });
}

int64_t backstay_idempotency_blocks(backstay_idempotency* idempotency) {
  if (idempotency == nullptr) return BACKSTAY_INVALID_ARGUMENT;
  return capi::unwrap(idempotency)->keeper().store().blocks() ? 1 : 0;
}

int64_t backstay_idempotency_pass_time(backstay_idempotency* idempotency, int64_t pause_ns) {
  if (idempotency == nullptr || pause_ns < 0) return BACKSTAY_INVALID_ARGUMENT;
  core::Runtime& runtime = capi::unwrap(idempotency)->runtime();
  const int64_t now_ns = runtime.clock().now_ns();
  if (pause_ns > core::kClockMaximumNs - now_ns) return BACKSTAY_INVALID_ARGUMENT;
  return runtime.pass_time(now_ns + pause_ns) ? 1 : 0;
}

backstay_claim* backstay_claim_retain(backstay_claim* claim) {
  if (claim != nullptr) capi::unwrap(claim)->retain();
  return claim;
}

void backstay_claim_release(backstay_claim* claim) {
  if (claim != nullptr) capi::unwrap(claim)->release();
}

backstay_status backstay_idempotency_complete(backstay_claim* claim, int64_t kind, int64_t status_code, const char* content_type,
                                              int64_t content_type_length, const char* headers, int64_t headers_length, const char* body,
                                              int64_t body_length, backstay_error* error) {
  return capi::take_step(claim, error, [&](const core::Claim& open) {
    return complete_step(open, kind, status_code, content_type, content_type_length, headers, headers_length, body, body_length);
  });
}

backstay_status backstay_idempotency_complete_submit(backstay_claim* claim, backstay_queue* queue, int64_t token, int64_t kind,
                                                     int64_t status_code, const char* content_type, int64_t content_type_length,
                                                     const char* headers, int64_t headers_length, const char* body, int64_t body_length,
                                                     backstay_error* error) {
  return capi::submit_step(claim, queue, token, error, [&](const core::Claim& open) {
    return complete_step(open, kind, status_code, content_type, content_type_length, headers, headers_length, body, body_length);
  });
}

backstay_status backstay_idempotency_fail(backstay_claim* claim, int64_t retryable, const char* type, int64_t type_length,
                                          const char* message, int64_t message_length, backstay_error* error) {
  return capi::take_step(claim, error,
                         [&](const core::Claim& open) { return fail_step(open, retryable, type, type_length, message, message_length); });
}

backstay_status backstay_idempotency_fail_submit(backstay_claim* claim, backstay_queue* queue, int64_t token, int64_t retryable,
                                                 const char* type, int64_t type_length, const char* message, int64_t message_length,
                                                 backstay_error* error) {
  return capi::submit_step(claim, queue, token, error,
                           [&](const core::Claim& open) { return fail_step(open, retryable, type, type_length, message, message_length); });
}

backstay_status backstay_idempotency_release(backstay_claim* claim, backstay_error* error) {
  return capi::take_step(claim, error, [&](const core::Claim& open) { return open.holding().release(); });
}

backstay_status backstay_idempotency_release_submit(backstay_claim* claim, backstay_queue* queue, int64_t token, backstay_error* error) {
  return capi::submit_step(claim, queue, token, error, [&](const core::Claim& open) { return open.holding().release(); });
}

backstay_status backstay_idempotency_heartbeat(backstay_claim* claim, backstay_error* error) {
  return capi::take_step(claim, error, [&](const core::Claim& open) { return open.holding().heartbeat(); });
}

backstay_status backstay_idempotency_heartbeat_submit(backstay_claim* claim, backstay_queue* queue, int64_t token, backstay_error* error) {
  return capi::submit_step(claim, queue, token, error, [&](const core::Claim& open) { return open.holding().heartbeat(); });
}

backstay_status backstay_idempotency_set_recovery_point(backstay_claim* claim, const char* point, int64_t point_length,
                                                        backstay_error* error) {
  return capi::take_step(claim, error, [&](const core::Claim& open) { return point_step(open, point, point_length); });
}

backstay_status backstay_idempotency_set_recovery_point_submit(backstay_claim* claim, backstay_queue* queue, int64_t token,
                                                               const char* point, int64_t point_length, backstay_error* error) {
  return capi::submit_step(claim, queue, token, error, [&](const core::Claim& open) { return point_step(open, point, point_length); });
}

backstay_status backstay_idempotency_end_take(backstay_queue* queue, int64_t result, backstay_error* error) {
  return capi::guard(error, [&] {
    const auto delivery = capi::known_queue(queue).completions().take_delivery<core::idempotency::StepDelivery>(result);
    if (!delivery) capi::refuse_result(result);
    return static_cast<backstay_status>(delivery->take());
  });
}
