/* The completion queue as a C program drives it: every way in which a token completes, the descriptor, close and fork. */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backstay/backstay.h"
#include "check.h"

#define ROOM 64

static backstay_error error = BACKSTAY_ERROR_INIT;
static backstay_runtime* runtime;
static backstay_queue* queue;
static int64_t records[ROOM * BACKSTAY_RECORD_FIELDS];

static int64_t field(int64_t record, int64_t which) { return records[record * BACKSTAY_RECORD_FIELDS + which]; }

static int64_t drain(int64_t most) { return backstay_queue_drain(queue, records, most); }

static int readable(void) {
  struct pollfd watched = {.fd = (int)backstay_queue_fd(queue), .events = POLLIN};
  return poll(&watched, 1, 0) == 1 && (watched.revents & POLLIN) != 0;
}

static backstay_status submit(int64_t token, const char* text, int64_t how) {
  return backstay_echo_submit(queue, token, text, -1, how, &error);
}

static int takes(int64_t result, const char* text) {
  backstay_bytes bytes = BACKSTAY_BYTES_INIT;
  const int good = backstay_queue_take(queue, result, &bytes, &error) == BACKSTAY_OK && strcmp(bytes.data, text) == 0 &&
                   bytes.length == (int64_t)strlen(text);
  backstay_bytes_free(&bytes);
  return good;
}

static void begin(int64_t capacity) {
  CHECK(backstay_runtime_create("{\"version\": 1, \"clock\": \"manual\"}", -1, &runtime, &error) == BACKSTAY_OK);
  CHECK(backstay_queue_create(runtime, capacity, &queue, &error) == BACKSTAY_OK);
}

static void end(void) {
  backstay_runtime_release(runtime);
  backstay_queue_release(queue);
}

