/* Generated from the headers in capi/include/backstay by packaging/generate/flat.py; do not edit. */
#ifndef BACKSTAY_FLAT_H
#define BACKSTAY_FLAT_H

#include <stdint.h>

#include <backstay/backstay.h>

#include "flat_result.h"

#define FLAT_CLAIMED_FENCE 0
#define FLAT_CLAIMED_RETRY_AFTER_NS 1
#define FLAT_CLAIMED_AGAIN_NS 2
#define FLAT_CLAIMED_TAKEOVERS 3
#define FLAT_CLAIMED_ANSWER_KIND 4
#define FLAT_CLAIMED_STATUS_CODE 5
#define FLAT_CLAIMED_MESSAGE_LENGTH 6
#define FLAT_CLAIMED_RECOVERY_POINT_LENGTH 7
#define FLAT_CLAIMED_CONTENT_TYPE_LENGTH 8
#define FLAT_CLAIMED_HEADERS_LENGTH 9
#define FLAT_CLAIMED_BODY_LENGTH 10
#define FLAT_SERVED_ACTION 0
#define FLAT_SERVED_STATUS 1
#define FLAT_SERVED_FENCE 2
#define FLAT_SERVED_TAKEOVERS 3
#define FLAT_SERVED_RETRY_AFTER_NS 4
#define FLAT_SERVED_AGAIN_NS 5
#define FLAT_SERVED_STATUS_CODE 6
#define FLAT_SERVED_RECOVERY_POINT_LENGTH 7
#define FLAT_SERVED_HEADERS_LENGTH 8
#define FLAT_SERVED_BODY_LENGTH 9
#define FLAT_GATE_WORD 0
#define FLAT_GATE_STRIPES 1
#define FLAT_GATE_STRIPE_COUNT 2
#define FLAT_GATE_STRIPE_STRIDE 3
#define FLAT_GATE_EVENT_SEQUENCE 4
#define FLAT_GATE_FORK_GENERATION 5
#define FLAT_GATE_LOT 6
#define FLAT_RATE_ALLOWED 0
#define FLAT_RATE_LIMIT 1
#define FLAT_RATE_REMAINING 2
#define FLAT_RATE_RETRY_AFTER_NS 3
#define FLAT_RATE_RESET_AFTER_NS 4

int64_t flat_version(void);

static inline int64_t flat_abi_version(void) {
  return backstay_abi_version();
}

int64_t flat_status_name(int32_t status);

int64_t flat_reason_name(int32_t reason);

int64_t flat_build_info(void);

int64_t flat_bulkhead_set_limit(int64_t policy, int64_t limit, flat_text reason);

int64_t flat_circuit_breaker_force_open(int64_t policy, flat_text reason, int64_t duration_ns);

int64_t flat_circuit_breaker_force_closed(int64_t policy, flat_text reason);

int64_t flat_circuit_breaker_disable(int64_t policy, flat_text reason);

int64_t flat_circuit_breaker_metrics_only(int64_t policy, flat_text reason);

int64_t flat_circuit_breaker_reset(int64_t policy, flat_text reason);

int64_t flat_config_check(flat_text json);

int64_t flat_config_schema(void);

int64_t flat_echo_submit(int64_t queue, int64_t token, flat_text data, int64_t how);

static inline int64_t flat_echo_complete(int64_t queue, int64_t token) {
  return backstay_echo_complete((backstay_queue*)(intptr_t)queue, token);
}

int64_t flat_runtime_idempotency(int64_t runtime, flat_text name);

static inline int64_t flat_idempotency_handle_retain(int64_t idempotency) {
  return (int64_t)(intptr_t)backstay_idempotency_handle_retain((backstay_idempotency*)(intptr_t)idempotency);
}

static inline void flat_idempotency_handle_release(int64_t idempotency) {
  backstay_idempotency_handle_release((backstay_idempotency*)(intptr_t)idempotency);
}

int64_t flat_idempotency_claim(int64_t idempotency, flat_text scope, flat_text key, flat_text fingerprint, int64_t lease_ns, int64_t waited_ns);

static inline int64_t flat_idempotency_blocks(int64_t idempotency) {
  return backstay_idempotency_blocks((backstay_idempotency*)(intptr_t)idempotency);
}

int64_t flat_idempotency_claim_submit(int64_t idempotency, int64_t queue, int64_t token, flat_text scope, flat_text key, flat_text fingerprint, int64_t lease_ns, int64_t waited_ns);

int64_t flat_idempotency_claim_take(int64_t queue, int64_t result);

static inline int64_t flat_idempotency_pass_time(int64_t idempotency, int64_t pause_ns) {
  return backstay_idempotency_pass_time((backstay_idempotency*)(intptr_t)idempotency, pause_ns);
}

