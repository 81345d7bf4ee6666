/*
 * Backstay: the configuration document, checked and described.
 *
 * One JSON document configures every policy of a host, for all languages. This module checks a document without building
 * anything, and hands out the JSON Schema that editors use.
 *
 *   finding    meaning
 *   error      the document is refused by backstay_runtime_create and backstay_runtime_open
 *   warning    it is accepted, and something in it makes little sense
 *
 * Threads: any. Fork: works in the child. Blocking: never. Not here: reading files; environment variables that the document
 * names are read.
 */
#ifndef BACKSTAY_CONFIG_H
#define BACKSTAY_CONFIG_H

#include "backstay/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Check a configuration document and report all findings together, as JSON:
 * {"valid": bool, "findings": [{"severity": "error"|"warning", "path": "policies.payments.circuit_breaker.open_for",
 *  "value": "…", "problem": "…", "allowed": "…", "message": "…"}]}. `json_length` may be -1.
 * Returns OK when the document could be looked at, valid or not; that it is no UTF-8 is a finding, too. Errors: INVALID_ARGUMENT,
 * OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_config_check(const char* json, int64_t json_length, backstay_bytes* out, backstay_error* error);

/* Return the JSON Schema (draft 2020-12) of the configuration, with defaults and descriptions.
 * Errors: INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_config_schema(backstay_bytes* out, backstay_error* error);

#ifdef __cplusplus
}
#endif

#endif
