/* A C program that uses the interface for real: enter, act, exit, a rejection, recovery, controls, events, metrics, keys. */
#include <stdint.h>
#include <string.h>

#include "backstay/backstay.h"
#include "check.h"

#define SECOND ((int64_t)1000000000)

static const char config[] =
    "{\"version\": 1, \"service\": \"shop\", \"clock\": \"manual\", \"policies\": {"
    "  \"payments\": {\"circuit_breaker\": {\"consecutive_failures\": 3, \"open_for\": \"30s\"}},"
    "  \"search\": {\"circuit_breaker\": {\"slow_calls\": {\"threshold\": 0.5, \"longer_than\": \"1s\", \"window\": {\"calls\": 4},"
    "    \"minimum_calls\": 2}}}}}";

static backstay_error error = BACKSTAY_ERROR_INIT;

static backstay_runtime* open_runtime(void) {
  backstay_runtime* runtime = NULL;
  CHECK(backstay_runtime_create(config, -1, &runtime, &error) == BACKSTAY_OK);
  return runtime;
}

static backstay_policy* policy_of(backstay_runtime* runtime, const char* name) {
  backstay_policy* policy = NULL;
  CHECK(backstay_runtime_policy(runtime, name, -1, &policy, &error) == BACKSTAY_OK);
  return policy;
}

static int contains(const backstay_bytes* bytes, const char* text) { return bytes->data != NULL && strstr(bytes->data, text) != NULL; }

static int snapshot_says(backstay_policy* policy, const char* text) {
  backstay_bytes snapshot = BACKSTAY_BYTES_INIT;
  CHECK(backstay_policy_snapshot(policy, &snapshot, &error) == BACKSTAY_OK);
  CHECK(snapshot.length == (int64_t)strlen(snapshot.data));
  const int found = contains(&snapshot, text);
  backstay_bytes_free(&snapshot);
  CHECK(snapshot.data == NULL && snapshot.length == 0);
  return found;
}

/* One call with this outcome; returns the flags of exit, -1 where it was refused. */
static int32_t guarded_call(backstay_policy* policy, int32_t outcome) {
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  if (backstay_policy_enter(policy, &permit, &error) != BACKSTAY_OK) return -1;
  CHECK(permit.token > 0 && permit.reason == 0);
  CHECK(backstay_policy_exit(policy, &permit, outcome, &error) == BACKSTAY_OK);
  CHECK(permit.token == 0);
  return permit.flags;
}

static void describes_itself(void) {
  backstay_bytes info = BACKSTAY_BYTES_INIT;
  CHECK(strcmp(backstay_version(), BACKSTAY_VERSION) == 0);
  CHECK(backstay_abi_version() == BACKSTAY_ABI_VERSION);
  CHECK(strcmp(backstay_status_name(BACKSTAY_INVALID_CONFIG), "invalid_config") == 0);
  CHECK(strcmp(backstay_status_name(-1000), "unknown") == 0);
  CHECK(strcmp(backstay_reason_name(BACKSTAY_REASON_HALF_OPEN), "half_open") == 0);
  CHECK(strcmp(backstay_reason_name(0), "unknown") == 0);
  CHECK(backstay_build_info(&info, &error) == BACKSTAY_OK);
  CHECK(contains(&info, "\"version\"") && contains(&info, "\"compiler\"") && contains(&info, "\"abi_version\""));
  CHECK(contains(&info, "\"sqlite\":\"3.") == BUILT_WITH_SQLITE);
  backstay_bytes_free(&info);
}

