/*
 * Backstay: idempotency over HTTP: what a web server's middleware does with a request, decided here.
 *
 *   n = backstay_idempotency_wants(...)      every request; 0: the handler runs, and that was all
 *   read the body, up to n bytes
 *   backstay_idempotency_serve(...)          served.action says what to do:
 *     BACKSTAY_SERVE_PASS   run the handler; there is nothing to report
 *     BACKSTAY_SERVE_HOLD   run the handler, give its answer to backstay_idempotency_respond with the claim, and send it
 *     BACKSTAY_SERVE_REPLY  send status_code, headers and body; the handler doesn't run
 *     BACKSTAY_SERVE_AGAIN  pause for again_ns, then serve once more with `waited_ns` raised by it
 *
 * The key is the request header that the configuration names (draft-ietf-httpapi-idempotency-key-header-07); who asks (tenant, principal,
 * credentials), method and route make its scope, method, target and body its fingerprint. Refusals are problem details (RFC 9457).
 * Header fields cross this interface as lines `name: value`, each with a line feed at its end, as UTF-8: decode what came as bytes from
 * Latin-1, and encode it so again. Who joins names and values to lines writes a carriage return for each line feed in them: it is
 * refused, while a line feed would begin another field.
 *
 * Threads: any. Fork: as the store. Not here: reading requests, sending answers.
 */
#ifndef BACKSTAY_IDEMPOTENCY_HTTP_H
#define BACKSTAY_IDEMPOTENCY_HTTP_H

#include "backstay/idempotency.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What to do with a request. Caller-owned plain memory. The three lengths are those of the parts of the text that comes with it, in
 * that order. */
typedef struct backstay_served {
  int64_t struct_size;
  int64_t action;    /* a BACKSTAY_SERVE_* */
  int64_t status;    /* what the claim was told (OK, TAKEN_OVER, REPLAY, ...); OK with PASS; INVALID_ARGUMENT: the request was refused */
  int64_t fence;     /* HOLD: greater than that of any claim of the store before; 0 where the store was not there, and else */
  int64_t takeovers; /* HOLD: how often the key changed hands because a lease had run out */
  int64_t retry_after_ns;        /* REPLY: what its Retry-After says; else BACKSTAY_UNKNOWN */
  int64_t again_ns;              /* AGAIN: the pause; else 0 */
  int64_t status_code;           /* REPLY: of the answer; else 0 */
  int64_t recovery_point_length; /* HOLD: what the holder before set last */
  int64_t headers_length;        /* REPLY: lines, Content-Length among them where the answer may have one */
  int64_t body_length;           /* REPLY */
} backstay_served;

#define BACKSTAY_SERVED_INIT {(int64_t)sizeof(backstay_served), BACKSTAY_SERVE_PASS, 0, 0, 0, BACKSTAY_UNKNOWN, 0, 0, 0, 0, 0}

/* Prepare it, with the values of BACKSTAY_SERVED_INIT. `served` may be NULL. Since 1. */
BACKSTAY_API void backstay_served_init(backstay_served* served /* nullable */);

/* Return the name of the request header that holds the key, as configured. The text lives as long as the handle. NULL gives NULL.
 * Since 1. */
BACKSTAY_API const char* backstay_idempotency_key_header(backstay_idempotency* idempotency);

/* Return how many bytes of an answer's body are kept, as configured (maximum_body): who buffers it needs no more, and responds with kept 0
 * where there is more. A negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_idempotency_maximum_body(backstay_idempotency* idempotency);

/* Ask whether a request is served. 0: it passes, since its method is not one of the configured ones, or it has no key and keys are
 * optional. Otherwise so many bytes of its body are taken: read up to that, then serve. Cheap: for every request. A `key_header` that is
 * NULL is absent. A negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_idempotency_wants(backstay_idempotency* idempotency, const char* method, int64_t method_length,
                                                const char* key_header /* nullable */, int64_t key_header_length);

