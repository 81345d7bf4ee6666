/* Composed policies in C: the loop of wait and again, tickets given up, deadlines, a shared bulkhead, budgets of older structs. */
#include <stddef.h>
#include <string.h>

#include "backstay/backstay.h"
#include "check.h"

#define MS ((int64_t)1000000)

static const char config[] =
    "{\"clock\":\"manual\",\"policies\":{"
    "\"search\":{\"timeout\":\"2s\",\"retry\":{\"attempts\":3,\"backoff\":\"100ms\"},\"bulkhead\":{\"limit\":1,\"queue\":2,\"wait\":\"1s\"}"
    "},"
    "\"lookup\":{\"timeout\":\"2s\",\"retry\":{\"attempts\":3,\"backoff\":\"0ms\"},\"attempt_timeout\":\"500ms\"},"
    "\"suggest\":{\"bulkhead\":{\"use\":\"search\"},\"circuit_breaker\":\"standard\"},"
    "\"api\":{\"rate_limit\":{\"rate\":\"10/s\",\"burst\":2,\"wait\":\"1s\"}}}}";

static backstay_policy* policy_of(backstay_runtime* runtime, const char* name) {
  backstay_policy* policy = NULL;
  backstay_error error = BACKSTAY_ERROR_INIT;
  CHECK(backstay_runtime_policy(runtime, name, -1, &policy, &error) == BACKSTAY_OK);
  return policy;
}

