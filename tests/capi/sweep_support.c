#include "sweep_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SMALL_ERRORS 1024
#define LONG_TEXT 65536

static long checks, failures;
static char long_text[LONG_TEXT + 1];
static void* small_errors[SMALL_ERRORS];
static int small_error_count;
static int quiet; /* while the judges are judged */

static void verdict(int good, const char* what, const char* wanted, int64_t got, const char* message) {
  ++checks;
  if (good) return;
  ++failures;
  if (!quiet) printf("FAILED %s: wanted %s, got %lld (%s) %s\n", what, wanted, (long long)got, backstay_status_name((int32_t)got), message);
}

static void require(int good, const char* what) {
  if (good) return;
  printf("FAILED to prepare: %s\n", what);
  exit(2);
}

/* The judgement must be able to say no: each expectation is shown a wrong answer, and must count it. */
static void judge_the_judges(void) {
  quiet = 1;
  backstay_error named = BACKSTAY_ERROR_INIT, silent = BACKSTAY_ERROR_INIT;
  named.code = silent.code = BACKSTAY_INVALID_ARGUMENT;
  snprintf(named.message, sizeof named.message, "policy must not be NULL");
  sweep_status("(meant to fail)", "", EXPECT_OK, NULL, BACKSTAY_INTERNAL);
  sweep_status("(meant to fail)", "policy", EXPECT_INVALID, &named, BACKSTAY_OK);
  sweep_status("(meant to fail)", "policy", EXPECT_INVALID, &silent, BACKSTAY_INVALID_ARGUMENT);
  sweep_status("(meant to fail)", "permit", EXPECT_INVALID, &named, BACKSTAY_INVALID_ARGUMENT);
  sweep_status("(meant to fail)", "", EXPECT_CLOSED, NULL, BACKSTAY_OK);
  sweep_status("(meant to fail)", "", EXPECT_NEGATIVE, NULL, BACKSTAY_REJECTED);
  sweep_status("(meant to fail)", "", EXPECT_ANY, NULL, -77);
  sweep_number("(meant to fail)", EXPECT_INVALID, 0);
  sweep_answer("(meant to fail)", EXPECT_INVALID, -(int64_t)BACKSTAY_REASON_OPEN);
  sweep_pointer("(meant to fail)", EXPECT_NULL, "");
  sweep_pointer("(meant to fail)", EXPECT_TEXT, NULL);
  /* The silent error is wrong twice: it has no message, and the message does not name the parameter. */
  require(failures == 12, "a wrong answer was not noticed");
  checks = failures = quiet = 0;
}

void sweep_begin(void) {
  judge_the_judges();
  memset(long_text, 'a', LONG_TEXT);
  FILE* file = fopen(SWEEP_FILE, "w");
  require(file != NULL, "write " SWEEP_FILE);
  fputs(SWEEP_CONFIG, file);
  require(fclose(file) == 0, "write " SWEEP_FILE);
}

int sweep_end(void) {
  for (int i = 0; i < small_error_count; ++i) free(small_errors[i]);
  remove(SWEEP_FILE);
  printf("%ld calls with hostile arguments, %ld answered wrongly\n", checks, failures);
  return checks > 0 && failures == 0 ? 0 : 1;
}

static void open_queues(sweep_world* world) {
  require(backstay_queue_create(world->runtime, 8, &world->queue, &world->error) == BACKSTAY_OK, "queue");
  require(backstay_queue_create(world->closed_runtime, 8, &world->closed_queue, &world->error) == BACKSTAY_OK, "queue");
  require(backstay_echo_submit(world->queue, 1, "done", -1, BACKSTAY_ECHO_AT_ONCE, &world->error) == BACKSTAY_OK, "echo");
  require(backstay_queue_drain(world->queue, world->records, SWEEP_RECORDS) == 1, "drain");
  world->result = world->records[BACKSTAY_RECORD_RESULT];
  require(backstay_echo_submit(world->queue, SWEEP_HELD_TOKEN, "held", -1, BACKSTAY_ECHO_HELD, &world->error) == BACKSTAY_OK, "echo");
}

