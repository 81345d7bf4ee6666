/* Writes the JSON Schema of the configuration, as the library prints it, into the file that is named as its argument. */
#include <stdio.h>
#include <stdlib.h>

#include "backstay/config.h"

static int fail(const char* what) {
  fprintf(stderr, "schema: %s\n", what);
  return EXIT_FAILURE;
}

int main(int count, char** arguments) {
  if (count != 2) return fail("usage: backstay_write_schema <file>");
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_bytes schema = BACKSTAY_BYTES_INIT;
  if (backstay_config_schema(&schema, &error) != BACKSTAY_OK) return fail(error.message);
  FILE* file = fopen(arguments[1], "w");
  if (file == NULL) return fail("the file can't be written");
  const size_t length = (size_t)schema.length;
  const int written = fwrite(schema.data, 1, length, file) == length;
  const int closed = fclose(file) == 0;
  backstay_bytes_free(&schema);
  return written && closed ? EXIT_SUCCESS : fail("the file can't be written");
}
