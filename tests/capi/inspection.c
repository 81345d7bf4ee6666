/* Keys and stores as an operator sees them, through the C interface. */
#include <string.h>

#include "backstay/backstay.h"
#include "check.h"

static const char config[] = "{\"clock\":\"manual\",\"stores\":{\"main\":\"memory:\"},\"idempotency\":{\"orders\":{\"ttl\":\"60s\"}}}";

static backstay_claim* claim(backstay_idempotency* orders, const char* key) {
  backstay_claim* held = NULL;
  backstay_claimed claimed = BACKSTAY_CLAIMED_INIT;
  backstay_bytes text = BACKSTAY_BYTES_INIT;
  CHECK(backstay_idempotency_claim(orders, "tenant", -1, key, -1, NULL, 0, -1, 0, &held, &claimed, &text, NULL) == BACKSTAY_OK);
  backstay_bytes_free(&text);
  return held;
}

static int says(const backstay_bytes* text, const char* part) { return text->data != NULL && strstr(text->data, part) != NULL; }

static void keys_are_listed_and_shown(backstay_idempotency* orders) {
  backstay_bytes text = BACKSTAY_BYTES_INIT;
  backstay_error error = BACKSTAY_ERROR_INIT;
  CHECK(backstay_idempotency_keys_list(orders, NULL, 0, 10, &text, NULL) == BACKSTAY_OK);
  CHECK(says(&text, "\"key\":\"flying\"") && says(&text, "\"state\":\"in_flight\"") && says(&text, "\"next\":null"));
  CHECK(backstay_idempotency_keys_list(orders, NULL, 0, 1, &text, NULL) == BACKSTAY_OK);
  CHECK(says(&text, "\"next\":\""));
  CHECK(backstay_idempotency_keys_show(orders, "tenant", -1, "done", -1, 1, &text, NULL) == BACKSTAY_OK);
  CHECK(says(&text, "\"state\":\"done\"") && says(&text, "\"body\":\"secret\""));
  CHECK(backstay_idempotency_keys_show(orders, "tenant", -1, "done", -1, 0, &text, NULL) == BACKSTAY_OK && !says(&text, "secret"));
  CHECK(backstay_idempotency_keys_show(orders, NULL, 0, "done", -1, 0, &text, &error) == BACKSTAY_NOT_FOUND);
  CHECK(strcmp(error.message, "idempotency \"orders\": there is no key \"done\"") == 0);
  CHECK(backstay_idempotency_keys_list(orders, "xyz", -1, 10, &text, &error) == BACKSTAY_INVALID_ARGUMENT);
  CHECK(strstr(error.message, "cursor") != NULL);
  backstay_bytes_free(&text);
}

static void keys_are_removed(backstay_idempotency* orders, backstay_claim* flying) {
  CHECK(backstay_idempotency_keys_remove(orders, "tenant", -1, "done", -1, 0, NULL) == BACKSTAY_REPLAY);
  CHECK(backstay_idempotency_keys_remove(orders, "tenant", -1, "flying", -1, 0, NULL) == BACKSTAY_OK);
  CHECK(backstay_idempotency_heartbeat(flying, NULL) == BACKSTAY_LOST_LEASE);
  CHECK(backstay_idempotency_keys_remove(orders, "tenant", -1, "flying", -1, 1, NULL) == BACKSTAY_NOT_FOUND);
}

static void what_is_over_is_swept(backstay_runtime* runtime, backstay_idempotency* orders) {
  int64_t swept = -1;
  for (char key[] = "a"; key[0] <= 'h'; ++key[0]) backstay_claim_release(claim(orders, key));
  CHECK(backstay_runtime_advance(runtime, INT64_C(60000000000), NULL) == BACKSTAY_OK);
  CHECK(backstay_idempotency_sweep(orders, 2, &swept, NULL) == BACKSTAY_OK && swept == 2);
  CHECK(backstay_idempotency_sweep(orders, 100, &swept, NULL) == BACKSTAY_OK && swept == 7);
  CHECK(backstay_idempotency_sweep(orders, 100, &swept, NULL) == BACKSTAY_OK && swept == 0);
}

static void stores_tell_of_themselves(backstay_runtime* runtime) {
  backstay_bytes text = BACKSTAY_BYTES_INIT;
  backstay_error error = BACKSTAY_ERROR_INIT;
  CHECK(backstay_runtime_stores_examine(runtime, &text, NULL) == BACKSTAY_OK);
  CHECK(says(&text, "\"store\":\"main\",\"reachable\":true,\"product\":\"memory\""));
  CHECK(backstay_runtime_store_migrate(runtime, "main", -1, &text, NULL) == BACKSTAY_OK);
  CHECK(strcmp(text.data, "{\"store\":\"main\",\"from\":0,\"to\":0}") == 0);
  CHECK(backstay_runtime_store_migration(runtime, "main", -1, &text, NULL) == BACKSTAY_OK && text.length == 0);
  CHECK(backstay_runtime_store_migrate(runtime, "mian", -1, &text, &error) == BACKSTAY_NOT_FOUND);
  CHECK(strstr(error.message, "main") != NULL);
  backstay_bytes_free(&text);
}

int main(void) {
  backstay_runtime* runtime = NULL;
  backstay_idempotency* orders = NULL;
  CHECK(backstay_runtime_create(config, -1, &runtime, NULL) == BACKSTAY_OK);
  CHECK(backstay_runtime_idempotency(runtime, "orders", -1, &orders, NULL) == BACKSTAY_OK);
  backstay_claim* flying = claim(orders, "flying");
  backstay_claim* done = claim(orders, "done");
  CHECK(backstay_idempotency_complete(done, BACKSTAY_ANSWER_VALUE, 0, "text/plain", -1, "", 0, "secret", -1, NULL) == BACKSTAY_OK);
  keys_are_listed_and_shown(orders);
  keys_are_removed(orders, flying);
  what_is_over_is_swept(runtime, orders);
  stores_tell_of_themselves(runtime);
  backstay_claim_release(done);
  backstay_claim_release(flying);
  backstay_idempotency_handle_release(orders);
  backstay_runtime_release(runtime);
  return checked();
}
