/*
 * Backstay: the runtime, which owns the clock, the configuration, the policies and the events.
 *
 * A runtime is made from one JSON document and never changes afterwards; there is no global state, so two runtimes share
 * nothing. Policies are got by name: the same name gives the same policy. State is private to the process.
 *
 *   state     calls answer
 *   open      normally
 *   closed    CLOSED, on the runtime and on every policy of it; memory goes with the last reference
 *
 * Threads: any, except that the last release of a handle must happen after all other uses. Fork: a runtime made before a fork
 * works on in parent and child, each with its own state from then on; permits taken before the fork are neutral in the child.
 * Nothing starts at load: no thread, no socket, no lock. Not here: calling anything of yours; the runtime decides, you act.
 */
#ifndef BACKSTAY_RUNTIME_H
#define BACKSTAY_RUNTIME_H

#include "backstay/base.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct backstay_runtime backstay_runtime;
typedef struct backstay_policy backstay_policy;

/* Open the runtime that a configuration file describes. `path` may be NULL: then $BACKSTAY_CONFIG, else ./backstay.json.
 * `out` receives a reference. May block on the file. Errors: IO (unreadable: the message names the file), INVALID_CONFIG (all
 * findings), INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_open(const char* path /* nullable */, int64_t path_length, backstay_runtime** out,
                                                   backstay_error* error);

/* Create a runtime from a configuration document in memory. Errors as backstay_runtime_open, without IO. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_create(const char* json, int64_t json_length, backstay_runtime** out, backstay_error* error);

/* Create a runtime whose policies pass every call through, for tests and for the night when the guard itself is suspected.
 * With `json` NULL any policy name is accepted; otherwise the names of the document. Errors as backstay_runtime_create. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_create_disabled(const char* json /* nullable */, int64_t json_length, backstay_runtime** out,
                                                              backstay_error* error);

/* Take one more reference and return the same handle. NULL gives NULL. Since 1. */
BACKSTAY_API backstay_runtime* backstay_runtime_retain(backstay_runtime* runtime /* nullable */);

/* Give one reference back. NULL is fine. Policies that are still referenced keep working. Since 1. */
BACKSTAY_API void backstay_runtime_release(backstay_runtime* runtime /* nullable */);

/* Close the runtime: from now on it and its policies answer CLOSED. Closing twice is fine. Errors: INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_close(backstay_runtime* runtime, backstay_error* error);

/* Get a policy by its name in the configuration; `out` receives a reference.
 * Errors: NOT_FOUND (with near matches), CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_policy(backstay_runtime* runtime, const char* name, int64_t name_length,
                                                     backstay_policy** out, backstay_error* error);

/* List the policies' names as a JSON array of text, in the order of the document. Errors: CLOSED, INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_policies(backstay_runtime* runtime, backstay_bytes* out, backstay_error* error);

/* Describe the runtime as JSON: service, version, clock ("system" or "manual"), disabled, fingerprint (SHA-256 of the canonical
 * configuration, equal in every process that has the same one), warnings. Errors: CLOSED, INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_info(backstay_runtime* runtime, backstay_bytes* out, backstay_error* error);

/* Write all metrics in the Prometheus text format 0.0.4. `process` (nullable) becomes the label `process` of every sample, for
 * several processes that serve one port. Reading consumes nothing. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_metrics(backstay_runtime* runtime, const char* process /* nullable */, int64_t process_length,
                                                      backstay_bytes* out, backstay_error* error);

/* Read the events after cursor `since` (0: from the oldest kept) as JSON:
 * {"next": cursor for the next call, "dropped": events lost between since and the oldest kept, "events": [...]}.
 * Readers don't steal from each other. Errors: CLOSED, INVALID_ARGUMENT (since is negative), OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_events(backstay_runtime* runtime, int64_t since, backstay_bytes* out, backstay_error* error);

/* Move the manual clock forward. Errors: UNSUPPORTED (the clock is not manual), INVALID_ARGUMENT (negative, or past 2^62 ns in
 * all), CLOSED. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_advance(backstay_runtime* runtime, int64_t by_ns, backstay_error* error);

/* Read the runtime's monotonic clock, in nanoseconds since its epoch. Errors: CLOSED, INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_now(backstay_runtime* runtime, int64_t* out_ns, backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