static inline int64_t flat_claim_retain(int64_t claim) {
  return (int64_t)(intptr_t)backstay_claim_retain((backstay_claim*)(intptr_t)claim);
}

static inline void flat_claim_release(int64_t claim) {
  backstay_claim_release((backstay_claim*)(intptr_t)claim);
}

int64_t flat_idempotency_complete(int64_t claim, int64_t kind, int64_t status_code, flat_text content_type, flat_text headers, flat_text body);

int64_t flat_idempotency_fail(int64_t claim, int64_t retryable, flat_text type, flat_text message);

int64_t flat_idempotency_release(int64_t claim);

int64_t flat_idempotency_heartbeat(int64_t claim);

int64_t flat_idempotency_set_recovery_point(int64_t claim, flat_text point);

int64_t flat_idempotency_complete_submit(int64_t claim, int64_t queue, int64_t token, int64_t kind, int64_t status_code, flat_text content_type, flat_text headers, flat_text body);

int64_t flat_idempotency_fail_submit(int64_t claim, int64_t queue, int64_t token, int64_t retryable, flat_text type, flat_text message);

int64_t flat_idempotency_release_submit(int64_t claim, int64_t queue, int64_t token);

int64_t flat_idempotency_heartbeat_submit(int64_t claim, int64_t queue, int64_t token);

int64_t flat_idempotency_set_recovery_point_submit(int64_t claim, int64_t queue, int64_t token, flat_text point);

int64_t flat_idempotency_end_take(int64_t queue, int64_t result);

int64_t flat_idempotency_key_header(int64_t idempotency);

static inline int64_t flat_idempotency_maximum_body(int64_t idempotency) {
  return backstay_idempotency_maximum_body((backstay_idempotency*)(intptr_t)idempotency);
}

static inline int64_t flat_idempotency_wants(int64_t idempotency, flat_text method, flat_text key_header) {
  return backstay_idempotency_wants((backstay_idempotency*)(intptr_t)idempotency, flat_text_or_empty(method), method.length, flat_text_or_null(key_header), key_header.length);
}

int64_t flat_idempotency_serve(int64_t idempotency, flat_text method, flat_text target, flat_text route, flat_text key_header, flat_text tenant, flat_text principal, flat_text credentials, flat_text body, int64_t declared_length, int64_t waited_ns);

int64_t flat_idempotency_serve_submit(int64_t idempotency, int64_t queue, int64_t token, flat_text method, flat_text target, flat_text route, flat_text key_header, flat_text tenant, flat_text principal, flat_text credentials, flat_text body, int64_t declared_length, int64_t waited_ns);

int64_t flat_idempotency_serve_take(int64_t queue, int64_t result);

int64_t flat_idempotency_respond(int64_t claim, int64_t status_code, flat_text headers, flat_text body, int64_t kept);

int64_t flat_idempotency_respond_submit(int64_t claim, int64_t queue, int64_t token, int64_t status_code, flat_text headers, flat_text body, int64_t kept);

int64_t flat_idempotency_set_on_unavailable(int64_t idempotency, int64_t mode, flat_text reason);

int64_t flat_idempotency_keys_list(int64_t idempotency, flat_text cursor, int64_t most);

int64_t flat_idempotency_keys_show(int64_t idempotency, flat_text scope, flat_text key, int64_t with_body);

int64_t flat_idempotency_keys_remove(int64_t idempotency, flat_text scope, flat_text key, int64_t any);

int64_t flat_idempotency_sweep(int64_t idempotency, int64_t most);

static inline int64_t flat_policy_retain(int64_t policy) {
  return (int64_t)(intptr_t)backstay_policy_retain((backstay_policy*)(intptr_t)policy);
}

static inline void flat_policy_release(int64_t policy) {
  backstay_policy_release((backstay_policy*)(intptr_t)policy);
}

static inline int64_t flat_policy_enter_token(int64_t policy, int64_t ticket, int64_t cost, int64_t deadline_ns) {
  return backstay_policy_enter_token((backstay_policy*)(intptr_t)policy, ticket, cost, deadline_ns);
}

static inline int64_t flat_policy_exit_token(int64_t policy, int64_t token, int64_t outcome, int64_t elapsed_ns, int64_t retry_after_ns) {
  return backstay_policy_exit_token((backstay_policy*)(intptr_t)policy, token, outcome, elapsed_ns, retry_after_ns);
}

static inline int64_t flat_policy_begin(int64_t policy, int64_t ticket, int64_t cost, int64_t deadline_ns, int64_t* out_started_ns, int64_t* out_deadline_ns) {
  return backstay_policy_begin((backstay_policy*)(intptr_t)policy, ticket, cost, deadline_ns, out_started_ns, out_deadline_ns);
}

