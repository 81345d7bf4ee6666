// Generated from bindings/swig/flat.c by packaging/generate/go.py; do not edit.
//go:build backstay_dynamic

/* Generated from the headers in capi/include/backstay by packaging/generate/flat.py; do not edit. */
#include "flat.h"

#include <stddef.h>

int64_t flat_version(void) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat_result_lend(flat, backstay_version());
  return flat_result_handed(flat);
}

int64_t flat_status_name(int32_t status) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat_result_lend(flat, backstay_status_name(status));
  return flat_result_handed(flat);
}

int64_t flat_reason_name(int32_t reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat_result_lend(flat, backstay_reason_name(reason));
  return flat_result_handed(flat);
}

int64_t flat_build_info(void) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_build_info(&flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_bulkhead_set_limit(int64_t policy, int64_t limit, flat_text reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_bulkhead_set_limit((backstay_policy*)(intptr_t)policy, limit, flat_text_or_empty(reason), reason.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_circuit_breaker_force_open(int64_t policy, flat_text reason, int64_t duration_ns) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_circuit_breaker_force_open((backstay_policy*)(intptr_t)policy, flat_text_or_empty(reason), reason.length, duration_ns, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_circuit_breaker_force_closed(int64_t policy, flat_text reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_circuit_breaker_force_closed((backstay_policy*)(intptr_t)policy, flat_text_or_empty(reason), reason.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_circuit_breaker_disable(int64_t policy, flat_text reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_circuit_breaker_disable((backstay_policy*)(intptr_t)policy, flat_text_or_empty(reason), reason.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_circuit_breaker_metrics_only(int64_t policy, flat_text reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_circuit_breaker_metrics_only((backstay_policy*)(intptr_t)policy, flat_text_or_empty(reason), reason.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_circuit_breaker_reset(int64_t policy, flat_text reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_circuit_breaker_reset((backstay_policy*)(intptr_t)policy, flat_text_or_empty(reason), reason.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_config_check(flat_text json) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_config_check(flat_text_or_empty(json), json.length, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_config_schema(void) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_config_schema(&flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_echo_submit(int64_t queue, int64_t token, flat_text data, int64_t how) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_echo_submit((backstay_queue*)(intptr_t)queue, token, flat_text_or_empty(data), data.length, how, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_idempotency(int64_t runtime, flat_text name) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_idempotency* out = NULL;
  flat->code = backstay_runtime_idempotency((backstay_runtime*)(intptr_t)runtime, flat_text_or_empty(name), name.length, &out, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  return flat_result_handed(flat);
}

int64_t flat_idempotency_claim(int64_t idempotency, flat_text scope, flat_text key, flat_text fingerprint, int64_t lease_ns, int64_t waited_ns) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_claim* out = NULL;
  backstay_claimed claimed;
  backstay_claimed_init(&claimed);
  flat->code = backstay_idempotency_claim((backstay_idempotency*)(intptr_t)idempotency, flat_text_or_null(scope), scope.length, flat_text_or_empty(key), key.length, flat_text_or_null(fingerprint), fingerprint.length, lease_ns, waited_ns, &out, &claimed, &flat->bytes, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  flat->numbers[0] = claimed.fence;
  flat->numbers[1] = claimed.retry_after_ns;
  flat->numbers[2] = claimed.again_ns;
  flat->numbers[3] = claimed.takeovers;
  flat->numbers[4] = claimed.answer_kind;
  flat->numbers[5] = claimed.status_code;
  flat->numbers[6] = claimed.message_length;
  flat->numbers[7] = claimed.recovery_point_length;
  flat->numbers[8] = claimed.content_type_length;
  flat->numbers[9] = claimed.headers_length;
  flat->numbers[10] = claimed.body_length;
  return flat_result_handed(flat);
}

int64_t flat_idempotency_claim_submit(int64_t idempotency, int64_t queue, int64_t token, flat_text scope, flat_text key, flat_text fingerprint, int64_t lease_ns, int64_t waited_ns) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_claim_submit((backstay_idempotency*)(intptr_t)idempotency, (backstay_queue*)(intptr_t)queue, token, flat_text_or_null(scope), scope.length, flat_text_or_empty(key), key.length, flat_text_or_null(fingerprint), fingerprint.length, lease_ns, waited_ns, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_claim_take(int64_t queue, int64_t result) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_claim* out = NULL;
  backstay_claimed claimed;
  backstay_claimed_init(&claimed);
  flat->code = backstay_idempotency_claim_take((backstay_queue*)(intptr_t)queue, result, &out, &claimed, &flat->bytes, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  flat->numbers[0] = claimed.fence;
  flat->numbers[1] = claimed.retry_after_ns;
  flat->numbers[2] = claimed.again_ns;
  flat->numbers[3] = claimed.takeovers;
  flat->numbers[4] = claimed.answer_kind;
  flat->numbers[5] = claimed.status_code;
  flat->numbers[6] = claimed.message_length;
  flat->numbers[7] = claimed.recovery_point_length;
  flat->numbers[8] = claimed.content_type_length;
  flat->numbers[9] = claimed.headers_length;
  flat->numbers[10] = claimed.body_length;
  return flat_result_handed(flat);
}

int64_t flat_idempotency_complete(int64_t claim, int64_t kind, int64_t status_code, flat_text content_type, flat_text headers, flat_text body) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_complete((backstay_claim*)(intptr_t)claim, kind, status_code, flat_text_or_empty(content_type), content_type.length, flat_text_or_empty(headers), headers.length, flat_text_or_empty(body), body.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_fail(int64_t claim, int64_t retryable, flat_text type, flat_text message) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_fail((backstay_claim*)(intptr_t)claim, retryable, flat_text_or_empty(type), type.length, flat_text_or_empty(message), message.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_release(int64_t claim) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_release((backstay_claim*)(intptr_t)claim, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_heartbeat(int64_t claim) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_heartbeat((backstay_claim*)(intptr_t)claim, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_set_recovery_point(int64_t claim, flat_text point) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_set_recovery_point((backstay_claim*)(intptr_t)claim, flat_text_or_empty(point), point.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_complete_submit(int64_t claim, int64_t queue, int64_t token, int64_t kind, int64_t status_code, flat_text content_type, flat_text headers, flat_text body) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_complete_submit((backstay_claim*)(intptr_t)claim, (backstay_queue*)(intptr_t)queue, token, kind, status_code, flat_text_or_empty(content_type), content_type.length, flat_text_or_empty(headers), headers.length, flat_text_or_empty(body), body.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_fail_submit(int64_t claim, int64_t queue, int64_t token, int64_t retryable, flat_text type, flat_text message) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_fail_submit((backstay_claim*)(intptr_t)claim, (backstay_queue*)(intptr_t)queue, token, retryable, flat_text_or_empty(type), type.length, flat_text_or_empty(message), message.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_release_submit(int64_t claim, int64_t queue, int64_t token) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_release_submit((backstay_claim*)(intptr_t)claim, (backstay_queue*)(intptr_t)queue, token, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_heartbeat_submit(int64_t claim, int64_t queue, int64_t token) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_heartbeat_submit((backstay_claim*)(intptr_t)claim, (backstay_queue*)(intptr_t)queue, token, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_set_recovery_point_submit(int64_t claim, int64_t queue, int64_t token, flat_text point) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_set_recovery_point_submit((backstay_claim*)(intptr_t)claim, (backstay_queue*)(intptr_t)queue, token, flat_text_or_empty(point), point.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_end_take(int64_t queue, int64_t result) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_end_take((backstay_queue*)(intptr_t)queue, result, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_key_header(int64_t idempotency) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat_result_lend(flat, backstay_idempotency_key_header((backstay_idempotency*)(intptr_t)idempotency));
  return flat_result_handed(flat);
}

int64_t flat_idempotency_serve(int64_t idempotency, flat_text method, flat_text target, flat_text route, flat_text key_header, flat_text tenant, flat_text principal, flat_text credentials, flat_text body, int64_t declared_length, int64_t waited_ns) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_claim* out = NULL;
  backstay_served served;
  backstay_served_init(&served);
  flat->code = backstay_idempotency_serve((backstay_idempotency*)(intptr_t)idempotency, flat_text_or_empty(method), method.length, flat_text_or_empty(target), target.length, flat_text_or_null(route), route.length, flat_text_or_null(key_header), key_header.length, flat_text_or_null(tenant), tenant.length, flat_text_or_null(principal), principal.length, flat_text_or_null(credentials), credentials.length, flat_text_or_empty(body), body.length, declared_length, waited_ns, &out, &served, &flat->bytes, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  flat->numbers[0] = served.action;
  flat->numbers[1] = served.status;
  flat->numbers[2] = served.fence;
  flat->numbers[3] = served.takeovers;
  flat->numbers[4] = served.retry_after_ns;
  flat->numbers[5] = served.again_ns;
  flat->numbers[6] = served.status_code;
  flat->numbers[7] = served.recovery_point_length;
  flat->numbers[8] = served.headers_length;
  flat->numbers[9] = served.body_length;
  return flat_result_handed(flat);
}

int64_t flat_idempotency_serve_submit(int64_t idempotency, int64_t queue, int64_t token, flat_text method, flat_text target, flat_text route, flat_text key_header, flat_text tenant, flat_text principal, flat_text credentials, flat_text body, int64_t declared_length, int64_t waited_ns) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_serve_submit((backstay_idempotency*)(intptr_t)idempotency, (backstay_queue*)(intptr_t)queue, token, flat_text_or_empty(method), method.length, flat_text_or_empty(target), target.length, flat_text_or_null(route), route.length, flat_text_or_null(key_header), key_header.length, flat_text_or_null(tenant), tenant.length, flat_text_or_null(principal), principal.length, flat_text_or_null(credentials), credentials.length, flat_text_or_empty(body), body.length, declared_length, waited_ns, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_serve_take(int64_t queue, int64_t result) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_claim* out = NULL;
  backstay_served served;
  backstay_served_init(&served);
  flat->code = backstay_idempotency_serve_take((backstay_queue*)(intptr_t)queue, result, &out, &served, &flat->bytes, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  flat->numbers[0] = served.action;
  flat->numbers[1] = served.status;
  flat->numbers[2] = served.fence;
  flat->numbers[3] = served.takeovers;
  flat->numbers[4] = served.retry_after_ns;
  flat->numbers[5] = served.again_ns;
  flat->numbers[6] = served.status_code;
  flat->numbers[7] = served.recovery_point_length;
  flat->numbers[8] = served.headers_length;
  flat->numbers[9] = served.body_length;
  return flat_result_handed(flat);
}

int64_t flat_idempotency_respond(int64_t claim, int64_t status_code, flat_text headers, flat_text body, int64_t kept) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_respond((backstay_claim*)(intptr_t)claim, status_code, flat_text_or_empty(headers), headers.length, flat_text_or_empty(body), body.length, kept, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_respond_submit(int64_t claim, int64_t queue, int64_t token, int64_t status_code, flat_text headers, flat_text body, int64_t kept) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_respond_submit((backstay_claim*)(intptr_t)claim, (backstay_queue*)(intptr_t)queue, token, status_code, flat_text_or_empty(headers), headers.length, flat_text_or_empty(body), body.length, kept, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_set_on_unavailable(int64_t idempotency, int64_t mode, flat_text reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_set_on_unavailable((backstay_idempotency*)(intptr_t)idempotency, mode, flat_text_or_empty(reason), reason.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_keys_list(int64_t idempotency, flat_text cursor, int64_t most) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_keys_list((backstay_idempotency*)(intptr_t)idempotency, flat_text_or_null(cursor), cursor.length, most, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_keys_show(int64_t idempotency, flat_text scope, flat_text key, int64_t with_body) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_keys_show((backstay_idempotency*)(intptr_t)idempotency, flat_text_or_null(scope), scope.length, flat_text_or_empty(key), key.length, with_body, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_keys_remove(int64_t idempotency, flat_text scope, flat_text key, int64_t any) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_keys_remove((backstay_idempotency*)(intptr_t)idempotency, flat_text_or_null(scope), scope.length, flat_text_or_empty(key), key.length, any, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_idempotency_sweep(int64_t idempotency, int64_t most) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_idempotency_sweep((backstay_idempotency*)(intptr_t)idempotency, most, &flat->numbers[0], &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_policy_fallback(int64_t policy, int32_t reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_policy_fallback((backstay_policy*)(intptr_t)policy, reason, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_policy_gate(int64_t policy) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_gate gate;
  backstay_gate_init(&gate);
  flat->code = backstay_policy_gate((backstay_policy*)(intptr_t)policy, &gate, &flat->error);
  flat->numbers[0] = (int64_t)(intptr_t)gate.word;
  flat->numbers[1] = (int64_t)(intptr_t)gate.stripes;
  flat->numbers[2] = gate.stripe_count;
  flat->numbers[3] = gate.stripe_stride;
  flat->numbers[4] = (int64_t)(intptr_t)gate.event_sequence;
  flat->numbers[5] = (int64_t)(intptr_t)gate.fork_generation;
  flat->numbers[6] = gate.lot;
  return flat_result_handed(flat);
}

int64_t flat_policy_cause(int64_t policy, int64_t token, flat_text cause) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_policy_cause((backstay_policy*)(intptr_t)policy, token, flat_text_or_empty(cause), cause.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_policy_retry_after(int64_t policy, flat_text header) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_policy_retry_after((backstay_policy*)(intptr_t)policy, flat_text_or_empty(header), header.length, &flat->numbers[0], &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_policy_keyed(int64_t policy, flat_text key) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_policy* out = NULL;
  flat->code = backstay_policy_keyed((backstay_policy*)(intptr_t)policy, flat_text_or_empty(key), key.length, &out, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  return flat_result_handed(flat);
}

int64_t flat_policy_snapshot(int64_t policy) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_policy_snapshot((backstay_policy*)(intptr_t)policy, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_policy_name(int64_t policy) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat_result_lend(flat, backstay_policy_name((backstay_policy*)(intptr_t)policy));
  return flat_result_handed(flat);
}

int64_t flat_queue_create(int64_t runtime, int64_t capacity) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_queue* out = NULL;
  flat->code = backstay_queue_create((backstay_runtime*)(intptr_t)runtime, capacity, &out, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  return flat_result_handed(flat);
}

int64_t flat_queue_close(int64_t queue) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_queue_close((backstay_queue*)(intptr_t)queue, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_queue_take(int64_t queue, int64_t result) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_queue_take((backstay_queue*)(intptr_t)queue, result, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_rate_limit_peek(int64_t policy, int64_t cost) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_rate out;
  backstay_rate_init(&out);
  flat->code = backstay_rate_limit_peek((backstay_policy*)(intptr_t)policy, cost, &out, &flat->error);
  flat->numbers[0] = out.allowed;
  flat->numbers[1] = out.limit;
  flat->numbers[2] = out.remaining;
  flat->numbers[3] = out.retry_after_ns;
  flat->numbers[4] = out.reset_after_ns;
  return flat_result_handed(flat);
}

int64_t flat_rate_limit_reset(int64_t policy, flat_text reason) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_rate_limit_reset((backstay_policy*)(intptr_t)policy, flat_text_or_empty(reason), reason.length, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_open(flat_text path) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_runtime* out = NULL;
  flat->code = backstay_runtime_open(flat_text_or_null(path), path.length, &out, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  return flat_result_handed(flat);
}

int64_t flat_runtime_create(flat_text json) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_runtime* out = NULL;
  flat->code = backstay_runtime_create(flat_text_or_empty(json), json.length, &out, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  return flat_result_handed(flat);
}

int64_t flat_runtime_create_disabled(flat_text json) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_runtime* out = NULL;
  flat->code = backstay_runtime_create_disabled(flat_text_or_null(json), json.length, &out, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  return flat_result_handed(flat);
}

int64_t flat_runtime_close(int64_t runtime) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_close((backstay_runtime*)(intptr_t)runtime, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_policy(int64_t runtime, flat_text name) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  backstay_policy* out = NULL;
  flat->code = backstay_runtime_policy((backstay_runtime*)(intptr_t)runtime, flat_text_or_empty(name), name.length, &out, &flat->error);
  flat->handle = (int64_t)(intptr_t)out;
  return flat_result_handed(flat);
}

int64_t flat_runtime_policies(int64_t runtime) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_policies((backstay_runtime*)(intptr_t)runtime, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_info(int64_t runtime) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_info((backstay_runtime*)(intptr_t)runtime, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_metrics(int64_t runtime, flat_text process) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_metrics((backstay_runtime*)(intptr_t)runtime, flat_text_or_null(process), process.length, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_events(int64_t runtime, int64_t since) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_events((backstay_runtime*)(intptr_t)runtime, since, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_advance(int64_t runtime, int64_t by_ns) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_advance((backstay_runtime*)(intptr_t)runtime, by_ns, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_now(int64_t runtime) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_now((backstay_runtime*)(intptr_t)runtime, &flat->numbers[0], &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_stores_examine(int64_t runtime) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_stores_examine((backstay_runtime*)(intptr_t)runtime, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_store_migrate(int64_t runtime, flat_text name) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_store_migrate((backstay_runtime*)(intptr_t)runtime, flat_text_or_empty(name), name.length, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}

int64_t flat_runtime_store_migration(int64_t runtime, flat_text name) {
  flat_result* const flat = flat_result_new();
  if (flat == NULL) return 0;
  flat->code = backstay_runtime_store_migration((backstay_runtime*)(intptr_t)runtime, flat_text_or_empty(name), name.length, &flat->bytes, &flat->error);
  return flat_result_handed(flat);
}