/* A failure, a pause, a success; then three failures. */
static void attempts(backstay_runtime* runtime, backstay_policy* search) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  CHECK(backstay_policy_enter(search, &permit, &error) == BACKSTAY_OK);
  CHECK(permit.deadline_ns == 2000 * MS && backstay_policy_deadline(search, permit.token) == 2000 * MS);
  CHECK(backstay_policy_exit(search, &permit, BACKSTAY_OUTCOME_FAILURE, &error) == BACKSTAY_AGAIN);
  CHECK(permit.retry_after_ns == 100 * MS && permit.ticket > 0 && permit.token == 0);
  CHECK(backstay_policy_pass_time(search, 100 * MS) == 1);
  CHECK(backstay_policy_enter(search, &permit, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(search, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK && permit.flags == 0);

  backstay_permit_init(&permit);
  int64_t tries = 0;
  while (backstay_policy_enter(search, &permit, &error) == BACKSTAY_OK) {
    ++tries;
    CHECK(backstay_runtime_advance(runtime, 10 * MS, &error) == BACKSTAY_OK);
    if (backstay_policy_exit(search, &permit, BACKSTAY_OUTCOME_FAILURE, &error) != BACKSTAY_AGAIN) break;
  }
  CHECK(tries == 3 && (permit.flags & BACKSTAY_EXIT_EXHAUSTED) != 0);
  CHECK(permit.attempts == 3 && permit.reason == BACKSTAY_REASON_ATTEMPTS && permit.elapsed_ns == 30 * MS);
}

/* Each attempt has a deadline of its own: that of the one before says nothing of the next. */
static void attempt_deadlines(backstay_runtime* runtime, backstay_policy* lookup) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  const int64_t start = backstay_policy_now(lookup);
  CHECK(backstay_policy_enter(lookup, &permit, &error) == BACKSTAY_OK && permit.deadline_ns == start + 500 * MS);
  CHECK(backstay_runtime_advance(runtime, 500 * MS, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(lookup, &permit, BACKSTAY_OUTCOME_TIMEOUT, &error) == BACKSTAY_AGAIN);
  CHECK(backstay_policy_enter(lookup, &permit, &error) == BACKSTAY_OK && permit.deadline_ns == start + 1000 * MS);
  CHECK(backstay_policy_exit(lookup, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK);
  CHECK(backstay_runtime_advance(runtime, 2000 * MS, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_enter(lookup, &permit, &error) == BACKSTAY_OK && permit.deadline_ns == start + 3000 * MS);
  CHECK(backstay_policy_exit(lookup, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK);
}

/* A pause that is given up is over: its ticket is nobody's. */
static void given_up(backstay_policy* search) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  CHECK(backstay_policy_enter(search, &permit, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(search, &permit, BACKSTAY_OUTCOME_FAILURE, &error) == BACKSTAY_AGAIN);
  CHECK(backstay_policy_leave(search, permit.ticket) == 0);
  CHECK(backstay_policy_leave(search, permit.ticket) == BACKSTAY_INVALID_ARGUMENT);
  CHECK(backstay_policy_enter(search, &permit, &error) == BACKSTAY_INVALID_ARGUMENT && strstr(error.message, "permit.ticket") != NULL);
}

/* Two policies wait in one queue; places go round in the order of the tickets, and a waiter that leaves passes its place on. */
static void waiting(backstay_policy* search, backstay_policy* suggest) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_gate one = BACKSTAY_GATE_INIT, other = BACKSTAY_GATE_INIT;
  CHECK(backstay_policy_gate(search, &one, &error) == BACKSTAY_OK && backstay_policy_gate(suggest, &other, &error) == BACKSTAY_OK);
  CHECK(one.lot != 0 && one.lot == other.lot);
  backstay_permit first = BACKSTAY_PERMIT_INIT, second = BACKSTAY_PERMIT_INIT, third = BACKSTAY_PERMIT_INIT, late = BACKSTAY_PERMIT_INIT;
  CHECK(backstay_policy_enter(search, &first, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_enter(suggest, &second, &error) == BACKSTAY_WAIT && second.retry_after_ns == 1000 * MS);
  CHECK(backstay_policy_enter(search, &third, &error) == BACKSTAY_WAIT && third.ticket > second.ticket);
  CHECK(backstay_policy_enter(search, &late, &error) == BACKSTAY_REJECTED && late.reason == BACKSTAY_REASON_FULL);
  CHECK(backstay_policy_enter(search, &third, &error) == BACKSTAY_WAIT);
  CHECK(backstay_policy_exit(search, &first, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK && first.flags == BACKSTAY_EXIT_WAKE);
  CHECK(backstay_policy_enter(search, &third, &error) == BACKSTAY_WAIT);
  CHECK(backstay_policy_leave(suggest, second.ticket) == BACKSTAY_EXIT_WAKE);
  CHECK(backstay_policy_enter(search, &third, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(search, &third, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK && third.flags == 0);
}

static void rates(backstay_policy* api) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_rate rate = BACKSTAY_RATE_INIT;
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  permit.cost = 3;
  CHECK(backstay_policy_enter(api, &permit, &error) == BACKSTAY_REJECTED && permit.reason == BACKSTAY_REASON_COST);
  CHECK(permit.retry_after_ns == BACKSTAY_UNKNOWN);
  permit.cost = 2;
  CHECK(backstay_policy_enter(api, &permit, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(api, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK);
  CHECK(backstay_rate_limit_peek(api, 1, &rate, &error) == BACKSTAY_OK);
  CHECK(rate.allowed == 0 && rate.limit == 2 && rate.remaining == 0 && rate.retry_after_ns == 100 * MS && rate.reset_after_ns == 200 * MS);
  CHECK(backstay_policy_enter(api, &permit, &error) == BACKSTAY_WAIT && permit.retry_after_ns == 200 * MS);
  CHECK((permit.ticket & BACKSTAY_TICKET_TIMED) != 0);
  CHECK(backstay_policy_pass_time(api, backstay_policy_now(api) + permit.retry_after_ns) == 1);
  CHECK(backstay_policy_enter(api, &permit, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(api, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK);
  CHECK(backstay_rate_limit_reset(api, "a test", -1, &error) == BACKSTAY_OK);
  CHECK(backstay_rate_limit_peek(api, 2, &rate, &error) == BACKSTAY_OK && rate.allowed == 1 && rate.remaining == 2);
  CHECK(backstay_bulkhead_set_limit(api, 3, "a test", -1, &error) == BACKSTAY_UNSUPPORTED);
}

/* A caller that was compiled before the permit and the gate grew. */
static void older_structs(backstay_policy* search) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  struct {
    backstay_permit permit;
    int64_t beyond;
  } held = {BACKSTAY_PERMIT_INIT, 77};
  held.permit.struct_size = (int64_t)offsetof(backstay_permit, ticket);
  held.permit.ticket = -5;
  held.permit.cost = -5;
  CHECK(backstay_policy_enter(search, &held.permit, &error) == BACKSTAY_OK);
  CHECK(held.permit.token > 0 && held.permit.ticket == -5 && held.permit.cost == -5 && held.beyond == 77);
  CHECK(backstay_policy_exit(search, &held.permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK);
  backstay_gate gate = BACKSTAY_GATE_INIT;
  gate.struct_size = (int64_t)offsetof(backstay_gate, lot);
  CHECK(backstay_policy_gate(search, &gate, &error) == BACKSTAY_OK && gate.lot == 0 && gate.word != NULL);
}

static void misuse(backstay_policy* search) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  permit.cost = 0;
  CHECK(backstay_policy_enter(search, &permit, &error) == BACKSTAY_INVALID_ARGUMENT && strstr(error.message, "permit.cost") != NULL);
  backstay_permit_init(&permit);
  permit.deadline_ns = -2;
  CHECK(backstay_policy_enter(search, &permit, &error) == BACKSTAY_INVALID_ARGUMENT && strstr(error.message, "permit.deadline_ns") != NULL);
  permit.deadline_ns = 0;
  CHECK(backstay_policy_enter(search, &permit, &error) == BACKSTAY_REJECTED && permit.reason == BACKSTAY_REASON_DEADLINE);
  CHECK(backstay_policy_fallback(search, BACKSTAY_REASON_FULL, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_fallback(search, 16, &error) == BACKSTAY_INVALID_ARGUMENT && strstr(error.message, "reason") != NULL);
  CHECK(backstay_bulkhead_set_limit(search, 0, "a test", -1, &error) == BACKSTAY_INVALID_ARGUMENT &&
        strstr(error.message, "limit") != NULL);
  CHECK(backstay_policy_has_deadlines(search) == 1);
}

int main(void) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_runtime* runtime = NULL;
  CHECK(backstay_runtime_create(config, -1, &runtime, &error) == BACKSTAY_OK);
  backstay_policy* const search = policy_of(runtime, "search");
  backstay_policy* const suggest = policy_of(runtime, "suggest");
  backstay_policy* const api = policy_of(runtime, "api");
  attempts(runtime, search);
  backstay_policy* const lookup = policy_of(runtime, "lookup");
  attempt_deadlines(runtime, lookup);
  backstay_policy_release(lookup);
  given_up(search);
  waiting(search, suggest);
  rates(api);
  older_structs(search);
  misuse(search);
  backstay_policy_release(search);
  backstay_policy_release(suggest);
  backstay_policy_release(api);
  backstay_runtime_release(runtime);
  return checked();
}
