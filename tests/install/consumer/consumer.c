/* Uses the installed library from C: three failures in a row, then a rejection that says when to come back. */
#include <stdio.h>

#include <backstay/backstay.h>

static const char config[] = "{\"version\": 1, \"policies\": {\"payments\": {\"circuit_breaker\": {\"consecutive_failures\": 3}}}}";

int main(void) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_runtime* runtime = NULL;
  backstay_policy* payments = NULL;
  if (backstay_runtime_create(config, BACKSTAY_NUL_TERMINATED, &runtime, &error) != BACKSTAY_OK ||
      backstay_runtime_policy(runtime, "payments", BACKSTAY_NUL_TERMINATED, &payments, &error) != BACKSTAY_OK) {
    printf("%s\n", error.message);
    return 1;
  }
  int passed = 0;
  backstay_permit permit = BACKSTAY_PERMIT_INIT;
  while (passed < 10 && backstay_policy_enter(payments, &permit, &error) == BACKSTAY_OK) {
    ++passed;
    backstay_policy_exit(payments, &permit, BACKSTAY_OUTCOME_FAILURE, &error);
  }
  printf("backstay %s: %d calls passed, then refused\n", backstay_version(), passed);
  const int good = passed == 3 && permit.reason == BACKSTAY_REASON_OPEN && permit.retry_after_ns > 0;
  backstay_policy_release(payments);
  backstay_runtime_release(runtime);
  return good ? 0 : 1;
}
