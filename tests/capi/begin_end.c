/* begin and end are enter_token and exit_token for dear crossings: what they tell besides, and that they answer the same. */
#include "backstay/backstay.h"
#include "check.h"

#define MS ((int64_t)1000000)

static const char config[] =
    "{\"clock\":\"manual\",\"policies\":{"
    "\"plain\":{\"circuit_breaker\":{\"consecutive_failures\":1}},"
    "\"slow\":{\"circuit_breaker\":{\"slow_calls\":{\"threshold\":1.0,\"longer_than\":\"1s\",\"window\":\"10s\",\"minimum_calls\":1}}},"
    "\"timed\":{\"timeout\":\"2s\",\"bulkhead\":4}}}";

static backstay_policy* policy_of(backstay_runtime* runtime, const char* name) {
  backstay_policy* policy = NULL;
  CHECK(backstay_runtime_policy(runtime, name, -1, &policy, NULL) == BACKSTAY_OK);
  return policy;
}

/* No time is needed, so none is told, and a refusal leaves the instants as they were. */
static void a_policy_without_time(backstay_policy* plain) {
  int64_t started = 7, deadline = 7;
  const int64_t token = backstay_policy_begin(plain, 0, 1, -1, &started, &deadline);
  CHECK(token > 0 && started == -1 && deadline == -1);
  CHECK(backstay_policy_end(plain, token, BACKSTAY_OUTCOME_FAILURE, started, -1) == BACKSTAY_EXIT_EVENTS);
  started = deadline = 7;
  const int64_t refused = backstay_policy_begin(plain, 0, 1, -1, &started, &deadline);
  CHECK(refused < 0 && BACKSTAY_ENTER_CODE(refused) == BACKSTAY_REASON_OPEN && started == 7 && deadline == 7);
}

/* The elapsed time is measured from begin to end on the runtime's clock: a slow success opens this breaker, a quick one does not. */
static void a_slow_call(backstay_runtime* runtime, backstay_policy* slow) {
  int64_t started = -1;
  int64_t token = backstay_policy_begin(slow, 0, 1, -1, &started, NULL);
  CHECK(token > 0 && started == 0);
  CHECK(backstay_policy_end(slow, token, BACKSTAY_OUTCOME_SUCCESS, started, -1) == 0);
  token = backstay_policy_begin(slow, 0, 1, -1, &started, NULL);
  CHECK(backstay_runtime_advance(runtime, 11000 * MS, NULL) == BACKSTAY_OK);
  CHECK(backstay_policy_end(slow, token, BACKSTAY_OUTCOME_SUCCESS, started, -1) == BACKSTAY_EXIT_EVENTS);
  CHECK(BACKSTAY_ENTER_CODE(backstay_policy_begin(slow, 0, 1, -1, &started, NULL)) == BACKSTAY_REASON_OPEN);
}

/* The deadline is the earlier one of the caller's and the policy's; a start after now counts as no time at all. */
static void a_deadline(backstay_policy* timed) {
  const int64_t now = backstay_policy_now(timed);
  int64_t started = 7, deadline = 7;
  int64_t token = backstay_policy_begin(timed, 0, 1, -1, &started, &deadline);
  CHECK(token > 0 && deadline == now + 2000 * MS && deadline == backstay_policy_deadline(timed, token));
  CHECK(backstay_policy_end(timed, token, BACKSTAY_OUTCOME_SUCCESS, started, -1) == 0);
  token = backstay_policy_begin(timed, 0, 1, now + 5 * MS, NULL, &deadline);
  CHECK(token > 0 && deadline == now + 5 * MS);
  CHECK(backstay_policy_end(timed, token, BACKSTAY_OUTCOME_SUCCESS, now + 1000 * MS, -1) == 0);
  CHECK(backstay_policy_end(timed, token, BACKSTAY_OUTCOME_SUCCESS, -1, -1) == BACKSTAY_INVALID_ARGUMENT);
}

int main(void) {
  backstay_runtime* runtime = NULL;
  CHECK(backstay_runtime_create(config, -1, &runtime, NULL) == BACKSTAY_OK);
  backstay_policy *plain = policy_of(runtime, "plain"), *slow = policy_of(runtime, "slow"), *timed = policy_of(runtime, "timed");
  a_policy_without_time(plain);
  a_slow_call(runtime, slow);
  a_deadline(timed);
  backstay_policy_release(plain);
  backstay_policy_release(slow);
  backstay_policy_release(timed);
  backstay_runtime_release(runtime);
  return checked();
}