static inline int64_t flat_policy_end(int64_t policy, int64_t token, int64_t outcome, int64_t started_ns, int64_t retry_after_ns) {
  return backstay_policy_end((backstay_policy*)(intptr_t)policy, token, outcome, started_ns, retry_after_ns);
}

static inline int64_t flat_policy_ticket(int64_t policy, int64_t answer) {
  return backstay_policy_ticket((backstay_policy*)(intptr_t)policy, answer);
}

static inline int64_t flat_policy_leave(int64_t policy, int64_t ticket) {
  return backstay_policy_leave((backstay_policy*)(intptr_t)policy, ticket);
}

static inline int64_t flat_policy_deadline(int64_t policy, int64_t token) {
  return backstay_policy_deadline((backstay_policy*)(intptr_t)policy, token);
}

static inline int64_t flat_policy_has_deadlines(int64_t policy) {
  return backstay_policy_has_deadlines((backstay_policy*)(intptr_t)policy);
}

static inline int64_t flat_policy_pass_time(int64_t policy, int64_t until_ns) {
  return backstay_policy_pass_time((backstay_policy*)(intptr_t)policy, until_ns);
}

int64_t flat_policy_fallback(int64_t policy, int32_t reason);

static inline int64_t flat_policy_needs_elapsed(int64_t policy) {
  return backstay_policy_needs_elapsed((backstay_policy*)(intptr_t)policy);
}

static inline int64_t flat_policy_now(int64_t policy) {
  return backstay_policy_now((backstay_policy*)(intptr_t)policy);
}

int64_t flat_policy_gate(int64_t policy);

int64_t flat_policy_cause(int64_t policy, int64_t token, flat_text cause);

int64_t flat_policy_retry_after(int64_t policy, flat_text header);

int64_t flat_policy_keyed(int64_t policy, flat_text key);

int64_t flat_policy_snapshot(int64_t policy);

int64_t flat_policy_name(int64_t policy);

int64_t flat_queue_create(int64_t runtime, int64_t capacity);

static inline int64_t flat_queue_retain(int64_t queue) {
  return (int64_t)(intptr_t)backstay_queue_retain((backstay_queue*)(intptr_t)queue);
}

static inline void flat_queue_release(int64_t queue) {
  backstay_queue_release((backstay_queue*)(intptr_t)queue);
}

int64_t flat_queue_close(int64_t queue);

static inline int64_t flat_queue_fd(int64_t queue) {
  return backstay_queue_fd((backstay_queue*)(intptr_t)queue);
}

static inline int64_t flat_queue_drain(int64_t queue, int64_t* records, int64_t capacity) {
  return backstay_queue_drain((backstay_queue*)(intptr_t)queue, records, capacity);
}

static inline int64_t flat_queue_wait(int64_t queue, int64_t timeout_ns) {
  return backstay_queue_wait((backstay_queue*)(intptr_t)queue, timeout_ns);
}

static inline int64_t flat_queue_cancel(int64_t queue, int64_t token) {
  return backstay_queue_cancel((backstay_queue*)(intptr_t)queue, token);
}

int64_t flat_queue_take(int64_t queue, int64_t result);

static inline int64_t flat_queue_drop(int64_t queue, int64_t result) {
  return backstay_queue_drop((backstay_queue*)(intptr_t)queue, result);
}

int64_t flat_rate_limit_peek(int64_t policy, int64_t cost);

int64_t flat_rate_limit_reset(int64_t policy, flat_text reason);

int64_t flat_runtime_open(flat_text path);

int64_t flat_runtime_create(flat_text json);

int64_t flat_runtime_create_disabled(flat_text json);

static inline int64_t flat_runtime_retain(int64_t runtime) {
  return (int64_t)(intptr_t)backstay_runtime_retain((backstay_runtime*)(intptr_t)runtime);
}

static inline void flat_runtime_release(int64_t runtime) {
  backstay_runtime_release((backstay_runtime*)(intptr_t)runtime);
}

int64_t flat_runtime_close(int64_t runtime);

int64_t flat_runtime_policy(int64_t runtime, flat_text name);

int64_t flat_runtime_policies(int64_t runtime);

int64_t flat_runtime_info(int64_t runtime);

int64_t flat_runtime_metrics(int64_t runtime, flat_text process);

int64_t flat_runtime_events(int64_t runtime, int64_t since);

int64_t flat_runtime_advance(int64_t runtime, int64_t by_ns);

int64_t flat_runtime_now(int64_t runtime);

int64_t flat_runtime_stores_examine(int64_t runtime);

int64_t flat_runtime_store_migrate(int64_t runtime, flat_text name);

int64_t flat_runtime_store_migration(int64_t runtime, flat_text name);

#endif