static void open_claim(backstay_runtime* runtime, backstay_idempotency** idempotency, backstay_claim** claim, sweep_world* world) {
  backstay_bytes text = BACKSTAY_BYTES_INIT;
  require(backstay_runtime_idempotency(runtime, "orders", -1, idempotency, &world->error) == BACKSTAY_OK, "idempotency");
  require(backstay_idempotency_claim(*idempotency, NULL, 0, "held", -1, NULL, 0, -1, 0, claim, &world->claimed, &text, &world->error) ==
              BACKSTAY_OK,
          "claim");
  backstay_bytes_free(&text);
}

/* Results of a submitted claim, of a submitted end and of a submitted request. */
static void open_results(sweep_world* world) {
  require(backstay_idempotency_claim_submit(world->idempotency, world->queue, 1, NULL, 0, "submitted", -1, NULL, 0, -1, 0, &world->error) ==
              BACKSTAY_OK,
          "claim_submit");
  require(backstay_idempotency_heartbeat_submit(world->claim, world->queue, 2, &world->error) == BACKSTAY_OK, "heartbeat_submit");
  require(backstay_idempotency_serve_submit(world->idempotency, world->queue, 3, "GET", -1, "/", -1, NULL, 0, NULL, 0, NULL, 0, NULL, 0,
                                            NULL, 0, "", 0, -1, 0, &world->error) == BACKSTAY_OK,
          "serve_submit");
  require(backstay_queue_drain(world->queue, world->records, SWEEP_RECORDS) == 3, "drain");
  world->claim_result = world->records[BACKSTAY_RECORD_RESULT];
  world->end_result = world->records[BACKSTAY_RECORD_FIELDS + BACKSTAY_RECORD_RESULT];
  world->served_result = world->records[2 * BACKSTAY_RECORD_FIELDS + BACKSTAY_RECORD_RESULT];
}

void sweep_open(sweep_world* world) {
  const sweep_world empty = {.permit = BACKSTAY_PERMIT_INIT,
                             .entered = BACKSTAY_PERMIT_INIT,
                             .gate = BACKSTAY_GATE_INIT,
                             .rate = BACKSTAY_RATE_INIT,
                             .claimed = BACKSTAY_CLAIMED_INIT,
                             .served = BACKSTAY_SERVED_INIT,
                             .bytes = BACKSTAY_BYTES_INIT,
                             .error = BACKSTAY_ERROR_INIT};
  *world = empty;
  require(backstay_runtime_create(SWEEP_CONFIG, -1, &world->runtime, &world->error) == BACKSTAY_OK, world->error.message);
  require(backstay_runtime_create(SWEEP_CONFIG, -1, &world->closed_runtime, &world->error) == BACKSTAY_OK, world->error.message);
  require(backstay_runtime_policy(world->runtime, "payments", -1, &world->policy, &world->error) == BACKSTAY_OK, "policy");
  require(backstay_runtime_policy(world->closed_runtime, "payments", -1, &world->closed_policy, &world->error) == BACKSTAY_OK, "policy");
  require(backstay_policy_enter(world->policy, &world->entered, &world->error) == BACKSTAY_OK, "enter");
  world->token = backstay_policy_enter_token(world->policy, 0, 1, -1);
  require(world->token > 0, "enter_token");
  open_queues(world);
  open_claim(world->runtime, &world->idempotency, &world->claim, world);
  open_claim(world->closed_runtime, &world->closed_idempotency, &world->closed_claim, world);
  open_results(world);
  require(backstay_runtime_close(world->closed_runtime, &world->error) == BACKSTAY_OK, "close");
}

