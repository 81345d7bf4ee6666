/* Prints what the library says of itself, as JSON. */
#include <stdio.h>

#include <backstay/backstay.h>

int main(void) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  backstay_bytes info = BACKSTAY_BYTES_INIT;
  if (backstay_build_info(&info, &error) != BACKSTAY_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 1;
  }
  printf("%.*s\n", (int)info.length, info.data);
  backstay_bytes_free(&info);
  return 0;
}
