// Generated from bindings/swig/flat_result.c by packaging/generate/go.py; do not edit.
//go:build backstay_dynamic

#include "flat_result.h"

#include <stdlib.h>

static flat_result* of(int64_t result) { return (flat_result*)(intptr_t)result; }

flat_result* flat_result_new(void) {
  flat_result* const made = calloc(1, sizeof(flat_result));
  if (made == NULL) return NULL;
  backstay_error_init(&made->error);
  backstay_bytes_init(&made->bytes);
  return made;
}

void flat_result_lend(flat_result* result, const char* text) {
  result->text.data = text == NULL ? "" : text;
  result->text.length = (int64_t)strlen(result->text.data);
}

int32_t flat_result_code(int64_t result) { return result == 0 ? BACKSTAY_OUT_OF_MEMORY : of(result)->code; }

flat_text flat_result_message(int64_t result) {
  const char* const message = result == 0 ? "out of memory" : of(result)->error.message;
  const flat_text text = {message, (int64_t)strlen(message)};
  return text;
}

flat_text flat_result_bytes(int64_t result) {
  const flat_text none = {"", 0};
  if (result == 0) return none;
  const flat_result* const known = of(result);
  if (known->bytes.data == NULL) return known->text.data == NULL ? none : known->text;
  const flat_text text = {known->bytes.data, known->bytes.length};
  return text;
}

int64_t flat_result_handle(int64_t result) { return result == 0 ? 0 : of(result)->handle; }

int64_t flat_result_number(int64_t result, int64_t index) {
  const int64_t room = (int64_t)(sizeof of(result)->numbers / sizeof of(result)->numbers[0]);
  return result == 0 || index < 0 || index >= room ? 0 : of(result)->numbers[index];
}

void flat_result_free(int64_t result) {
  if (result == 0) return;
  backstay_bytes_free(&of(result)->bytes);
  free(of(result));
}