void sweep_close(sweep_world* world) {
  world->bytes.struct_size = (int64_t)sizeof world->bytes;
  backstay_bytes_free(&world->bytes);
  backstay_policy_release(world->policy);
  backstay_policy_release(world->closed_policy);
  backstay_policy_release(world->policy_out);
  backstay_queue_release(world->queue);
  backstay_queue_release(world->closed_queue);
  backstay_queue_release(world->queue_out);
  backstay_claim_release(world->claim);
  backstay_claim_release(world->closed_claim);
  backstay_claim_release(world->claim_out);
  backstay_idempotency_handle_release(world->idempotency);
  backstay_idempotency_handle_release(world->closed_idempotency);
  backstay_idempotency_handle_release(world->idempotency_out);
  backstay_runtime_release(world->runtime);
  backstay_runtime_release(world->closed_runtime);
  backstay_runtime_release(world->runtime_out);
}

const char* sweep_long_text(void) { return long_text; }

backstay_error* sweep_small_error(int64_t size) {
  const size_t bytes = size > (int64_t)sizeof(int64_t) ? (size_t)size : sizeof(int64_t);
  char* memory = malloc(bytes);
  require(memory != NULL && small_error_count < SMALL_ERRORS, "allocate a small error");
  memset(memory, 0, bytes);
  memcpy(memory, &size, sizeof size);
  small_errors[small_error_count++] = memory;
  return (backstay_error*)(void*)memory;
}

void sweep_status(const char* what, const char* parameter, sweep_expectation expected, const backstay_error* error, backstay_status got) {
  const char* message = error != NULL ? error->message : "";
  if (got < 0 && error != NULL) {
    verdict(error->code == got && message[0] != '\0', what, "the error to have the status and a message", error->code, message);
  }
  switch (expected) {
    case EXPECT_OK:
      verdict(got == BACKSTAY_OK, what, "ok", got, message);
      break;
    case EXPECT_INVALID:
      verdict(got == BACKSTAY_INVALID_ARGUMENT, what, "invalid_argument", got, message);
      if (error != NULL) verdict(strstr(message, parameter) != NULL, what, "the message to name the parameter", got, message);
      break;
    case EXPECT_CLOSED:
      verdict(got == BACKSTAY_CLOSED, what, "closed", got, message);
      break;
    case EXPECT_NEGATIVE:
      verdict(got < 0, what, "an error", got, message);
      break;
    default:
      verdict(strcmp(backstay_status_name(got), "unknown") != 0, what, "a status of the catalogue", got, message);
  }
}

void sweep_number(const char* what, sweep_expectation expected, int64_t got) {
  switch (expected) {
    case EXPECT_OK:
      verdict(got >= 0, what, "a number that is no error", got, "");
      break;
    case EXPECT_INVALID:
      verdict(got == BACKSTAY_INVALID_ARGUMENT, what, "invalid_argument", got, "");
      break;
    case EXPECT_CLOSED:
      verdict(got == BACKSTAY_CLOSED, what, "closed", got, "");
      break;
    case EXPECT_NEGATIVE:
      verdict(got < 0, what, "an error", got, "");
      break;
    default:
      verdict(got >= 0 || strcmp(backstay_status_name((int32_t)got), "unknown") != 0, what, "a status of the catalogue", got, "");
  }
}

void sweep_answer(const char* what, sweep_expectation expected, int64_t got) {
  const int32_t code = got < 0 ? BACKSTAY_ENTER_CODE(got) : 0;
  switch (expected) {
    case EXPECT_OK:
      verdict(got > 0, what, "a token", got, "");
      break;
    case EXPECT_INVALID:
      verdict(code == BACKSTAY_REASON_ERROR, what, "the reason error", got, "");
      break;
    case EXPECT_CLOSED:
      verdict(code == BACKSTAY_REASON_CLOSED, what, "the reason closed", got, "");
      break;
    default:
      verdict(got != 0, what, "a token or a reason", got, "");
  }
}

void sweep_pointer(const char* what, sweep_expectation expected, const void* got) {
  verdict((got == NULL) == (expected == EXPECT_NULL), what, expected == EXPECT_NULL ? "NULL" : "a pointer", got != NULL, "");
}
