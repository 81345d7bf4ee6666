/* Closing is logical: everything answers CLOSED afterwards, in any order of release, and memory goes with the last reference. */
#include <stdint.h>
#include <string.h>

#include "backstay/backstay.h"
#include "check.h"

static const char config[] =
    "{\"version\": 1, \"clock\": \"manual\", \"policies\": {\"payments\": {\"circuit_breaker\": {\"consecutive_failures\": 3}}}}";

static backstay_error error = BACKSTAY_ERROR_INIT;

static backstay_runtime* open_runtime(void) {
  backstay_runtime* runtime = NULL;
  CHECK(backstay_runtime_create(config, -1, &runtime, &error) == BACKSTAY_OK);
  return runtime;
}

static void policies_answer_closed(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy *policy = NULL, *keyed = NULL, *none = NULL;
  CHECK(backstay_runtime_policy(runtime, "payments", -1, &policy, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_keyed(policy, "east", -1, &keyed, &error) == BACKSTAY_OK);
  backstay_permit permit = BACKSTAY_PERMIT_INIT, other = BACKSTAY_PERMIT_INIT;
  CHECK(backstay_policy_enter(policy, &permit, &error) == BACKSTAY_OK);

  CHECK(backstay_runtime_close(runtime, &error) == BACKSTAY_OK && backstay_runtime_close(runtime, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_enter(policy, &other, &error) == BACKSTAY_CLOSED && other.token == 0);
  CHECK(backstay_policy_enter(keyed, &other, &error) == BACKSTAY_CLOSED);
  CHECK(backstay_policy_exit(policy, &permit, BACKSTAY_OUTCOME_FAILURE, &error) == BACKSTAY_CLOSED);
  CHECK(BACKSTAY_ENTER_CODE(backstay_policy_enter_token(policy, 0, 1, -1)) == BACKSTAY_REASON_CLOSED);
  CHECK(backstay_policy_keyed(policy, "west", -1, &none, &error) == BACKSTAY_CLOSED && none == NULL);
  CHECK(backstay_runtime_policy(runtime, "payments", -1, &none, &error) == BACKSTAY_CLOSED && none == NULL);
  CHECK(error.code == BACKSTAY_CLOSED && strstr(error.message, "closed") != NULL);
  CHECK(strcmp(backstay_policy_name(policy), "payments") == 0);
  backstay_policy_release(keyed);
  backstay_policy_release(policy);
  backstay_runtime_release(runtime);
}

static void a_closed_gate_lets_nobody_start(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy* policy = NULL;
  backstay_gate gate = BACKSTAY_GATE_INIT;
  CHECK(backstay_runtime_policy(runtime, "payments", -1, &policy, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_gate(policy, &gate, &error) == BACKSTAY_OK && (*gate.word & BACKSTAY_GATE_START) != 0);
  CHECK(backstay_runtime_close(runtime, &error) == BACKSTAY_OK && (*gate.word & BACKSTAY_GATE_START) == 0);
  backstay_policy_release(policy);
  backstay_runtime_release(runtime);
}

/* A policy holds what it needs: the runtime may be released first, and the policy works on. */
static void references_go_in_any_order(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy* policy = NULL;
  CHECK(backstay_runtime_policy(runtime, "payments", -1, &policy, &error) == BACKSTAY_OK);
  CHECK(backstay_runtime_retain(runtime) == runtime && backstay_policy_retain(policy) == policy);
  backstay_runtime_release(runtime);
  backstay_runtime_release(runtime);
  backstay_policy_release(policy);
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  CHECK(backstay_policy_enter(policy, &permit, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(policy, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK);
  backstay_policy_release(policy);
}

static void a_permit_is_used_once(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy* policy = NULL;
  backstay_permit permit = BACKSTAY_PERMIT_INIT, forged = BACKSTAY_PERMIT_INIT;
  CHECK(backstay_runtime_policy(runtime, "payments", -1, &policy, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(policy, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_INVALID_ARGUMENT);
  CHECK(backstay_policy_enter(policy, &permit, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(policy, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_exit(policy, &permit, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_INVALID_ARGUMENT);
  forged.token = -5;
  CHECK(backstay_policy_exit(policy, &forged, BACKSTAY_OUTCOME_SUCCESS, &error) == BACKSTAY_INVALID_ARGUMENT);
  backstay_policy_release(policy);
  backstay_runtime_release(runtime);
}

int main(void) {
  policies_answer_closed();
  a_closed_gate_lets_nobody_start();
  references_go_in_any_order();
  a_permit_is_used_once();
  return checked();
}
