/* A request over HTTP through the C interface: a first one, its replay, a refusal, a request that passes; waiting and submitted. */
#include <string.h>

#include "backstay/backstay.h"
#include "check.h"

#define KEY "\"8e03978e-40d5-43dd-bc93-6894a57f9324\""

static const char config[] = "{\"clock\":\"manual\",\"stores\":{\"main\":\"memory:\"},\"idempotency\":{\"orders\":{}}}";

typedef struct answer {
  backstay_claim* claim;
  backstay_served served;
  backstay_bytes text;
} answer;

static const answer nothing = {NULL, BACKSTAY_SERVED_INIT, BACKSTAY_BYTES_INIT};

static answer serve(backstay_idempotency* orders, const char* method, const char* key, const char* body) {
  answer told = nothing;
  CHECK(backstay_idempotency_serve(orders, method, -1, "/orders?dry=1", -1, NULL, 0, key, -1, NULL, 0, "alice", -1, NULL, 0, body, -1,
                                   (int64_t)strlen(body), 0, &told.claim, &told.served, &told.text, NULL) == BACKSTAY_OK);
  return told;
}

static void clear(answer* told) {
  backstay_claim_release(told->claim);
  backstay_bytes_free(&told->text);
}

/* The only record that the queue has. */
static int64_t result_of(backstay_queue* queue, int64_t token) {
  int64_t record[BACKSTAY_RECORD_FIELDS] = {0};
  CHECK(backstay_queue_drain(queue, record, 1) == 1);
  CHECK(record[BACKSTAY_RECORD_TOKEN] == token && record[BACKSTAY_RECORD_STATUS] == BACKSTAY_OK);
  return record[BACKSTAY_RECORD_RESULT];
}

static void a_first_request_and_its_replay(backstay_idempotency* orders) {
  answer first = serve(orders, "POST", KEY, "{}");
  CHECK(first.served.action == BACKSTAY_SERVE_HOLD && first.claim != NULL && first.served.fence > 0);
  CHECK(backstay_idempotency_respond(first.claim, 201, "Content-Type: text/plain\nSet-Cookie: a=b\nX-Order: 7\n", -1, "done", -1, 1,
                                     NULL) == BACKSTAY_OK);
  clear(&first);
  answer second = serve(orders, "POST", KEY, "{}");
  CHECK(second.served.action == BACKSTAY_SERVE_REPLY && second.served.status == BACKSTAY_REPLAY && second.claim == NULL);
  CHECK(second.served.status_code == 201 && second.served.body_length == 4);
  CHECK(strcmp(second.text.data, "content-type: text/plain\nx-order: 7\ncontent-length: 4\nx-idempotent-replay: true\ndone") == 0);
  clear(&second);
}

static void a_refusal_and_a_pass(backstay_idempotency* orders) {
  answer other = serve(orders, "POST", KEY, "{\"other\":1}");
  CHECK(other.served.action == BACKSTAY_SERVE_REPLY && other.served.status == BACKSTAY_MISMATCH && other.served.status_code == 422);
  CHECK(strstr(other.text.data, "\"code\":\"idempotency_key_reused\"") != NULL);
  clear(&other);
  answer passed = serve(orders, "GET", KEY, "");
  CHECK(passed.served.action == BACKSTAY_SERVE_PASS && passed.served.status == BACKSTAY_OK && passed.text.length == 0);
  clear(&passed);
  CHECK(backstay_idempotency_wants(orders, "POST", -1, KEY, -1) == 1048576);
  CHECK(backstay_idempotency_wants(orders, "POST", -1, NULL, 0) == 0);
  CHECK(backstay_idempotency_wants(orders, "GET", -1, KEY, -1) == 0);
  CHECK(backstay_idempotency_maximum_body(orders) == 1048576);
  CHECK(strcmp(backstay_idempotency_key_header(orders), "Idempotency-Key") == 0);
}

static void submitted(backstay_runtime* runtime, backstay_idempotency* orders) {
  backstay_queue* queue = NULL;
  CHECK(backstay_queue_create(runtime, 4, &queue, NULL) == BACKSTAY_OK);
  answer told = nothing;
  CHECK(backstay_idempotency_serve_submit(orders, queue, 1, "POST", -1, "/mails", -1, NULL, 0, KEY, -1, NULL, 0, NULL, 0, "Bearer a\n", -1,
                                          "", 0, BACKSTAY_UNKNOWN, 0, NULL) == BACKSTAY_OK);
  CHECK(backstay_idempotency_serve_take(queue, result_of(queue, 1), &told.claim, &told.served, &told.text, NULL) == BACKSTAY_OK);
  CHECK(told.served.action == BACKSTAY_SERVE_HOLD && told.claim != NULL);
  CHECK(backstay_idempotency_respond_submit(told.claim, queue, 2, 503, "", 0, "", 0, 1, NULL) == BACKSTAY_OK);
  CHECK(backstay_idempotency_end_take(queue, result_of(queue, 2), NULL) == BACKSTAY_OK);
  CHECK(backstay_idempotency_respond(told.claim, 200, "", 0, "", 0, 1, NULL) == BACKSTAY_LOST_LEASE);
  clear(&told);
  /* A request that needs no claim comes by the queue too. */
  told = nothing;
  CHECK(backstay_idempotency_serve_submit(orders, queue, 3, "POST", -1, "/mails", -1, NULL, 0, "no uuid", -1, NULL, 0, NULL, 0, NULL, 0, "",
                                          0, BACKSTAY_UNKNOWN, 0, NULL) == BACKSTAY_OK);
  CHECK(backstay_idempotency_serve_take(queue, result_of(queue, 3), &told.claim, &told.served, &told.text, NULL) == BACKSTAY_OK);
  CHECK(told.served.action == BACKSTAY_SERVE_REPLY && told.served.status_code == 400 && told.claim == NULL);
  clear(&told);
  backstay_queue_release(queue);
}

static void a_header_that_breaks_the_answer(backstay_idempotency* orders) {
  answer held = serve(orders, "PATCH", KEY, "");
  backstay_error error = BACKSTAY_ERROR_INIT;
  CHECK(backstay_idempotency_respond(held.claim, 200, "X-A: b\rSet-Cookie: c\n", -1, "", 0, 1, &error) == BACKSTAY_INVALID_ARGUMENT);
  CHECK(strstr(error.message, "headers") != NULL && strstr(error.message, "X-A") != NULL);
  CHECK(backstay_idempotency_respond(held.claim, 200, "", 0, "", 0, 1, &error) == BACKSTAY_OK);
  clear(&held);
}

int main(void) {
  backstay_runtime* runtime = NULL;
  backstay_idempotency* orders = NULL;
  CHECK(backstay_runtime_create(config, -1, &runtime, NULL) == BACKSTAY_OK);
  CHECK(backstay_runtime_idempotency(runtime, "orders", -1, &orders, NULL) == BACKSTAY_OK);
  a_first_request_and_its_replay(orders);
  a_refusal_and_a_pass(orders);
  submitted(runtime, orders);
  a_header_that_breaks_the_answer(orders);
  CHECK(backstay_idempotency_set_on_unavailable(orders, 1, "test", -1, NULL) == BACKSTAY_OK);
  backstay_idempotency_handle_release(orders);
  backstay_runtime_release(runtime);
  return checked();
}