static void an_answer_at_once_comes_by_the_queue(void) {
  begin(4);
  CHECK(!readable() && drain(ROOM) == 0 && backstay_queue_wait(queue, 0) == 0);
  CHECK(submit(-5, "hello", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_OK && readable() && backstay_queue_wait(queue, -1) == 1);
  CHECK(drain(ROOM) == 1 && !readable());
  CHECK(field(0, BACKSTAY_RECORD_TOKEN) == -5 && field(0, BACKSTAY_RECORD_STATUS) == BACKSTAY_OK && field(0, BACKSTAY_RECORD_LENGTH) == 5);
  const int64_t result = field(0, BACKSTAY_RECORD_RESULT);
  CHECK(result > 0 && takes(result, "hello"));
  CHECK(!takes(result, "hello") && error.code == BACKSTAY_INVALID_ARGUMENT && strstr(error.message, "result") != NULL);
  CHECK(backstay_queue_drop(queue, result) == BACKSTAY_INVALID_ARGUMENT);
  end();
}

static void a_place_is_taken_until_the_result_is(void) {
  begin(2);
  CHECK(submit(1, "a", BACKSTAY_ECHO_HELD) == BACKSTAY_OK && submit(2, "", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_OK);
  CHECK(submit(3, "c", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_FULL);
  CHECK(submit(1, "a", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_INVALID_ARGUMENT && strstr(error.message, "token") != NULL);
  CHECK(drain(ROOM) == 1 && submit(3, "c", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_FULL);
  CHECK(backstay_queue_drop(queue, field(0, BACKSTAY_RECORD_RESULT)) == BACKSTAY_OK);
  CHECK(submit(2, "c", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_OK && drain(ROOM) == 1 && takes(field(0, BACKSTAY_RECORD_RESULT), "c"));
  end();
}

static void a_part_drained_leaves_the_descriptor_readable(void) {
  begin(8);
  for (int64_t token = 0; token < 5; ++token) CHECK(submit(token, "x", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_OK);
  CHECK(drain(2) == 2 && field(1, BACKSTAY_RECORD_TOKEN) == 1 && readable());
  CHECK(drain(3) == 3 && field(0, BACKSTAY_RECORD_TOKEN) == 2 && !readable());
  end();
}

static void a_token_completes_once(void) {
  begin(8);
  CHECK(submit(1, "one", BACKSTAY_ECHO_HELD) == BACKSTAY_OK && submit(2, "two", BACKSTAY_ECHO_HELD) == BACKSTAY_OK);
  CHECK(backstay_queue_cancel(queue, 1) == 1 && backstay_queue_cancel(queue, 1) == 0 && backstay_echo_complete(queue, 1) == 0);
  CHECK(backstay_echo_complete(queue, 2) == 1 && backstay_echo_complete(queue, 2) == 0 && backstay_queue_cancel(queue, 2) == 0);
  CHECK(backstay_queue_cancel(queue, 3) == 0 && backstay_echo_complete(queue, 3) == 0);
  CHECK(drain(ROOM) == 2 && field(0, BACKSTAY_RECORD_STATUS) == BACKSTAY_CANCELLED && field(0, BACKSTAY_RECORD_RESULT) == 0);
  CHECK(field(1, BACKSTAY_RECORD_TOKEN) == 2 && takes(field(1, BACKSTAY_RECORD_RESULT), "two") && drain(ROOM) == 0);
  end();
}

static void the_stores_thread_completes(void) {
  begin(ROOM);
  for (int64_t token = 0; token < ROOM; ++token) CHECK(submit(token, "threaded", BACKSTAY_ECHO_THREAD) == BACKSTAY_OK);
  int64_t came = 0;
  while (came < ROOM) {
    if (backstay_queue_wait(queue, -1) == 0) continue;
    const int64_t now = drain(ROOM);
    CHECK(now > 0);
    for (int64_t i = 0; i < now; ++i)
      CHECK(field(i, BACKSTAY_RECORD_TOKEN) == came + i && takes(field(i, BACKSTAY_RECORD_RESULT), "threaded"));
    came += now;
  }
  CHECK(came == ROOM && drain(ROOM) == 0);
  end();
}

static void closing_completes_what_is_in_flight(void) {
  begin(4);
  CHECK(submit(1, "kept", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_OK && submit(2, "held", BACKSTAY_ECHO_HELD) == BACKSTAY_OK);
  CHECK(backstay_runtime_close(runtime, &error) == BACKSTAY_OK && backstay_queue_close(queue, &error) == BACKSTAY_OK);
  CHECK(submit(3, "late", BACKSTAY_ECHO_AT_ONCE) == BACKSTAY_CLOSED && backstay_echo_complete(queue, 2) == 0);
  CHECK(readable() && backstay_queue_wait(queue, -1) == 1 && drain(ROOM) == 2);
  CHECK(takes(field(0, BACKSTAY_RECORD_RESULT), "kept") && field(1, BACKSTAY_RECORD_STATUS) == BACKSTAY_CLOSED);
  CHECK(drain(ROOM) == BACKSTAY_CLOSED && backstay_queue_wait(queue, -1) == BACKSTAY_CLOSED && readable());
  backstay_queue* none = NULL;
  CHECK(backstay_queue_create(runtime, 4, &none, &error) == BACKSTAY_CLOSED && none == NULL);
  end();
}

static void references_go_in_any_order(void) {
  begin(4);
  CHECK(backstay_queue_retain(queue) == queue);
  backstay_runtime_release(runtime);
  CHECK(submit(1, "x", BACKSTAY_ECHO_THREAD) == BACKSTAY_OK && submit(2, "y", BACKSTAY_ECHO_HELD) == BACKSTAY_OK);
  backstay_queue_release(queue);
  CHECK(backstay_queue_cancel(queue, 2) == 1);
  backstay_queue_release(queue);
}

/* Runs `check` in a child and gives the number of its failures. */
static int in_child(int (*check)(int), int inherited) {
  const pid_t child = fork();
  if (child == 0) _exit(check(inherited));
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

static int of_child(int inherited) {
  int wrong = drain(ROOM) != 0;
  wrong += backstay_echo_complete(queue, 2) != 0;
  wrong += readable() != 0;
  wrong += fcntl(inherited, F_GETFD) >= 0 && (int)backstay_queue_fd(queue) != inherited;
  wrong += submit(2, "child", BACKSTAY_ECHO_THREAD) != BACKSTAY_OK;
  wrong += backstay_queue_wait(queue, -1) != 1 || drain(ROOM) != 1 || !takes(field(0, BACKSTAY_RECORD_RESULT), "child");
  end();
  return wrong;
}

static void a_child_begins_empty(void) {
  begin(4);
  CHECK(submit(1, "parent", BACKSTAY_ECHO_THREAD) == BACKSTAY_OK && backstay_queue_wait(queue, -1) == 1);
  CHECK(submit(2, "held", BACKSTAY_ECHO_HELD) == BACKSTAY_OK && readable());
  const int descriptor = (int)backstay_queue_fd(queue);
  CHECK((fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
  CHECK(in_child(of_child, descriptor) == 0);
  CHECK(readable() && (int)backstay_queue_fd(queue) == descriptor && backstay_echo_complete(queue, 2) == 1);
  CHECK(drain(ROOM) == 2 && takes(field(0, BACKSTAY_RECORD_RESULT), "parent") && takes(field(1, BACKSTAY_RECORD_RESULT), "held"));
  end();
}

int main(void) {
  an_answer_at_once_comes_by_the_queue();
  a_place_is_taken_until_the_result_is();
  a_part_drained_leaves_the_descriptor_readable();
  a_token_completes_once();
  the_stores_thread_completes();
  closing_completes_what_is_in_flight();
  references_go_in_any_order();
  a_child_begins_empty();
  return checked();
}