static void breaks_and_recovers(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy* payments = policy_of(runtime, "payments");
  CHECK(strcmp(backstay_policy_name(payments), "payments") == 0);
  CHECK(guarded_call(payments, BACKSTAY_OUTCOME_SUCCESS) == 0);
  CHECK(guarded_call(payments, BACKSTAY_OUTCOME_FAILURE) == 0);
  CHECK(guarded_call(payments, BACKSTAY_OUTCOME_TIMEOUT) == 0);
  CHECK(guarded_call(payments, BACKSTAY_OUTCOME_FAILURE) == BACKSTAY_EXIT_EVENTS);
  CHECK(snapshot_says(payments, "\"open\""));

  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  CHECK(backstay_policy_enter(payments, &permit, &error) == BACKSTAY_REJECTED);
  CHECK(permit.token == 0 && permit.reason == BACKSTAY_REASON_OPEN && permit.retry_after_ns == 30 * SECOND);
  CHECK(backstay_runtime_advance(runtime, 10 * SECOND, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_enter(payments, &permit, &error) == BACKSTAY_REJECTED && permit.retry_after_ns == 20 * SECOND);

  CHECK(backstay_runtime_advance(runtime, 20 * SECOND, &error) == BACKSTAY_OK);
  int64_t now = 0;
  CHECK(backstay_runtime_now(runtime, &now, &error) == BACKSTAY_OK && now == 30 * SECOND);
  CHECK(guarded_call(payments, BACKSTAY_OUTCOME_SUCCESS) == BACKSTAY_EXIT_EVENTS);
  CHECK(snapshot_says(payments, "\"closed\""));
  backstay_policy_release(payments);
  backstay_runtime_release(runtime);
}

static void serves_bindings_by_scalars(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy *payments = policy_of(runtime, "payments"), *search = policy_of(runtime, "search");
  CHECK(backstay_policy_needs_elapsed(payments) == 0 && backstay_policy_needs_elapsed(search) == 1);
  for (int i = 0; i < 3; ++i) {
    const int64_t token = backstay_policy_enter_token(payments, 0, 1, -1);
    CHECK(token > 0);
    CHECK(backstay_policy_cause(payments, token, "ConnectionError", -1, &error) == BACKSTAY_OK);
    const int64_t answer = backstay_policy_exit_token(payments, token, BACKSTAY_OUTCOME_FAILURE, -1, -1);
    CHECK(BACKSTAY_EXIT_FLAGS(answer) == (i == 2 ? BACKSTAY_EXIT_EVENTS : 0));
  }
  const int64_t refused = backstay_policy_enter_token(payments, 0, 1, -1);
  CHECK(refused < 0 && BACKSTAY_ENTER_CODE(refused) == BACKSTAY_REASON_OPEN);
  CHECK(BACKSTAY_ENTER_WAIT_US(refused) == 30 * SECOND / 1000);
  CHECK(snapshot_says(payments, "ConnectionError"));

  for (int i = 0; i < 2; ++i) {
    const int64_t token = backstay_policy_enter_token(search, 0, 1, -1);
    CHECK(backstay_policy_exit_token(search, token, BACKSTAY_OUTCOME_SUCCESS, -1, -1) == BACKSTAY_INVALID_ARGUMENT);
    CHECK(backstay_policy_exit_token(search, token, BACKSTAY_OUTCOME_SUCCESS, 2 * SECOND, -1) >= 0);
  }
  CHECK(snapshot_says(search, "slow_calls"));
  backstay_policy_release(payments);
  backstay_policy_release(search);
  backstay_runtime_release(runtime);
}

/* What a binding does on its fast path: where the gate says so, a success is one addition to a stripe. */
static void shows_its_gate(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy* payments = policy_of(runtime, "payments");
  backstay_gate gate = BACKSTAY_GATE_INIT;
  CHECK(backstay_policy_gate(payments, &gate, &error) == BACKSTAY_OK);
  CHECK(gate.word != NULL && gate.stripes != NULL && gate.event_sequence != NULL && gate.fork_generation != NULL);
  CHECK(gate.stripe_count > 0 && (gate.stripe_count & (gate.stripe_count - 1)) == 0);
  CHECK(gate.stripe_stride >= (int64_t)sizeof(int64_t));
  const int64_t word = __atomic_load_n(gate.word, __ATOMIC_ACQUIRE);
  CHECK((word & BACKSTAY_GATE_START) != 0 && (word & BACKSTAY_GATE_QUIET) != 0);
  __atomic_fetch_add(gate.stripes, 1, __ATOMIC_RELAXED);
  CHECK(snapshot_says(payments, "\"successes\":1") || snapshot_says(payments, "\"successes\": 1"));
  for (int i = 0; i < 3; ++i) CHECK(backstay_policy_exit_token(payments, __atomic_load_n(gate.word, __ATOMIC_ACQUIRE), 1, -1, -1) >= 0);
  CHECK((__atomic_load_n(gate.word, __ATOMIC_ACQUIRE) & BACKSTAY_GATE_START) == 0);
  CHECK(__atomic_load_n(gate.event_sequence, __ATOMIC_ACQUIRE) == 1);
  backstay_policy_release(payments);
  backstay_runtime_release(runtime);
}

static void obeys_its_operator(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy* payments = policy_of(runtime, "payments");
  CHECK(backstay_circuit_breaker_force_open(payments, "maintenance", -1, 60 * SECOND, &error) == BACKSTAY_OK);
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  CHECK(backstay_policy_enter(payments, &permit, &error) == BACKSTAY_REJECTED);
  CHECK(permit.reason == BACKSTAY_REASON_FORCED_OPEN && permit.retry_after_ns == 60 * SECOND);
  CHECK(backstay_circuit_breaker_force_open(payments, "longer", -1, BACKSTAY_UNKNOWN, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_enter(payments, &permit, &error) == BACKSTAY_REJECTED && permit.retry_after_ns == BACKSTAY_UNKNOWN);
  CHECK(backstay_circuit_breaker_disable(payments, "suspected", -1, &error) == BACKSTAY_OK);
  CHECK(snapshot_says(payments, "\"disabled\"") && guarded_call(payments, BACKSTAY_OUTCOME_FAILURE) >= 0);
  CHECK(backstay_circuit_breaker_metrics_only(payments, "watching", -1, &error) == BACKSTAY_OK);
  for (int i = 0; i < 5; ++i) CHECK(guarded_call(payments, BACKSTAY_OUTCOME_FAILURE) >= 0);
  CHECK(snapshot_says(payments, "\"metrics_only\""));
  CHECK(backstay_circuit_breaker_force_closed(payments, "fixed", -1, &error) == BACKSTAY_OK);
  CHECK(backstay_circuit_breaker_reset(payments, "as configured", -1, &error) == BACKSTAY_OK);
  CHECK(snapshot_says(payments, "as configured"));

  backstay_bytes events = BACKSTAY_BYTES_INIT;
  CHECK(backstay_runtime_events(runtime, 0, &events, &error) == BACKSTAY_OK);
  CHECK(contains(&events, "maintenance") && contains(&events, "suspected") && contains(&events, "watching") && contains(&events, "fixed"));
  CHECK(backstay_runtime_events(runtime, 6, &events, &error) == BACKSTAY_OK);
  CHECK(!contains(&events, "maintenance") && contains(&events, "\"next\""));
  backstay_bytes_free(&events);
  backstay_policy_release(payments);
  backstay_runtime_release(runtime);
}

static void measures_and_lists(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy* payments = policy_of(runtime, "payments");
  CHECK(guarded_call(payments, BACKSTAY_OUTCOME_SUCCESS) == 0);
  backstay_bytes out = BACKSTAY_BYTES_INIT;
  CHECK(backstay_runtime_metrics(runtime, "worker-1", -1, &out, &error) == BACKSTAY_OK);
  CHECK(contains(&out, "# TYPE ") && contains(&out, "circuit_breaker_calls_total") && contains(&out, "process=\"worker-1\""));
  CHECK(backstay_runtime_metrics(runtime, NULL, -1, &out, &error) == BACKSTAY_OK && !contains(&out, "process="));
  CHECK(backstay_runtime_policies(runtime, &out, &error) == BACKSTAY_OK && contains(&out, "payments") && contains(&out, "search"));
  CHECK(backstay_runtime_info(runtime, &out, &error) == BACKSTAY_OK && contains(&out, "shop") && contains(&out, "manual"));
  backstay_bytes_free(&out);
  int64_t wait = 0;
  CHECK(backstay_policy_retry_after(payments, "120", -1, &wait, &error) == BACKSTAY_OK && wait == 120 * SECOND);
  CHECK(backstay_policy_retry_after(payments, "soon", -1, &wait, &error) == BACKSTAY_INVALID_ARGUMENT);
  backstay_policy_release(payments);
  backstay_runtime_release(runtime);
}

static void keeps_keys_apart(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy *payments = policy_of(runtime, "payments"), *east = NULL, *again = NULL, *west = NULL;
  CHECK(backstay_policy_keyed(payments, "east", -1, &east, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_keyed(payments, "east", 4, &again, &error) == BACKSTAY_OK);
  CHECK(backstay_policy_keyed(payments, "west", -1, &west, &error) == BACKSTAY_OK);
  for (int i = 0; i < 3; ++i) guarded_call(east, BACKSTAY_OUTCOME_FAILURE);
  CHECK(guarded_call(again, BACKSTAY_OUTCOME_SUCCESS) == -1);
  CHECK(guarded_call(west, BACKSTAY_OUTCOME_SUCCESS) == 0 && guarded_call(payments, BACKSTAY_OUTCOME_SUCCESS) == 0);
  CHECK(snapshot_says(east, "\"east\""));
  backstay_policy_release(east);
  backstay_policy_release(again);
  backstay_policy_release(west);
  backstay_policy_release(payments);
  backstay_runtime_release(runtime);
}

static void says_what_is_wrong(void) {
  backstay_runtime* runtime = open_runtime();
  backstay_policy* policy = NULL;
  CHECK(backstay_runtime_policy(runtime, "paymets", -1, &policy, &error) == BACKSTAY_NOT_FOUND && policy == NULL);
  CHECK(error.code == BACKSTAY_NOT_FOUND && strstr(error.message, "payments") != NULL);
  backstay_runtime* broken = NULL;
  CHECK(backstay_runtime_create("{\"version\": 1, \"polices\": {}}", -1, &broken, &error) == BACKSTAY_INVALID_CONFIG && broken == NULL);
  CHECK(strstr(error.message, "polices") != NULL && strstr(error.message, "policies") != NULL);
  backstay_bytes findings = BACKSTAY_BYTES_INIT;
  CHECK(backstay_config_check("{\"version\": 1, \"polices\": {}}", -1, &findings, &error) == BACKSTAY_OK);
  CHECK(contains(&findings, "polices") && contains(&findings, "false"));
  CHECK(backstay_config_schema(&findings, &error) == BACKSTAY_OK && contains(&findings, "circuit_breaker"));
  backstay_bytes_free(&findings);
  CHECK(backstay_runtime_open("does-not-exist.json", -1, &broken, &error) == BACKSTAY_IO);
  CHECK(strstr(error.message, "does-not-exist.json") != NULL);
  backstay_runtime_release(runtime);
}

static void steps_aside_when_disabled(void) {
  backstay_runtime* runtime = NULL;
  CHECK(backstay_runtime_create_disabled(NULL, -1, &runtime, &error) == BACKSTAY_OK);
  backstay_policy* anything = policy_of(runtime, "anything");
  for (int i = 0; i < 20; ++i) CHECK(guarded_call(anything, BACKSTAY_OUTCOME_FAILURE) >= 0);
  CHECK(backstay_circuit_breaker_force_open(anything, "no", -1, -1, &error) == BACKSTAY_UNSUPPORTED);
  backstay_policy_release(anything);
  backstay_runtime_release(runtime);
}

int main(void) {
  describes_itself();
  breaks_and_recovers();
  serves_bindings_by_scalars();
  shows_its_gate();
  obeys_its_operator();
  measures_and_lists();
  keeps_keys_apart();
  says_what_is_wrong();
  steps_aside_when_disabled();
  return checked();
}
