/* The smallest test kit: CHECK counts and prints what does not hold, checked() is the exit status of main. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>

static int check_failures, check_count;

#define CHECK(condition)                                                    \
  do {                                                                      \
    ++check_count;                                                          \
    if (!(condition)) {                                                     \
      ++check_failures;                                                     \
      printf("%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                       \
  } while (0)

static inline int checked(void) {
  printf("%d checks, %d failed\n", check_count, check_failures);
  return check_count > 0 && check_failures == 0 ? 0 : 1;
}

#endif
