/* What the generated sweep stands on: a fresh world of valid handles for every call, and the judgement of what a call answered. */
#ifndef SWEEP_SUPPORT_H
#define SWEEP_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

#include "backstay/backstay.h"

#define SWEEP_FILE "sweep-backstay.json"
/* In flight on the queue of every world. */
#define SWEEP_HELD_TOKEN 7
#define SWEEP_RECORDS 8
#define SWEEP_CONFIG                                                                                                         \
  "{\"version\":1,\"clock\":\"manual\",\"policies\":{\"payments\":{\"timeout\":\"5s\",\"retry\":2,\"rate_limit\":\"100/s\"," \
  "\"circuit_breaker\":{\"consecutive_failures\":3},\"bulkhead\":16,\"attempt_timeout\":\"2s\"}},"                           \
  "\"stores\":{\"main\":\"memory:\"},\"idempotency\":{\"orders\":{}}}"

typedef enum {
  EXPECT_OK,       /* done */
  EXPECT_INVALID,  /* INVALID_ARGUMENT, and the message names the parameter */
  EXPECT_CLOSED,   /* CLOSED */
  EXPECT_NEGATIVE, /* any error */
  EXPECT_ANY,      /* any status of the catalogue: the call must come back, no more */
  EXPECT_NULL,     /* a pointer: NULL */
  EXPECT_TEXT      /* a pointer: not NULL */
} sweep_expectation;

/* Valid arguments for one call. */
typedef struct sweep_world {
  backstay_runtime *runtime, *closed_runtime, *runtime_out;
  backstay_policy *policy, *closed_policy, *policy_out;
  backstay_queue *queue, *closed_queue, *queue_out;
  backstay_idempotency *idempotency, *closed_idempotency, *idempotency_out;
  backstay_claim *claim, *closed_claim, *claim_out;
  backstay_claimed claimed;
  backstay_served served;
  backstay_permit permit, entered; /* an empty one, and one that is out */
  backstay_gate gate;
  backstay_rate rate;
  backstay_bytes bytes;
  backstay_error error;
  int64_t token; /* of a second call that is out */
  int64_t number;
  int64_t result; /* of a completion that was drained */
  int64_t claim_result, end_result, served_result;
  int64_t records[SWEEP_RECORDS * BACKSTAY_RECORD_FIELDS];
} sweep_world;

void sweep_begin(void);
/* Prints what failed; returns the exit status of the program. */
int sweep_end(void);
void sweep_open(sweep_world* world);
void sweep_close(sweep_world* world);

/* 64 KiB of 'a'. */
const char* sweep_long_text(void);
/* An error of exactly so many bytes on the heap, so that a write beyond them is noticed; at least its struct_size exists. */
backstay_error* sweep_small_error(int64_t size);

void sweep_status(const char* what, const char* parameter, sweep_expectation expected, const backstay_error* error, backstay_status got);
void sweep_number(const char* what, sweep_expectation expected, int64_t got);
/* The same for enter_token, whose negative answers are reasons. */
void sweep_answer(const char* what, sweep_expectation expected, int64_t got);
void sweep_pointer(const char* what, sweep_expectation expected, const void* got);

#define SWEEP_STATUS(what, parameter, expected, error_given, call)   \
  do {                                                               \
    sweep_world w;                                                   \
    sweep_open(&w);                                                  \
    const backstay_status got = (call);                              \
    sweep_status((what), (parameter), (expected), error_given, got); \
    sweep_close(&w);                                                 \
  } while (0)

#define SWEEP_SCALAR(judge, what, expected, call) \
  do {                                            \
    sweep_world w;                                \
    sweep_open(&w);                               \
    judge((what), (expected), (call));            \
    sweep_close(&w);                              \
  } while (0)

#define SWEEP_POINTER(what, expected, call)    \
  do {                                         \
    sweep_world w;                             \
    sweep_open(&w);                            \
    sweep_pointer((what), (expected), (call)); \
    sweep_close(&w);                           \
  } while (0)

#define SWEEP_VOID(what, call)                  \
  do {                                          \
    sweep_world w;                              \
    sweep_open(&w);                             \
    (call);                                     \
    sweep_pointer((what), EXPECT_TEXT, (what)); \
    sweep_close(&w);                            \
  } while (0)

#endif
