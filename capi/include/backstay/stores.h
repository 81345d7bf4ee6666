/*
 * Backstay: the stores of a runtime as an operator sees them: how they are, and their tables.
 *
 * Threads: any. What talks to a store waits for it.
 */
#ifndef BACKSTAY_STORES_H
#define BACKSTAY_STORES_H

#include "backstay/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Look at every store of the document, as a JSON array: each has `store` (its name), `reachable`, and, where it is, `product` with its
 * version, `facts` (an object of texts) and `warnings` (what weakens its promises); else `error`. Never shows a password. Errors: CLOSED,
 * INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_stores_examine(backstay_runtime* runtime, backstay_bytes* out, backstay_error* error);

/* Make a store's tables, or bring them to what this library knows; a store that has none has nothing to do. `out` receives an object:
 * `store`, and the versions `from` and `to`, which are equal where nothing was to do. Errors: NOT_FOUND, UNSUPPORTED (the tables are those
 * of a much newer library), STORE_UNAVAILABLE, FORKED, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_store_migrate(backstay_runtime* runtime, const char* name, int64_t name_length,
                                                            backstay_bytes* out, backstay_error* error);

/* The same as SQL for people with tools of their own; empty where the store has no tables. Doesn't talk to it. Errors: NOT_FOUND,
 * CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_runtime_store_migration(backstay_runtime* runtime, const char* name, int64_t name_length,
                                                              backstay_bytes* out, backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