/* Decide what is done with a request, and claim its key. All texts are any bytes up to 1 MiB, as the client sent them:
 * `method`; `target`: path and query; `route`: the path's pattern (NULL or empty: the path of the target); `key_header`: the value of the
 * header that backstay_idempotency_key_header names (NULL: absent; several fields of the name are joined by ", "; a face that can't tell
 * empty from absent hands over a space for a field that is there and empty); `tenant` and `principal`: who asks, as the application knows
 * it (NULL or empty: unknown); `credentials`: the value of Authorization, a line feed, the value of Cookie, either empty where it is
 * absent. Without a principal Authorization tells users apart, and without that Cookie. `body` is the request's; where it is longer than
 * wants said, any part of it that is longer than that. `declared_length` is that of Content-Length, or BACKSTAY_UNKNOWN. `waited_ns` is 0
 * at first, see BACKSTAY_SERVE_AGAIN. `out` receives the claim with HOLD, else NULL; `served` and `text` (recovery point, headers, body)
 * are written in any case. Blocks as long as the store takes, see backstay_idempotency_blocks. Returns OK, whatever is to be done; what
 * the store can't do is a REPLY too, or, with on_unavailable: run, a HOLD whose claim does nothing. Errors: FORKED, CLOSED,
 * INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_serve(
    backstay_idempotency* idempotency, const char* method, int64_t method_length, const char* target, int64_t target_length,
    const char* route /* nullable */, int64_t route_length, const char* key_header /* nullable */, int64_t key_header_length,
    const char* tenant /* nullable */, int64_t tenant_length, const char* principal /* nullable */, int64_t principal_length,
    const char* credentials /* nullable */, int64_t credentials_length, const char* body, int64_t body_length, int64_t declared_length,
    int64_t waited_ns, backstay_claim** out, backstay_served* served, backstay_bytes* text, backstay_error* error);

/* The same without waiting: OK: accepted, a record with the token comes on the queue, which is one of the same runtime, also where no
 * claim is needed; its result is for backstay_idempotency_serve_take, which says what the waiting form says. FULL: nothing was accepted;
 * drain and submit again. One that is cancelled before the store came to it never happens; a new claim that nobody takes gives its key
 * back. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_serve_submit(
    backstay_idempotency* idempotency, backstay_queue* queue, int64_t token, const char* method, int64_t method_length, const char* target,
    int64_t target_length, const char* route /* nullable */, int64_t route_length, const char* key_header /* nullable */,
    int64_t key_header_length, const char* tenant /* nullable */, int64_t tenant_length, const char* principal /* nullable */,
    int64_t principal_length, const char* credentials /* nullable */, int64_t credentials_length, const char* body, int64_t body_length,
    int64_t declared_length, int64_t waited_ns, backstay_error* error);

/* Take what a submitted request came to, which is used up by it. Writes, returns and fails as backstay_idempotency_serve;
 * INVALID_ARGUMENT also where the queue has no such result, or it was taken or dropped before. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_serve_take(backstay_queue* queue, int64_t result, backstay_claim** out,
                                                             backstay_served* served, backstay_bytes* text, backstay_error* error);

/* Report the answer of a handler that ran with a claim. By `status_code` (100 to 999) and the configuration it is stored, or the key is
 * released, or the key is left as a failure leaves it (on_failure). `headers` are lines; fields that belong to one connection or one
 * moment, and Set-Cookie, are not stored. A field that would break the answer in two (a control character in it, a name that is no token)
 * is refused as INVALID_ARGUMENT, and the claim goes on. `kept` 0: the body is not all here (it was streamed, or is too long), so that
 * the answer is remembered as not kept; 1: `body` is all of it. Returns OK, or LOST_LEASE: send the answer all the same, its effect has
 * happened. Where a handler raised, report 500 with the body that is sent, or use backstay_idempotency_fail. Errors: as
 * backstay_idempotency_complete. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_respond(backstay_claim* claim, int64_t status_code, const char* headers,
                                                          int64_t headers_length, const char* body, int64_t body_length, int64_t kept,
                                                          backstay_error* error);

/* The same without waiting: as backstay_idempotency_complete_submit, taken by backstay_idempotency_end_take. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_respond_submit(backstay_claim* claim, backstay_queue* queue, int64_t token,
                                                                 int64_t status_code, const char* headers, int64_t headers_length,
                                                                 const char* body, int64_t body_length, int64_t kept,
                                                                 backstay_error* error);

/* Say what happens while the store can't be used, until told otherwise: 0: claims are refused; 1: they run unguarded, by a claim without a
 * store whose steps do nothing; BACKSTAY_UNKNOWN: as configured. `reason` (1 to 128 bytes) is recorded in an event. Errors: CLOSED,
 * INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_idempotency_set_on_unavailable(backstay_idempotency* idempotency, int64_t mode, const char* reason,
                                                                     int64_t reason_length, backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
