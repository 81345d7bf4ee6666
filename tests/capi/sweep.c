/* Generated from the headers in capi/include/backstay by packaging/generate/sweep.py; do not edit. */
#include "sweep_support.h"

static void sweep_backstay_error_init(void) {
  SWEEP_VOID("backstay_error_init: valid arguments", backstay_error_init(&w.error));
  SWEEP_VOID("backstay_error_init: error = NULL", backstay_error_init(NULL));
}

static void sweep_backstay_bytes_init(void) {
  SWEEP_VOID("backstay_bytes_init: valid arguments", backstay_bytes_init(&w.bytes));
  SWEEP_VOID("backstay_bytes_init: bytes = NULL", backstay_bytes_init(NULL));
}

static void sweep_backstay_bytes_free(void) {
  SWEEP_VOID("backstay_bytes_free: valid arguments", backstay_bytes_free(&w.bytes));
  SWEEP_VOID("backstay_bytes_free: bytes = NULL", backstay_bytes_free(NULL));
}

static void sweep_backstay_version(void) {
  SWEEP_POINTER("backstay_version: valid arguments", EXPECT_TEXT, backstay_version());
}

static void sweep_backstay_abi_version(void) {
  SWEEP_SCALAR(sweep_number, "backstay_abi_version: valid arguments", EXPECT_OK, backstay_abi_version());
}

static void sweep_backstay_status_name(void) {
  SWEEP_POINTER("backstay_status_name: valid arguments", EXPECT_TEXT, backstay_status_name(BACKSTAY_OK));
  SWEEP_POINTER("backstay_status_name: status = INT32_MIN", EXPECT_TEXT, backstay_status_name(INT32_MIN));
  SWEEP_POINTER("backstay_status_name: status = INT32_MAX", EXPECT_TEXT, backstay_status_name(INT32_MAX));
}

static void sweep_backstay_reason_name(void) {
  SWEEP_POINTER("backstay_reason_name: valid arguments", EXPECT_TEXT, backstay_reason_name(BACKSTAY_REASON_OPEN));
  SWEEP_POINTER("backstay_reason_name: reason = 0", EXPECT_TEXT, backstay_reason_name(0));
  SWEEP_POINTER("backstay_reason_name: reason = -1", EXPECT_TEXT, backstay_reason_name(-1));
  SWEEP_POINTER("backstay_reason_name: reason = INT32_MIN", EXPECT_TEXT, backstay_reason_name(INT32_MIN));
  SWEEP_POINTER("backstay_reason_name: reason = INT32_MAX", EXPECT_TEXT, backstay_reason_name(INT32_MAX));
}

static void sweep_backstay_build_info(void) {
  SWEEP_STATUS("backstay_build_info: valid arguments", "", EXPECT_OK, &w.error, backstay_build_info(&w.bytes, &w.error));
  SWEEP_STATUS("backstay_build_info: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_build_info(NULL, &w.error));
  SWEEP_STATUS("backstay_build_info: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_build_info(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_build_info: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_build_info(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_build_info: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_build_info(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_build_info: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_build_info(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_build_info: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_build_info(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_build_info: error = NULL", "", EXPECT_OK, NULL, backstay_build_info(&w.bytes, NULL));
  SWEEP_STATUS("backstay_build_info: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_build_info: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_build_info: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_build_info: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_build_info: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_build_info: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_build_info: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_build_info: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_build_info: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_build_info(NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_bulkhead_set_limit(void) {
  SWEEP_STATUS("backstay_bulkhead_set_limit: valid arguments", "", EXPECT_OK, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(NULL, 8, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_bulkhead_set_limit(w.closed_policy, 8, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: limit = 0", "limit", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 0, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: limit = -1", "limit", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, -1, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: limit = 1000001", "limit", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 1000001, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: limit = INT64_MIN", "limit", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, INT64_MIN, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: limit = INT64_MAX", "limit", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, INT64_MAX, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason = NULL", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason = NULL, length 5", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason_length = -2", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "sweep", -2, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason_length = INT64_MIN", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "sweep", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason_length = INT64_MAX", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "sweep", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason is not UTF-8 (0)", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason is not UTF-8 (1)", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason is not UTF-8 (2)", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason is not UTF-8 (3)", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason is not UTF-8 (4)", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason is empty", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "", 0, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason has 64 KiB", "reason", EXPECT_INVALID, &w.error, backstay_bulkhead_set_limit(w.policy, 8, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: reason has a NUL inside", "reason", EXPECT_ANY, &w.error, backstay_bulkhead_set_limit(w.policy, 8, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error = NULL", "", EXPECT_OK, NULL, backstay_bulkhead_set_limit(w.policy, 8, "sweep", -1, NULL));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_bulkhead_set_limit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_bulkhead_set_limit(NULL, 8, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_circuit_breaker_force_open(void) {
  SWEEP_STATUS("backstay_circuit_breaker_force_open: valid arguments", "", EXPECT_OK, &w.error, backstay_circuit_breaker_force_open(w.policy, "sweep", -1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(NULL, "sweep", -1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_circuit_breaker_force_open(w.closed_policy, "sweep", -1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason = NULL", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, NULL, -1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason = NULL, length 5", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, NULL, 5, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason_length = -2", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "sweep", -2, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason_length = INT64_MIN", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "sweep", INT64_MIN, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason_length = INT64_MAX", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "sweep", INT64_MAX, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason is not UTF-8 (0)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason is not UTF-8 (1)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason is not UTF-8 (2)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason is not UTF-8 (3)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason is not UTF-8 (4)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason is empty", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "", 0, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason has 64 KiB", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, sweep_long_text(), 65536, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: reason has a NUL inside", "reason", EXPECT_ANY, &w.error, backstay_circuit_breaker_force_open(w.policy, "a\0b", 3, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: duration_ns = -2", "duration_ns", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "sweep", -1, -2, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: duration_ns = INT64_MIN", "duration_ns", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "sweep", -1, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: duration_ns = INT64_MAX", "duration_ns", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_open(w.policy, "sweep", -1, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: duration_ns = 0", "duration_ns", EXPECT_ANY, &w.error, backstay_circuit_breaker_force_open(w.policy, "sweep", -1, 0, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error = NULL", "", EXPECT_OK, NULL, backstay_circuit_breaker_force_open(w.policy, "sweep", -1, -1, NULL));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_circuit_breaker_force_open: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_open(NULL, NULL, -1, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_circuit_breaker_force_closed(void) {
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: valid arguments", "", EXPECT_OK, &w.error, backstay_circuit_breaker_force_closed(w.policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(NULL, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_circuit_breaker_force_closed(w.closed_policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason = NULL", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason = NULL, length 5", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason_length = -2", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "sweep", -2, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason_length = INT64_MIN", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "sweep", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason_length = INT64_MAX", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "sweep", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason is not UTF-8 (0)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason is not UTF-8 (1)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason is not UTF-8 (2)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason is not UTF-8 (3)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason is not UTF-8 (4)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason is empty", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, "", 0, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason has 64 KiB", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_force_closed(w.policy, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: reason has a NUL inside", "reason", EXPECT_ANY, &w.error, backstay_circuit_breaker_force_closed(w.policy, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error = NULL", "", EXPECT_OK, NULL, backstay_circuit_breaker_force_closed(w.policy, "sweep", -1, NULL));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_circuit_breaker_force_closed: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_force_closed(NULL, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_circuit_breaker_disable(void) {
  SWEEP_STATUS("backstay_circuit_breaker_disable: valid arguments", "", EXPECT_OK, &w.error, backstay_circuit_breaker_disable(w.policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(NULL, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_circuit_breaker_disable(w.closed_policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason = NULL", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason = NULL, length 5", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason_length = -2", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "sweep", -2, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason_length = INT64_MIN", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "sweep", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason_length = INT64_MAX", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "sweep", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason is not UTF-8 (0)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason is not UTF-8 (1)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason is not UTF-8 (2)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason is not UTF-8 (3)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason is not UTF-8 (4)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason is empty", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, "", 0, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason has 64 KiB", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_disable(w.policy, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: reason has a NUL inside", "reason", EXPECT_ANY, &w.error, backstay_circuit_breaker_disable(w.policy, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error = NULL", "", EXPECT_OK, NULL, backstay_circuit_breaker_disable(w.policy, "sweep", -1, NULL));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_circuit_breaker_disable: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_disable(NULL, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_circuit_breaker_metrics_only(void) {
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: valid arguments", "", EXPECT_OK, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(NULL, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_circuit_breaker_metrics_only(w.closed_policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason = NULL", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason = NULL, length 5", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason_length = -2", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "sweep", -2, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason_length = INT64_MIN", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "sweep", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason_length = INT64_MAX", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "sweep", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason is not UTF-8 (0)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason is not UTF-8 (1)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason is not UTF-8 (2)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason is not UTF-8 (3)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason is not UTF-8 (4)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason is empty", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "", 0, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason has 64 KiB", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_metrics_only(w.policy, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: reason has a NUL inside", "reason", EXPECT_ANY, &w.error, backstay_circuit_breaker_metrics_only(w.policy, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error = NULL", "", EXPECT_OK, NULL, backstay_circuit_breaker_metrics_only(w.policy, "sweep", -1, NULL));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_circuit_breaker_metrics_only: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_metrics_only(NULL, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_circuit_breaker_reset(void) {
  SWEEP_STATUS("backstay_circuit_breaker_reset: valid arguments", "", EXPECT_OK, &w.error, backstay_circuit_breaker_reset(w.policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(NULL, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_circuit_breaker_reset(w.closed_policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason = NULL", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason = NULL, length 5", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason_length = -2", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "sweep", -2, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason_length = INT64_MIN", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "sweep", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason_length = INT64_MAX", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "sweep", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason is not UTF-8 (0)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason is not UTF-8 (1)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason is not UTF-8 (2)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason is not UTF-8 (3)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason is not UTF-8 (4)", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason is empty", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, "", 0, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason has 64 KiB", "reason", EXPECT_INVALID, &w.error, backstay_circuit_breaker_reset(w.policy, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: reason has a NUL inside", "reason", EXPECT_ANY, &w.error, backstay_circuit_breaker_reset(w.policy, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error = NULL", "", EXPECT_OK, NULL, backstay_circuit_breaker_reset(w.policy, "sweep", -1, NULL));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_circuit_breaker_reset: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_circuit_breaker_reset(NULL, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_config_check(void) {
  SWEEP_STATUS("backstay_config_check: valid arguments", "", EXPECT_OK, &w.error, backstay_config_check(SWEEP_CONFIG, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json = NULL", "json", EXPECT_INVALID, &w.error, backstay_config_check(NULL, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json = NULL, length 5", "json", EXPECT_INVALID, &w.error, backstay_config_check(NULL, 5, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json_length = -2", "json", EXPECT_INVALID, &w.error, backstay_config_check(SWEEP_CONFIG, -2, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json_length = INT64_MIN", "json", EXPECT_INVALID, &w.error, backstay_config_check(SWEEP_CONFIG, INT64_MIN, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json_length = INT64_MAX", "json", EXPECT_INVALID, &w.error, backstay_config_check(SWEEP_CONFIG, INT64_MAX, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json is not UTF-8 (0)", "json", EXPECT_OK, &w.error, backstay_config_check("\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json is not UTF-8 (1)", "json", EXPECT_OK, &w.error, backstay_config_check("\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json is not UTF-8 (2)", "json", EXPECT_OK, &w.error, backstay_config_check("\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json is not UTF-8 (3)", "json", EXPECT_OK, &w.error, backstay_config_check("\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json is not UTF-8 (4)", "json", EXPECT_OK, &w.error, backstay_config_check("\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json is empty", "json", EXPECT_OK, &w.error, backstay_config_check("", 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json has 64 KiB", "json", EXPECT_OK, &w.error, backstay_config_check(sweep_long_text(), 65536, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: json has a NUL inside", "json", EXPECT_OK, &w.error, backstay_config_check("a\0b", 3, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_check: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_config_check(SWEEP_CONFIG, -1, NULL, &w.error));
  SWEEP_STATUS("backstay_config_check: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_config_check(SWEEP_CONFIG, -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_check: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_config_check(SWEEP_CONFIG, -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_check: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_config_check(SWEEP_CONFIG, -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_check: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_config_check(SWEEP_CONFIG, -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_check: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_config_check(SWEEP_CONFIG, -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_check: error = NULL", "", EXPECT_OK, NULL, backstay_config_check(SWEEP_CONFIG, -1, &w.bytes, NULL));
  SWEEP_STATUS("backstay_config_check: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_config_check: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_config_check: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_config_check: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_config_check: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_config_check: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_config_check: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_config_check: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_config_check: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_config_check(NULL, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_config_schema(void) {
  SWEEP_STATUS("backstay_config_schema: valid arguments", "", EXPECT_OK, &w.error, backstay_config_schema(&w.bytes, &w.error));
  SWEEP_STATUS("backstay_config_schema: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_config_schema(NULL, &w.error));
  SWEEP_STATUS("backstay_config_schema: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_config_schema(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_schema: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_config_schema(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_schema: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_config_schema(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_schema: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_config_schema(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_schema: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_config_schema(&w.bytes, &w.error)));
  SWEEP_STATUS("backstay_config_schema: error = NULL", "", EXPECT_OK, NULL, backstay_config_schema(&w.bytes, NULL));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_config_schema: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_config_schema(NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_echo_submit(void) {
  SWEEP_STATUS("backstay_echo_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, "echo", -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_echo_submit(NULL, 3, "echo", -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_echo_submit(w.closed_queue, 3, "echo", -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, SWEEP_HELD_TOKEN, "echo", -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_echo_submit(w.queue, 0, "echo", -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_echo_submit(w.queue, -1, "echo", -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_echo_submit(w.queue, INT64_MIN, "echo", -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_echo_submit(w.queue, INT64_MAX, "echo", -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data = NULL", "data", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data = NULL, length 5", "data", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, NULL, 5, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data_length = -2", "data", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, "echo", -2, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data_length = INT64_MIN", "data", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, "echo", INT64_MIN, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data_length = INT64_MAX", "data", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, "echo", INT64_MAX, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data is not UTF-8 (0)", "data", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data is not UTF-8 (1)", "data", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data is not UTF-8 (2)", "data", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data is not UTF-8 (3)", "data", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data is not UTF-8 (4)", "data", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data is empty", "data", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, "", 0, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data has 64 KiB", "data", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, sweep_long_text(), 65536, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: data has a NUL inside", "data", EXPECT_OK, &w.error, backstay_echo_submit(w.queue, 3, "a\0b", 3, BACKSTAY_ECHO_AT_ONCE, &w.error));
  SWEEP_STATUS("backstay_echo_submit: how = -1", "how", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, "echo", -1, -1, &w.error));
  SWEEP_STATUS("backstay_echo_submit: how = 3", "how", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, "echo", -1, 3, &w.error));
  SWEEP_STATUS("backstay_echo_submit: how = INT64_MIN", "how", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, "echo", -1, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_echo_submit: how = INT64_MAX", "how", EXPECT_INVALID, &w.error, backstay_echo_submit(w.queue, 3, "echo", -1, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_echo_submit: error = NULL", "", EXPECT_OK, NULL, backstay_echo_submit(w.queue, 3, "echo", -1, BACKSTAY_ECHO_AT_ONCE, NULL));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(0)));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(1)));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(8)));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(16)));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(20)));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(24)));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(25)));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_echo_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_echo_submit(NULL, 3, NULL, -1, BACKSTAY_ECHO_AT_ONCE, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_echo_complete(void) {
  SWEEP_SCALAR(sweep_number, "backstay_echo_complete: valid arguments", EXPECT_OK, backstay_echo_complete(w.queue, SWEEP_HELD_TOKEN));
  SWEEP_SCALAR(sweep_number, "backstay_echo_complete: queue = NULL", EXPECT_INVALID, backstay_echo_complete(NULL, SWEEP_HELD_TOKEN));
  SWEEP_SCALAR(sweep_number, "backstay_echo_complete: queue is closed", EXPECT_OK, backstay_echo_complete(w.closed_queue, SWEEP_HELD_TOKEN));
  SWEEP_SCALAR(sweep_number, "backstay_echo_complete: token = 0", EXPECT_ANY, backstay_echo_complete(w.queue, 0));
  SWEEP_SCALAR(sweep_number, "backstay_echo_complete: token = -1", EXPECT_ANY, backstay_echo_complete(w.queue, -1));
  SWEEP_SCALAR(sweep_number, "backstay_echo_complete: token = INT64_MIN", EXPECT_ANY, backstay_echo_complete(w.queue, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_echo_complete: token = INT64_MAX", EXPECT_ANY, backstay_echo_complete(w.queue, INT64_MAX));
}

static void sweep_backstay_claimed_init(void) {
  SWEEP_VOID("backstay_claimed_init: valid arguments", backstay_claimed_init(&w.claimed));
  SWEEP_VOID("backstay_claimed_init: claimed = NULL", backstay_claimed_init(NULL));
}

static void sweep_backstay_runtime_idempotency(void) {
  SWEEP_STATUS("backstay_runtime_idempotency: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_idempotency(w.runtime, "orders", -1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(NULL, "orders", -1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_idempotency(w.closed_runtime, "orders", -1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name = NULL", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, NULL, -1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name = NULL, length 5", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, NULL, 5, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name_length = -2", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "orders", -2, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name_length = INT64_MIN", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "orders", INT64_MIN, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name_length = INT64_MAX", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "orders", INT64_MAX, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name is not UTF-8 (0)", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name is not UTF-8 (1)", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name is not UTF-8 (2)", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name is not UTF-8 (3)", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name is not UTF-8 (4)", "name", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name is empty", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_idempotency(w.runtime, "", 0, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name has 64 KiB", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_idempotency(w.runtime, sweep_long_text(), 65536, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: name has a NUL inside", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_idempotency(w.runtime, "a\0b", 3, &w.idempotency_out, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_idempotency(w.runtime, "orders", -1, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_idempotency: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_idempotency(w.runtime, "orders", -1, &w.idempotency_out, NULL));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_idempotency: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_idempotency(NULL, NULL, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_handle_retain(void) {
  SWEEP_POINTER("backstay_idempotency_handle_retain: idempotency = NULL", EXPECT_NULL, backstay_idempotency_handle_retain(NULL));
}

static void sweep_backstay_idempotency_handle_release(void) {
  SWEEP_VOID("backstay_idempotency_handle_release: idempotency = NULL", backstay_idempotency_handle_release(NULL));
}

static void sweep_backstay_idempotency_claim(void) {
  SWEEP_STATUS("backstay_idempotency_claim: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_claim(NULL, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_claim(w.closed_idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope = NULL", "scope", EXPECT_ANY, &w.error, backstay_idempotency_claim(w.idempotency, NULL, -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope = NULL, length 5", "scope", EXPECT_ANY, &w.error, backstay_idempotency_claim(w.idempotency, NULL, 5, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope_length = -2", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -2, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope_length = INT64_MIN", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", INT64_MIN, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope_length = INT64_MAX", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", INT64_MAX, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope is not UTF-8 (0)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope is not UTF-8 (1)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope is not UTF-8 (2)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope is not UTF-8 (3)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope is not UTF-8 (4)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope is empty", "scope", EXPECT_OK, &w.error, backstay_idempotency_claim(w.idempotency, "", 0, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope has 64 KiB", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, sweep_long_text(), 65536, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: scope has a NUL inside", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "a\0b", 3, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key = NULL", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, NULL, -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key = NULL, length 5", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, NULL, 5, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key_length = -2", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -2, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key_length = INT64_MIN", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", INT64_MIN, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key_length = INT64_MAX", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", INT64_MAX, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key is not UTF-8 (0)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key is not UTF-8 (1)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key is not UTF-8 (2)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key is not UTF-8 (3)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key is not UTF-8 (4)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key is empty", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "", 0, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key has 64 KiB", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, sweep_long_text(), 65536, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: key has a NUL inside", "key", EXPECT_OK, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "a\0b", 3, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint = NULL", "fingerprint", EXPECT_ANY, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, NULL, -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint = NULL, length 5", "fingerprint", EXPECT_ANY, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, NULL, 5, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint_length = -2", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -2, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint_length = INT64_MIN", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", INT64_MIN, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint_length = INT64_MAX", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", INT64_MAX, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint is not UTF-8 (0)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint is not UTF-8 (1)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint is not UTF-8 (2)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint is not UTF-8 (3)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint is not UTF-8 (4)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint is empty", "fingerprint", EXPECT_OK, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "", 0, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint has 64 KiB", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, sweep_long_text(), 65536, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: fingerprint has a NUL inside", "fingerprint", EXPECT_OK, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "a\0b", 3, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: lease_ns = 0", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, 0, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: lease_ns = 1", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, 1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: lease_ns = -2", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -2, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: lease_ns = INT64_MIN", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, INT64_MIN, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: lease_ns = INT64_MAX", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, INT64_MAX, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: waited_ns = -1", "waited_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, -1, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: waited_ns = INT64_MIN", "waited_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, INT64_MIN, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: waited_ns = INT64_MAX", "waited_ns", EXPECT_ANY, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, INT64_MAX, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, NULL, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: claimed = NULL", "claimed", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, NULL, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: claimed->struct_size = 0", "claimed", EXPECT_INVALID, &w.error, (w.claimed.struct_size = 0, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: claimed->struct_size = 8", "claimed", EXPECT_INVALID, &w.error, (w.claimed.struct_size = 8, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: claimed->struct_size = -1", "claimed", EXPECT_INVALID, &w.error, (w.claimed.struct_size = -1, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: claimed->struct_size = INT64_MIN", "claimed", EXPECT_INVALID, &w.error, (w.claimed.struct_size = INT64_MIN, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: claimed->struct_size = INT64_MAX", "claimed", EXPECT_ANY, &w.error, (w.claimed.struct_size = INT64_MAX, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: text = NULL", "text", EXPECT_INVALID, &w.error, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim: text->struct_size = 0", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: text->struct_size = 8", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: text->struct_size = -1", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: text->struct_size = INT64_MIN", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: text->struct_size = INT64_MAX", "text", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_claim(w.idempotency, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.claim_out, &w.claimed, &w.bytes, NULL));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_claim: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_claim(NULL, "tenant", -1, NULL, -1, "request", -1, -1, 0, NULL, NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_blocks(void) {
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_blocks: valid arguments", EXPECT_OK, backstay_idempotency_blocks(w.idempotency));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_blocks: idempotency = NULL", EXPECT_INVALID, backstay_idempotency_blocks(NULL));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_blocks: idempotency is closed", EXPECT_OK, backstay_idempotency_blocks(w.closed_idempotency));
}

static void sweep_backstay_idempotency_claim_submit(void) {
  SWEEP_STATUS("backstay_idempotency_claim_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(NULL, w.queue, 3, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_claim_submit(w.closed_idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, NULL, 3, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.closed_queue, 3, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, SWEEP_HELD_TOKEN, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 0, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, -1, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, INT64_MIN, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, INT64_MAX, "tenant", -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope = NULL", "scope", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, NULL, -1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope = NULL, length 5", "scope", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, NULL, 5, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope_length = -2", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -2, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope_length = INT64_MIN", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", INT64_MIN, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope_length = INT64_MAX", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", INT64_MAX, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope is not UTF-8 (0)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope is not UTF-8 (1)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope is not UTF-8 (2)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope is not UTF-8 (3)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope is not UTF-8 (4)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope is empty", "scope", EXPECT_OK, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "", 0, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope has 64 KiB", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, sweep_long_text(), 65536, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: scope has a NUL inside", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "a\0b", 3, "host", -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key = NULL", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key = NULL, length 5", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, NULL, 5, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key_length = -2", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -2, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key_length = INT64_MIN", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", INT64_MIN, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key_length = INT64_MAX", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", INT64_MAX, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key is not UTF-8 (0)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key is not UTF-8 (1)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key is not UTF-8 (2)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key is not UTF-8 (3)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key is not UTF-8 (4)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key is empty", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "", 0, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key has 64 KiB", "key", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, sweep_long_text(), 65536, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: key has a NUL inside", "key", EXPECT_OK, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "a\0b", 3, "request", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint = NULL", "fingerprint", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, NULL, -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint = NULL, length 5", "fingerprint", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, NULL, 5, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint_length = -2", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -2, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint_length = INT64_MIN", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", INT64_MIN, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint_length = INT64_MAX", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", INT64_MAX, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint is not UTF-8 (0)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint is not UTF-8 (1)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint is not UTF-8 (2)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint is not UTF-8 (3)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint is not UTF-8 (4)", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint is empty", "fingerprint", EXPECT_OK, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "", 0, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint has 64 KiB", "fingerprint", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, sweep_long_text(), 65536, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: fingerprint has a NUL inside", "fingerprint", EXPECT_OK, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "a\0b", 3, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: lease_ns = 0", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, 0, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: lease_ns = 1", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, 1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: lease_ns = -2", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, -2, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: lease_ns = INT64_MIN", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, INT64_MIN, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: lease_ns = INT64_MAX", "lease_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, INT64_MAX, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: waited_ns = -1", "waited_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, -1, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: waited_ns = INT64_MIN", "waited_ns", EXPECT_INVALID, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, -1, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: waited_ns = INT64_MAX", "waited_ns", EXPECT_ANY, &w.error, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, -1, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_claim_submit(w.idempotency, w.queue, 3, "tenant", -1, "host", -1, "request", -1, -1, 0, NULL));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_claim_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_submit(NULL, NULL, 3, "tenant", -1, NULL, -1, "request", -1, -1, 0, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_claim_take(void) {
  SWEEP_STATUS("backstay_idempotency_claim_take: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(NULL, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: queue is closed", "", EXPECT_NEGATIVE, &w.error, backstay_idempotency_claim_take(w.closed_queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: result = 0", "result", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(w.queue, 0, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: result = -1", "result", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(w.queue, -1, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: result = 1", "result", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(w.queue, 1, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: result = INT64_MIN", "result", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(w.queue, INT64_MIN, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: result = INT64_MAX", "result", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(w.queue, INT64_MAX, &w.claim_out, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(w.queue, w.claim_result, NULL, &w.claimed, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: claimed = NULL", "claimed", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, NULL, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: claimed->struct_size = 0", "claimed", EXPECT_INVALID, &w.error, (w.claimed.struct_size = 0, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: claimed->struct_size = 8", "claimed", EXPECT_INVALID, &w.error, (w.claimed.struct_size = 8, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: claimed->struct_size = -1", "claimed", EXPECT_INVALID, &w.error, (w.claimed.struct_size = -1, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: claimed->struct_size = INT64_MIN", "claimed", EXPECT_INVALID, &w.error, (w.claimed.struct_size = INT64_MIN, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: claimed->struct_size = INT64_MAX", "claimed", EXPECT_ANY, &w.error, (w.claimed.struct_size = INT64_MAX, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: text = NULL", "text", EXPECT_INVALID, &w.error, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_claim_take: text->struct_size = 0", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: text->struct_size = 8", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: text->struct_size = -1", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: text->struct_size = INT64_MIN", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: text->struct_size = INT64_MAX", "text", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_claim_take(w.queue, w.claim_result, &w.claim_out, &w.claimed, &w.bytes, NULL));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_claim_take: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_claim_take(NULL, w.claim_result, NULL, NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_pass_time(void) {
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_pass_time: valid arguments", EXPECT_OK, backstay_idempotency_pass_time(w.idempotency, 1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_pass_time: idempotency = NULL", EXPECT_INVALID, backstay_idempotency_pass_time(NULL, 1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_pass_time: idempotency is closed", EXPECT_ANY, backstay_idempotency_pass_time(w.closed_idempotency, 1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_pass_time: pause_ns = -1", EXPECT_INVALID, backstay_idempotency_pass_time(w.idempotency, -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_pass_time: pause_ns = INT64_MIN", EXPECT_INVALID, backstay_idempotency_pass_time(w.idempotency, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_pass_time: pause_ns = INT64_MAX", EXPECT_INVALID, backstay_idempotency_pass_time(w.idempotency, INT64_MAX));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_pass_time: pause_ns = 0", EXPECT_ANY, backstay_idempotency_pass_time(w.idempotency, 0));
}

static void sweep_backstay_claim_retain(void) {
  SWEEP_POINTER("backstay_claim_retain: claim = NULL", EXPECT_NULL, backstay_claim_retain(NULL));
}

static void sweep_backstay_claim_release(void) {
  SWEEP_VOID("backstay_claim_release: claim = NULL", backstay_claim_release(NULL));
}

static void sweep_backstay_idempotency_complete(void) {
  SWEEP_STATUS("backstay_idempotency_complete: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_complete(w.closed_claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: kind = -1", "kind", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, -1, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: kind = 3", "kind", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, 3, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: kind = INT64_MIN", "kind", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, INT64_MIN, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: kind = INT64_MAX", "kind", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, INT64_MAX, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: status_code = -1", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, -1, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: status_code = 1000", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 1000, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: status_code = INT64_MIN", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, INT64_MIN, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: status_code = INT64_MAX", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, INT64_MAX, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: status_code = 0", "status_code", EXPECT_ANY, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 0, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type = NULL", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type = NULL, length 5", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, NULL, 5, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type_length = -2", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -2, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type_length = INT64_MIN", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", INT64_MIN, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type_length = INT64_MAX", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", INT64_MAX, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type is not UTF-8 (0)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type is not UTF-8 (1)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type is not UTF-8 (2)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type is not UTF-8 (3)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type is not UTF-8 (4)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type is empty", "content_type", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "", 0, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type has 64 KiB", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, sweep_long_text(), 65536, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: content_type has a NUL inside", "content_type", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "a\0b", 3, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers = NULL", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, NULL, -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers = NULL, length 5", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, NULL, 5, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers_length = -2", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -2, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers_length = INT64_MIN", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", INT64_MIN, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers_length = INT64_MAX", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", INT64_MAX, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers is not UTF-8 (0)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers is not UTF-8 (1)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers is not UTF-8 (2)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers is not UTF-8 (3)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers is not UTF-8 (4)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers is empty", "headers", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "", 0, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers has 64 KiB", "headers", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, sweep_long_text(), 65536, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: headers has a NUL inside", "headers", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "a\0b", 3, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body = NULL", "body", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body = NULL, length 5", "body", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body_length = -2", "body", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -2, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body_length = INT64_MIN", "body", EXPECT_INVALID, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body_length = INT64_MAX", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body is not UTF-8 (0)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body is not UTF-8 (1)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body is not UTF-8 (2)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body is not UTF-8 (3)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body is not UTF-8 (4)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body is empty", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "", 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body has 64 KiB", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: body has a NUL inside", "body", EXPECT_OK, &w.error, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_complete(w.claim, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, NULL));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_complete: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_complete(NULL, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_fail(void) {
  SWEEP_STATUS("backstay_idempotency_fail: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_fail(NULL, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_fail(w.closed_claim, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: retryable = -1", "retryable", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, -1, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: retryable = 2", "retryable", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 2, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: retryable = INT64_MIN", "retryable", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, INT64_MIN, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: retryable = INT64_MAX", "retryable", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, INT64_MAX, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type = NULL", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, NULL, -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type = NULL, length 5", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, NULL, 5, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type_length = -2", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -2, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type_length = INT64_MIN", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", INT64_MIN, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type_length = INT64_MAX", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", INT64_MAX, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type is not UTF-8 (0)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type is not UTF-8 (1)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type is not UTF-8 (2)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type is not UTF-8 (3)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type is not UTF-8 (4)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type is empty", "type", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "", 0, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type has 64 KiB", "type", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, sweep_long_text(), 65536, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: type has a NUL inside", "type", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "a\0b", 3, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message = NULL", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message = NULL, length 5", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message_length = -2", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "boom", -2, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message_length = INT64_MIN", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "boom", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message_length = INT64_MAX", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "boom", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message is not UTF-8 (0)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message is not UTF-8 (1)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message is not UTF-8 (2)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message is not UTF-8 (3)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message is not UTF-8 (4)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message is empty", "message", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "", 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message has 64 KiB", "message", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: message has a NUL inside", "message", EXPECT_OK, &w.error, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_fail(w.claim, 0, "Boom", -1, "boom", -1, NULL));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_fail: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_fail(NULL, 0, NULL, -1, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_release(void) {
  SWEEP_STATUS("backstay_idempotency_release: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_release(w.claim, &w.error));
  SWEEP_STATUS("backstay_idempotency_release: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_release(NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_release: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_release(w.closed_claim, &w.error));
  SWEEP_STATUS("backstay_idempotency_release: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_release(w.claim, NULL));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_release: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_release(NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_heartbeat(void) {
  SWEEP_STATUS("backstay_idempotency_heartbeat: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_heartbeat(w.claim, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_heartbeat(NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_heartbeat(w.closed_claim, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_heartbeat(w.claim, NULL));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_heartbeat: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat(NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_set_recovery_point(void) {
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_set_recovery_point(w.claim, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(NULL, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_set_recovery_point(w.closed_claim, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point = NULL", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point = NULL, length 5", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point_length = -2", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "charged", -2, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point_length = INT64_MIN", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "charged", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point_length = INT64_MAX", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "charged", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point is not UTF-8 (0)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point is not UTF-8 (1)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point is not UTF-8 (2)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point is not UTF-8 (3)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point is not UTF-8 (4)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point is empty", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, "", 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point has 64 KiB", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point(w.claim, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: point has a NUL inside", "point", EXPECT_OK, &w.error, backstay_idempotency_set_recovery_point(w.claim, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_set_recovery_point(w.claim, "charged", -1, NULL));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point(NULL, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_complete_submit(void) {
  SWEEP_STATUS("backstay_idempotency_complete_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(NULL, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_complete_submit(w.closed_claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_complete_submit(w.claim, w.closed_queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, SWEEP_HELD_TOKEN, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 0, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, -1, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, INT64_MIN, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, INT64_MAX, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: kind = -1", "kind", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, -1, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: kind = 3", "kind", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, 3, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: kind = INT64_MIN", "kind", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, INT64_MIN, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: kind = INT64_MAX", "kind", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, INT64_MAX, 200, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: status_code = -1", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, -1, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: status_code = 1000", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 1000, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: status_code = INT64_MIN", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, INT64_MIN, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: status_code = INT64_MAX", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, INT64_MAX, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: status_code = 0", "status_code", EXPECT_ANY, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 0, "text/plain", -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type = NULL", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type = NULL, length 5", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, 5, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type_length = -2", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -2, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type_length = INT64_MIN", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", INT64_MIN, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type_length = INT64_MAX", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", INT64_MAX, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type is not UTF-8 (0)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type is not UTF-8 (1)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type is not UTF-8 (2)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type is not UTF-8 (3)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type is not UTF-8 (4)", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type is empty", "content_type", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "", 0, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type has 64 KiB", "content_type", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, sweep_long_text(), 65536, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: content_type has a NUL inside", "content_type", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "a\0b", 3, "{}", -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers = NULL", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, NULL, -1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers = NULL, length 5", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, NULL, 5, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers_length = -2", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -2, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers_length = INT64_MIN", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", INT64_MIN, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers_length = INT64_MAX", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", INT64_MAX, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers is not UTF-8 (0)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers is not UTF-8 (1)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers is not UTF-8 (2)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers is not UTF-8 (3)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers is not UTF-8 (4)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers is empty", "headers", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "", 0, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers has 64 KiB", "headers", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, sweep_long_text(), 65536, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: headers has a NUL inside", "headers", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "a\0b", 3, "done", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body = NULL", "body", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body = NULL, length 5", "body", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body_length = -2", "body", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -2, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body_length = INT64_MIN", "body", EXPECT_INVALID, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body_length = INT64_MAX", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body is not UTF-8 (0)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body is not UTF-8 (1)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body is not UTF-8 (2)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body is not UTF-8 (3)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body is not UTF-8 (4)", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body is empty", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "", 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body has 64 KiB", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: body has a NUL inside", "body", EXPECT_OK, &w.error, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_complete_submit(w.claim, w.queue, 3, BACKSTAY_ANSWER_VALUE, 200, "text/plain", -1, "{}", -1, "done", -1, NULL));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_complete_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_complete_submit(NULL, NULL, 3, BACKSTAY_ANSWER_VALUE, 200, NULL, -1, NULL, -1, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_fail_submit(void) {
  SWEEP_STATUS("backstay_idempotency_fail_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(NULL, w.queue, 3, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_fail_submit(w.closed_claim, w.queue, 3, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, NULL, 3, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_fail_submit(w.claim, w.closed_queue, 3, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, SWEEP_HELD_TOKEN, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 0, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, -1, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, INT64_MIN, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, INT64_MAX, 0, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: retryable = -1", "retryable", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, -1, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: retryable = 2", "retryable", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 2, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: retryable = INT64_MIN", "retryable", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, INT64_MIN, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: retryable = INT64_MAX", "retryable", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, INT64_MAX, "Boom", -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type = NULL", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, NULL, -1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type = NULL, length 5", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, NULL, 5, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type_length = -2", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -2, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type_length = INT64_MIN", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", INT64_MIN, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type_length = INT64_MAX", "type", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", INT64_MAX, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type is not UTF-8 (0)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type is not UTF-8 (1)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type is not UTF-8 (2)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type is not UTF-8 (3)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type is not UTF-8 (4)", "type", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type is empty", "type", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "", 0, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type has 64 KiB", "type", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, sweep_long_text(), 65536, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: type has a NUL inside", "type", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "a\0b", 3, "boom", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message = NULL", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message = NULL, length 5", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message_length = -2", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "boom", -2, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message_length = INT64_MIN", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "boom", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message_length = INT64_MAX", "message", EXPECT_INVALID, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "boom", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message is not UTF-8 (0)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message is not UTF-8 (1)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message is not UTF-8 (2)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message is not UTF-8 (3)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message is not UTF-8 (4)", "message", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message is empty", "message", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "", 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message has 64 KiB", "message", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: message has a NUL inside", "message", EXPECT_OK, &w.error, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_fail_submit(w.claim, w.queue, 3, 0, "Boom", -1, "boom", -1, NULL));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_fail_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_fail_submit(NULL, NULL, 3, 0, NULL, -1, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_release_submit(void) {
  SWEEP_STATUS("backstay_idempotency_release_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_release_submit(w.claim, w.queue, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_release_submit(NULL, w.queue, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_release_submit(w.closed_claim, w.queue, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_release_submit(w.claim, NULL, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_release_submit(w.claim, w.closed_queue, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_idempotency_release_submit(w.claim, w.queue, SWEEP_HELD_TOKEN, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_idempotency_release_submit(w.claim, w.queue, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_idempotency_release_submit(w.claim, w.queue, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_idempotency_release_submit(w.claim, w.queue, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_idempotency_release_submit(w.claim, w.queue, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_release_submit: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_release_submit(w.claim, w.queue, 3, NULL));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_release_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_release_submit(NULL, NULL, 3, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_heartbeat_submit(void) {
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_heartbeat_submit(w.claim, w.queue, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_heartbeat_submit(NULL, w.queue, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_heartbeat_submit(w.closed_claim, w.queue, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_heartbeat_submit(w.claim, NULL, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_heartbeat_submit(w.claim, w.closed_queue, 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_idempotency_heartbeat_submit(w.claim, w.queue, SWEEP_HELD_TOKEN, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_idempotency_heartbeat_submit(w.claim, w.queue, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_idempotency_heartbeat_submit(w.claim, w.queue, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_idempotency_heartbeat_submit(w.claim, w.queue, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_idempotency_heartbeat_submit(w.claim, w.queue, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_heartbeat_submit(w.claim, w.queue, 3, NULL));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_heartbeat_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_heartbeat_submit(NULL, NULL, 3, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_set_recovery_point_submit(void) {
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(NULL, w.queue, 3, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_set_recovery_point_submit(w.closed_claim, w.queue, 3, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, NULL, 3, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.closed_queue, 3, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, SWEEP_HELD_TOKEN, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 0, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, -1, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, INT64_MIN, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, INT64_MAX, "charged", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point = NULL", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point = NULL, length 5", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point_length = -2", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "charged", -2, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point_length = INT64_MIN", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "charged", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point_length = INT64_MAX", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "charged", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point is not UTF-8 (0)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point is not UTF-8 (1)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point is not UTF-8 (2)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point is not UTF-8 (3)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point is not UTF-8 (4)", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point is empty", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "", 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point has 64 KiB", "point", EXPECT_INVALID, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: point has a NUL inside", "point", EXPECT_OK, &w.error, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_set_recovery_point_submit(w.claim, w.queue, 3, "charged", -1, NULL));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_set_recovery_point_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_set_recovery_point_submit(NULL, NULL, 3, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_end_take(void) {
  SWEEP_STATUS("backstay_idempotency_end_take: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_end_take(w.queue, w.end_result, &w.error));
  SWEEP_STATUS("backstay_idempotency_end_take: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_end_take(NULL, w.end_result, &w.error));
  SWEEP_STATUS("backstay_idempotency_end_take: queue is closed", "", EXPECT_NEGATIVE, &w.error, backstay_idempotency_end_take(w.closed_queue, w.end_result, &w.error));
  SWEEP_STATUS("backstay_idempotency_end_take: result = 0", "result", EXPECT_INVALID, &w.error, backstay_idempotency_end_take(w.queue, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_end_take: result = -1", "result", EXPECT_INVALID, &w.error, backstay_idempotency_end_take(w.queue, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_end_take: result = 1", "result", EXPECT_INVALID, &w.error, backstay_idempotency_end_take(w.queue, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_end_take: result = INT64_MIN", "result", EXPECT_INVALID, &w.error, backstay_idempotency_end_take(w.queue, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_end_take: result = INT64_MAX", "result", EXPECT_INVALID, &w.error, backstay_idempotency_end_take(w.queue, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_end_take: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_end_take(w.queue, w.end_result, NULL));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_end_take: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_end_take(NULL, w.end_result, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_served_init(void) {
  SWEEP_VOID("backstay_served_init: valid arguments", backstay_served_init(&w.served));
  SWEEP_VOID("backstay_served_init: served = NULL", backstay_served_init(NULL));
}

static void sweep_backstay_idempotency_key_header(void) {
  SWEEP_POINTER("backstay_idempotency_key_header: valid arguments", EXPECT_TEXT, backstay_idempotency_key_header(w.idempotency));
  SWEEP_POINTER("backstay_idempotency_key_header: idempotency = NULL", EXPECT_NULL, backstay_idempotency_key_header(NULL));
}

static void sweep_backstay_idempotency_maximum_body(void) {
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_maximum_body: valid arguments", EXPECT_OK, backstay_idempotency_maximum_body(w.idempotency));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_maximum_body: idempotency = NULL", EXPECT_INVALID, backstay_idempotency_maximum_body(NULL));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_maximum_body: idempotency is closed", EXPECT_OK, backstay_idempotency_maximum_body(w.closed_idempotency));
}

static void sweep_backstay_idempotency_wants(void) {
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: valid arguments", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: idempotency = NULL", EXPECT_INVALID, backstay_idempotency_wants(NULL, "POST", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: idempotency is closed", EXPECT_CLOSED, backstay_idempotency_wants(w.closed_idempotency, "POST", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method = NULL", EXPECT_INVALID, backstay_idempotency_wants(w.idempotency, NULL, -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method = NULL, length 5", EXPECT_INVALID, backstay_idempotency_wants(w.idempotency, NULL, 5, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method_length = -2", EXPECT_INVALID, backstay_idempotency_wants(w.idempotency, "POST", -2, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method_length = INT64_MIN", EXPECT_INVALID, backstay_idempotency_wants(w.idempotency, "POST", INT64_MIN, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method_length = INT64_MAX", EXPECT_INVALID, backstay_idempotency_wants(w.idempotency, "POST", INT64_MAX, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method is not UTF-8 (0)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method is not UTF-8 (1)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method is not UTF-8 (2)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method is not UTF-8 (3)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method is not UTF-8 (4)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method is empty", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "", 0, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method has 64 KiB", EXPECT_OK, backstay_idempotency_wants(w.idempotency, sweep_long_text(), 65536, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: method has a NUL inside", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "a\0b", 3, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header = NULL", EXPECT_ANY, backstay_idempotency_wants(w.idempotency, "POST", -1, NULL, -1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header = NULL, length 5", EXPECT_ANY, backstay_idempotency_wants(w.idempotency, "POST", -1, NULL, 5));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header_length = -2", EXPECT_INVALID, backstay_idempotency_wants(w.idempotency, "POST", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -2));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header_length = INT64_MIN", EXPECT_INVALID, backstay_idempotency_wants(w.idempotency, "POST", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header_length = INT64_MAX", EXPECT_INVALID, backstay_idempotency_wants(w.idempotency, "POST", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", INT64_MAX));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header is not UTF-8 (0)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header is not UTF-8 (1)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header is not UTF-8 (2)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header is not UTF-8 (3)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header is not UTF-8 (4)", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header is empty", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, "", 0));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header has 64 KiB", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, sweep_long_text(), 65536));
  SWEEP_SCALAR(sweep_number, "backstay_idempotency_wants: key_header has a NUL inside", EXPECT_OK, backstay_idempotency_wants(w.idempotency, "POST", -1, "a\0b", 3));
}

static void sweep_backstay_idempotency_serve(void) {
  SWEEP_STATUS("backstay_idempotency_serve: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_serve(NULL, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_serve(w.closed_idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method = NULL", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, NULL, -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method = NULL, length 5", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, NULL, 5, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method_length = -2", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -2, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method_length = INT64_MIN", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", INT64_MIN, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method_length = INT64_MAX", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", INT64_MAX, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method is not UTF-8 (0)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method is not UTF-8 (1)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method is not UTF-8 (2)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method is not UTF-8 (3)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method is not UTF-8 (4)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method is empty", "method", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "", 0, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method has 64 KiB", "method", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, sweep_long_text(), 65536, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: method has a NUL inside", "method", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "a\0b", 3, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target = NULL", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target = NULL, length 5", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, NULL, 5, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target_length = -2", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -2, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target_length = INT64_MIN", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", INT64_MIN, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target_length = INT64_MAX", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", INT64_MAX, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target is not UTF-8 (0)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target is not UTF-8 (1)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target is not UTF-8 (2)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target is not UTF-8 (3)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target is not UTF-8 (4)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target is empty", "target", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "", 0, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target has 64 KiB", "target", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, sweep_long_text(), 65536, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: target has a NUL inside", "target", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "a\0b", 3, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route = NULL", "route", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, NULL, -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route = NULL, length 5", "route", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, NULL, 5, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route_length = -2", "route", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -2, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route_length = INT64_MIN", "route", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", INT64_MIN, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route_length = INT64_MAX", "route", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", INT64_MAX, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route is not UTF-8 (0)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route is not UTF-8 (1)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route is not UTF-8 (2)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route is not UTF-8 (3)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route is not UTF-8 (4)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route is empty", "route", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "", 0, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route has 64 KiB", "route", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, sweep_long_text(), 65536, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: route has a NUL inside", "route", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "a\0b", 3, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header = NULL", "key_header", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, NULL, -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header = NULL, length 5", "key_header", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, NULL, 5, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header_length = -2", "key_header", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -2, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header_length = INT64_MIN", "key_header", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", INT64_MIN, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header_length = INT64_MAX", "key_header", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", INT64_MAX, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header is not UTF-8 (0)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header is not UTF-8 (1)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header is not UTF-8 (2)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header is not UTF-8 (3)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header is not UTF-8 (4)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header is empty", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "", 0, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header has 64 KiB", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, sweep_long_text(), 65536, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: key_header has a NUL inside", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "a\0b", 3, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant = NULL", "tenant", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, NULL, -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant = NULL, length 5", "tenant", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, NULL, 5, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant_length = -2", "tenant", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -2, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant_length = INT64_MIN", "tenant", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", INT64_MIN, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant_length = INT64_MAX", "tenant", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", INT64_MAX, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant is not UTF-8 (0)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant is not UTF-8 (1)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant is not UTF-8 (2)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant is not UTF-8 (3)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant is not UTF-8 (4)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant is empty", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "", 0, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant has 64 KiB", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, sweep_long_text(), 65536, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: tenant has a NUL inside", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "a\0b", 3, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal = NULL", "principal", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, NULL, -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal = NULL, length 5", "principal", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, NULL, 5, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal_length = -2", "principal", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -2, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal_length = INT64_MIN", "principal", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", INT64_MIN, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal_length = INT64_MAX", "principal", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", INT64_MAX, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal is not UTF-8 (0)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal is not UTF-8 (1)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal is not UTF-8 (2)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal is not UTF-8 (3)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal is not UTF-8 (4)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal is empty", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "", 0, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal has 64 KiB", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, sweep_long_text(), 65536, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: principal has a NUL inside", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "a\0b", 3, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials = NULL", "credentials", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, NULL, -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials = NULL, length 5", "credentials", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, NULL, 5, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials_length = -2", "credentials", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -2, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials_length = INT64_MIN", "credentials", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", INT64_MIN, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials_length = INT64_MAX", "credentials", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", INT64_MAX, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials is not UTF-8 (0)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials is not UTF-8 (1)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials is not UTF-8 (2)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials is not UTF-8 (3)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials is not UTF-8 (4)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials is empty", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "", 0, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials has 64 KiB", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, sweep_long_text(), 65536, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: credentials has a NUL inside", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "a\0b", 3, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body = NULL", "body", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body = NULL, length 5", "body", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, 5, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body_length = -2", "body", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -2, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body_length = INT64_MIN", "body", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", INT64_MIN, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body_length = INT64_MAX", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", INT64_MAX, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body is not UTF-8 (0)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body is not UTF-8 (1)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body is not UTF-8 (2)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body is not UTF-8 (3)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body is not UTF-8 (4)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body is empty", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "", 0, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body has 64 KiB", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, sweep_long_text(), 65536, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: body has a NUL inside", "body", EXPECT_OK, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "a\0b", 3, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: waited_ns = -1", "waited_ns", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, -1, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: waited_ns = INT64_MIN", "waited_ns", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, INT64_MIN, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: waited_ns = INT64_MAX", "waited_ns", EXPECT_ANY, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, INT64_MAX, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, NULL, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: served = NULL", "served", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, NULL, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: served->struct_size = 0", "served", EXPECT_INVALID, &w.error, (w.served.struct_size = 0, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: served->struct_size = 8", "served", EXPECT_INVALID, &w.error, (w.served.struct_size = 8, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: served->struct_size = -1", "served", EXPECT_INVALID, &w.error, (w.served.struct_size = -1, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: served->struct_size = INT64_MIN", "served", EXPECT_INVALID, &w.error, (w.served.struct_size = INT64_MIN, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: served->struct_size = INT64_MAX", "served", EXPECT_ANY, &w.error, (w.served.struct_size = INT64_MAX, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: text = NULL", "text", EXPECT_INVALID, &w.error, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve: text->struct_size = 0", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: text->struct_size = 8", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: text->struct_size = -1", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: text->struct_size = INT64_MIN", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: text->struct_size = INT64_MAX", "text", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_serve(w.idempotency, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.claim_out, &w.served, &w.bytes, NULL));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_serve: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_serve(NULL, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, NULL, NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_serve_submit(void) {
  SWEEP_STATUS("backstay_idempotency_serve_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(NULL, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_serve_submit(w.closed_idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, NULL, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.closed_queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, SWEEP_HELD_TOKEN, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 0, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, -1, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, INT64_MIN, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, INT64_MAX, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method = NULL", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, NULL, -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method = NULL, length 5", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, NULL, 5, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method_length = -2", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -2, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method_length = INT64_MIN", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", INT64_MIN, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method_length = INT64_MAX", "method", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", INT64_MAX, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method is not UTF-8 (0)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method is not UTF-8 (1)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method is not UTF-8 (2)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method is not UTF-8 (3)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method is not UTF-8 (4)", "method", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method is empty", "method", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "", 0, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method has 64 KiB", "method", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, sweep_long_text(), 65536, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: method has a NUL inside", "method", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "a\0b", 3, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target = NULL", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target = NULL, length 5", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, NULL, 5, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target_length = -2", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -2, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target_length = INT64_MIN", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", INT64_MIN, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target_length = INT64_MAX", "target", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", INT64_MAX, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target is not UTF-8 (0)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target is not UTF-8 (1)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target is not UTF-8 (2)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target is not UTF-8 (3)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target is not UTF-8 (4)", "target", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target is empty", "target", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "", 0, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target has 64 KiB", "target", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, sweep_long_text(), 65536, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: target has a NUL inside", "target", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "a\0b", 3, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route = NULL", "route", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, NULL, -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route = NULL, length 5", "route", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, NULL, 5, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route_length = -2", "route", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -2, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route_length = INT64_MIN", "route", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", INT64_MIN, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route_length = INT64_MAX", "route", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", INT64_MAX, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route is not UTF-8 (0)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route is not UTF-8 (1)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route is not UTF-8 (2)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route is not UTF-8 (3)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route is not UTF-8 (4)", "route", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route is empty", "route", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "", 0, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route has 64 KiB", "route", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, sweep_long_text(), 65536, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: route has a NUL inside", "route", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "a\0b", 3, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header = NULL", "key_header", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, NULL, -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header = NULL, length 5", "key_header", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, NULL, 5, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header_length = -2", "key_header", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -2, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header_length = INT64_MIN", "key_header", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", INT64_MIN, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header_length = INT64_MAX", "key_header", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", INT64_MAX, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header is not UTF-8 (0)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header is not UTF-8 (1)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header is not UTF-8 (2)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header is not UTF-8 (3)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header is not UTF-8 (4)", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header is empty", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "", 0, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header has 64 KiB", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, sweep_long_text(), 65536, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: key_header has a NUL inside", "key_header", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "a\0b", 3, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant = NULL", "tenant", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, NULL, -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant = NULL, length 5", "tenant", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, NULL, 5, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant_length = -2", "tenant", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -2, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant_length = INT64_MIN", "tenant", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", INT64_MIN, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant_length = INT64_MAX", "tenant", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", INT64_MAX, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant is not UTF-8 (0)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant is not UTF-8 (1)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant is not UTF-8 (2)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant is not UTF-8 (3)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant is not UTF-8 (4)", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant is empty", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "", 0, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant has 64 KiB", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, sweep_long_text(), 65536, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: tenant has a NUL inside", "tenant", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "a\0b", 3, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal = NULL", "principal", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, NULL, -1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal = NULL, length 5", "principal", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, NULL, 5, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal_length = -2", "principal", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -2, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal_length = INT64_MIN", "principal", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", INT64_MIN, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal_length = INT64_MAX", "principal", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", INT64_MAX, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal is not UTF-8 (0)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal is not UTF-8 (1)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal is not UTF-8 (2)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal is not UTF-8 (3)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal is not UTF-8 (4)", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal is empty", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "", 0, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal has 64 KiB", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, sweep_long_text(), 65536, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: principal has a NUL inside", "principal", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "a\0b", 3, "Bearer token\n", -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials = NULL", "credentials", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, NULL, -1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials = NULL, length 5", "credentials", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, NULL, 5, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials_length = -2", "credentials", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -2, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials_length = INT64_MIN", "credentials", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", INT64_MIN, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials_length = INT64_MAX", "credentials", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", INT64_MAX, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials is not UTF-8 (0)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials is not UTF-8 (1)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials is not UTF-8 (2)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials is not UTF-8 (3)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials is not UTF-8 (4)", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials is empty", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "", 0, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials has 64 KiB", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, sweep_long_text(), 65536, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: credentials has a NUL inside", "credentials", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "a\0b", 3, "done", -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body = NULL", "body", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body = NULL, length 5", "body", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, 5, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body_length = -2", "body", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -2, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body_length = INT64_MIN", "body", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", INT64_MIN, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body_length = INT64_MAX", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", INT64_MAX, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body is not UTF-8 (0)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body is not UTF-8 (1)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body is not UTF-8 (2)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body is not UTF-8 (3)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body is not UTF-8 (4)", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body is empty", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "", 0, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body has 64 KiB", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, sweep_long_text(), 65536, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: body has a NUL inside", "body", EXPECT_OK, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "a\0b", 3, -1, 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: waited_ns = -1", "waited_ns", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: waited_ns = INT64_MIN", "waited_ns", EXPECT_INVALID, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: waited_ns = INT64_MAX", "waited_ns", EXPECT_ANY, &w.error, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_serve_submit(w.idempotency, w.queue, 3, "POST", -1, "/orders?dry=1", -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, "done", -1, -1, 0, NULL));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_serve_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_submit(NULL, NULL, 3, NULL, -1, NULL, -1, "/orders", -1, "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", -1, "tenant", -1, "user", -1, "Bearer token\n", -1, NULL, -1, -1, 0, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_serve_take(void) {
  SWEEP_STATUS("backstay_idempotency_serve_take: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(NULL, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: queue is closed", "", EXPECT_NEGATIVE, &w.error, backstay_idempotency_serve_take(w.closed_queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: result = 0", "result", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(w.queue, 0, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: result = -1", "result", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(w.queue, -1, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: result = 1", "result", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(w.queue, 1, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: result = INT64_MIN", "result", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(w.queue, INT64_MIN, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: result = INT64_MAX", "result", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(w.queue, INT64_MAX, &w.claim_out, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(w.queue, w.served_result, NULL, &w.served, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: served = NULL", "served", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, NULL, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: served->struct_size = 0", "served", EXPECT_INVALID, &w.error, (w.served.struct_size = 0, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: served->struct_size = 8", "served", EXPECT_INVALID, &w.error, (w.served.struct_size = 8, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: served->struct_size = -1", "served", EXPECT_INVALID, &w.error, (w.served.struct_size = -1, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: served->struct_size = INT64_MIN", "served", EXPECT_INVALID, &w.error, (w.served.struct_size = INT64_MIN, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: served->struct_size = INT64_MAX", "served", EXPECT_ANY, &w.error, (w.served.struct_size = INT64_MAX, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: text = NULL", "text", EXPECT_INVALID, &w.error, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_serve_take: text->struct_size = 0", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: text->struct_size = 8", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: text->struct_size = -1", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: text->struct_size = INT64_MIN", "text", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: text->struct_size = INT64_MAX", "text", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_serve_take(w.queue, w.served_result, &w.claim_out, &w.served, &w.bytes, NULL));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_serve_take: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_serve_take(NULL, w.served_result, NULL, NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_respond(void) {
  SWEEP_STATUS("backstay_idempotency_respond: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_respond(NULL, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_respond(w.closed_claim, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: status_code = -1", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, -1, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: status_code = 1000", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 1000, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: status_code = INT64_MIN", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, INT64_MIN, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: status_code = INT64_MAX", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, INT64_MAX, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: status_code = 0", "status_code", EXPECT_ANY, &w.error, backstay_idempotency_respond(w.claim, 0, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers = NULL", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, NULL, -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers = NULL, length 5", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, NULL, 5, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers_length = -2", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -2, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers_length = INT64_MIN", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", INT64_MIN, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers_length = INT64_MAX", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", INT64_MAX, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers is not UTF-8 (0)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers is not UTF-8 (1)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers is not UTF-8 (2)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers is not UTF-8 (3)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers is not UTF-8 (4)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers is empty", "headers", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "", 0, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers has 64 KiB", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, sweep_long_text(), 65536, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: headers has a NUL inside", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "a\0b", 3, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body = NULL", "body", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, NULL, -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body = NULL, length 5", "body", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, NULL, 5, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body_length = -2", "body", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", -2, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body_length = INT64_MIN", "body", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", INT64_MIN, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body_length = INT64_MAX", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", INT64_MAX, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body is not UTF-8 (0)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body is not UTF-8 (1)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body is not UTF-8 (2)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body is not UTF-8 (3)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body is not UTF-8 (4)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body is empty", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "", 0, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body has 64 KiB", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, sweep_long_text(), 65536, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: body has a NUL inside", "body", EXPECT_OK, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "a\0b", 3, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: kept = -1", "kept", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", -1, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: kept = 2", "kept", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", -1, 2, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: kept = INT64_MIN", "kept", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", -1, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: kept = INT64_MAX", "kept", EXPECT_INVALID, &w.error, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", -1, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_respond(w.claim, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, NULL));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_respond: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_respond(NULL, 200, NULL, -1, NULL, -1, 1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_respond_submit(void) {
  SWEEP_STATUS("backstay_idempotency_respond_submit: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: claim = NULL", "claim", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(NULL, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: claim is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_respond_submit(w.closed_claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, NULL, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: queue is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_respond_submit(w.claim, w.closed_queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: token = SWEEP_HELD_TOKEN", "token", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, SWEEP_HELD_TOKEN, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: token = 0", "token", EXPECT_ANY, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 0, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: token = -1", "token", EXPECT_ANY, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, -1, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: token = INT64_MIN", "token", EXPECT_ANY, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, INT64_MIN, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, INT64_MAX, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: status_code = -1", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, -1, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: status_code = 1000", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 1000, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: status_code = INT64_MIN", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, INT64_MIN, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: status_code = INT64_MAX", "status_code", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, INT64_MAX, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: status_code = 0", "status_code", EXPECT_ANY, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 0, "Content-Type: text/plain\n", -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers = NULL", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, NULL, -1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers = NULL, length 5", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, NULL, 5, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers_length = -2", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -2, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers_length = INT64_MIN", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", INT64_MIN, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers_length = INT64_MAX", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", INT64_MAX, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers is not UTF-8 (0)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers is not UTF-8 (1)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers is not UTF-8 (2)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers is not UTF-8 (3)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers is not UTF-8 (4)", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers is empty", "headers", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "", 0, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers has 64 KiB", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, sweep_long_text(), 65536, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: headers has a NUL inside", "headers", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "a\0b", 3, "done", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body = NULL", "body", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, NULL, -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body = NULL, length 5", "body", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, NULL, 5, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body_length = -2", "body", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -2, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body_length = INT64_MIN", "body", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", INT64_MIN, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body_length = INT64_MAX", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", INT64_MAX, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body is not UTF-8 (0)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body is not UTF-8 (1)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body is not UTF-8 (2)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body is not UTF-8 (3)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body is not UTF-8 (4)", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body is empty", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "", 0, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body has 64 KiB", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, sweep_long_text(), 65536, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: body has a NUL inside", "body", EXPECT_OK, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "a\0b", 3, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: kept = -1", "kept", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: kept = 2", "kept", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, 2, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: kept = INT64_MIN", "kept", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: kept = INT64_MAX", "kept", EXPECT_INVALID, &w.error, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_respond_submit(w.claim, w.queue, 3, 200, "Content-Type: text/plain\n", -1, "done", -1, 1, NULL));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_respond_submit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_respond_submit(NULL, NULL, 3, 200, NULL, -1, NULL, -1, 1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_set_on_unavailable(void) {
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(NULL, 1, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_set_on_unavailable(w.closed_idempotency, 1, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: mode = -2", "mode", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, -2, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: mode = 2", "mode", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 2, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: mode = INT64_MIN", "mode", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, INT64_MIN, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: mode = INT64_MAX", "mode", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, INT64_MAX, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: mode = 0", "mode", EXPECT_ANY, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 0, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: mode = -1", "mode", EXPECT_ANY, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, -1, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason = NULL", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason = NULL, length 5", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason_length = -2", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "sweep", -2, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason_length = INT64_MIN", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "sweep", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason_length = INT64_MAX", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "sweep", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason is not UTF-8 (0)", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason is not UTF-8 (1)", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason is not UTF-8 (2)", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason is not UTF-8 (3)", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason is not UTF-8 (4)", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason is empty", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "", 0, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason has 64 KiB", "reason", EXPECT_INVALID, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: reason has a NUL inside", "reason", EXPECT_ANY, &w.error, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_set_on_unavailable(w.idempotency, 1, "sweep", -1, NULL));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_set_on_unavailable: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_set_on_unavailable(NULL, 1, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_keys_list(void) {
  SWEEP_STATUS("backstay_idempotency_keys_list: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_keys_list(w.idempotency, "", -1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(NULL, "", -1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_keys_list(w.closed_idempotency, "", -1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor = NULL", "cursor", EXPECT_ANY, &w.error, backstay_idempotency_keys_list(w.idempotency, NULL, -1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor = NULL, length 5", "cursor", EXPECT_ANY, &w.error, backstay_idempotency_keys_list(w.idempotency, NULL, 5, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor_length = -2", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", -2, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor_length = INT64_MIN", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", INT64_MIN, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor_length = INT64_MAX", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", INT64_MAX, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor is not UTF-8 (0)", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor is not UTF-8 (1)", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor is not UTF-8 (2)", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor is not UTF-8 (3)", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor is not UTF-8 (4)", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor is empty", "cursor", EXPECT_OK, &w.error, backstay_idempotency_keys_list(w.idempotency, "", 0, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor has 64 KiB", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, sweep_long_text(), 65536, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: cursor has a NUL inside", "cursor", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "a\0b", 3, 10, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: most = 0", "most", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", -1, 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: most = -1", "most", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", -1, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: most = 10001", "most", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", -1, 10001, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: most = INT64_MIN", "most", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", -1, INT64_MIN, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: most = INT64_MAX", "most", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", -1, INT64_MAX, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_idempotency_keys_list(w.idempotency, "", -1, 10, NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_list: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_idempotency_keys_list(w.idempotency, "", -1, 10, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_list: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_idempotency_keys_list(w.idempotency, "", -1, 10, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_list: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_idempotency_keys_list(w.idempotency, "", -1, 10, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_list: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_idempotency_keys_list(w.idempotency, "", -1, 10, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_list: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_idempotency_keys_list(w.idempotency, "", -1, 10, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_keys_list(w.idempotency, "", -1, 10, &w.bytes, NULL));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_keys_list: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_list(NULL, "", -1, 10, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_keys_show(void) {
  SWEEP_STATUS("backstay_idempotency_keys_show: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(NULL, "", -1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_keys_show(w.closed_idempotency, "", -1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope = NULL", "scope", EXPECT_ANY, &w.error, backstay_idempotency_keys_show(w.idempotency, NULL, -1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope = NULL, length 5", "scope", EXPECT_ANY, &w.error, backstay_idempotency_keys_show(w.idempotency, NULL, 5, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope_length = -2", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -2, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope_length = INT64_MIN", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", INT64_MIN, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope_length = INT64_MAX", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", INT64_MAX, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope is not UTF-8 (0)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope is not UTF-8 (1)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope is not UTF-8 (2)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope is not UTF-8 (3)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope is not UTF-8 (4)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope is empty", "scope", EXPECT_OK, &w.error, backstay_idempotency_keys_show(w.idempotency, "", 0, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope has 64 KiB", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, sweep_long_text(), 65536, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: scope has a NUL inside", "scope", EXPECT_NEGATIVE, &w.error, backstay_idempotency_keys_show(w.idempotency, "a\0b", 3, "held", -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key = NULL", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, NULL, -1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key = NULL, length 5", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, NULL, 5, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key_length = -2", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -2, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key_length = INT64_MIN", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", INT64_MIN, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key_length = INT64_MAX", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", INT64_MAX, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key is not UTF-8 (0)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key is not UTF-8 (1)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key is not UTF-8 (2)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key is not UTF-8 (3)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key is not UTF-8 (4)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key is empty", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "", 0, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key has 64 KiB", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, sweep_long_text(), 65536, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: key has a NUL inside", "key", EXPECT_NEGATIVE, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "a\0b", 3, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: with_body = -1", "with_body", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: with_body = 2", "with_body", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 2, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: with_body = INT64_MIN", "with_body", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, INT64_MIN, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: with_body = INT64_MAX", "with_body", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, INT64_MAX, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 1, NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_show: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_show: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_show: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_show: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_show: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_keys_show(w.idempotency, "", -1, "held", -1, 1, &w.bytes, NULL));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_keys_show: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_show(NULL, "", -1, NULL, -1, 1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_keys_remove(void) {
  SWEEP_STATUS("backstay_idempotency_keys_remove: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(NULL, "", -1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_keys_remove(w.closed_idempotency, "", -1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope = NULL", "scope", EXPECT_ANY, &w.error, backstay_idempotency_keys_remove(w.idempotency, NULL, -1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope = NULL, length 5", "scope", EXPECT_ANY, &w.error, backstay_idempotency_keys_remove(w.idempotency, NULL, 5, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope_length = -2", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -2, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope_length = INT64_MIN", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", INT64_MIN, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope_length = INT64_MAX", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", INT64_MAX, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope is not UTF-8 (0)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope is not UTF-8 (1)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope is not UTF-8 (2)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope is not UTF-8 (3)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope is not UTF-8 (4)", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope is empty", "scope", EXPECT_OK, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", 0, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope has 64 KiB", "scope", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, sweep_long_text(), 65536, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: scope has a NUL inside", "scope", EXPECT_NEGATIVE, &w.error, backstay_idempotency_keys_remove(w.idempotency, "a\0b", 3, "held", -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key = NULL", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, NULL, -1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key = NULL, length 5", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, NULL, 5, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key_length = -2", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", -2, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key_length = INT64_MIN", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", INT64_MIN, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key_length = INT64_MAX", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", INT64_MAX, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key is not UTF-8 (0)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key is not UTF-8 (1)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key is not UTF-8 (2)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key is not UTF-8 (3)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key is not UTF-8 (4)", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key is empty", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "", 0, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key has 64 KiB", "key", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, sweep_long_text(), 65536, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: key has a NUL inside", "key", EXPECT_NEGATIVE, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "a\0b", 3, 1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: any = -1", "any", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", -1, -1, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: any = 2", "any", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", -1, 2, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: any = INT64_MIN", "any", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", -1, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: any = INT64_MAX", "any", EXPECT_INVALID, &w.error, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", -1, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_keys_remove(w.idempotency, "", -1, "held", -1, 1, NULL));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_keys_remove: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_keys_remove(NULL, "", -1, NULL, -1, 1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_idempotency_sweep(void) {
  SWEEP_STATUS("backstay_idempotency_sweep: valid arguments", "", EXPECT_OK, &w.error, backstay_idempotency_sweep(w.idempotency, 10, &w.number, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: idempotency = NULL", "idempotency", EXPECT_INVALID, &w.error, backstay_idempotency_sweep(NULL, 10, &w.number, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: idempotency is closed", "", EXPECT_CLOSED, &w.error, backstay_idempotency_sweep(w.closed_idempotency, 10, &w.number, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: most = 0", "most", EXPECT_INVALID, &w.error, backstay_idempotency_sweep(w.idempotency, 0, &w.number, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: most = -1", "most", EXPECT_INVALID, &w.error, backstay_idempotency_sweep(w.idempotency, -1, &w.number, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: most = 10001", "most", EXPECT_INVALID, &w.error, backstay_idempotency_sweep(w.idempotency, 10001, &w.number, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: most = INT64_MIN", "most", EXPECT_INVALID, &w.error, backstay_idempotency_sweep(w.idempotency, INT64_MIN, &w.number, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: most = INT64_MAX", "most", EXPECT_INVALID, &w.error, backstay_idempotency_sweep(w.idempotency, INT64_MAX, &w.number, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: swept = NULL", "swept", EXPECT_INVALID, &w.error, backstay_idempotency_sweep(w.idempotency, 10, NULL, &w.error));
  SWEEP_STATUS("backstay_idempotency_sweep: error = NULL", "", EXPECT_OK, NULL, backstay_idempotency_sweep(w.idempotency, 10, &w.number, NULL));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_idempotency_sweep: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_idempotency_sweep(NULL, 10, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_permit_init(void) {
  SWEEP_VOID("backstay_permit_init: valid arguments", backstay_permit_init(&w.permit));
  SWEEP_VOID("backstay_permit_init: permit = NULL", backstay_permit_init(NULL));
}

static void sweep_backstay_gate_init(void) {
  SWEEP_VOID("backstay_gate_init: valid arguments", backstay_gate_init(&w.gate));
  SWEEP_VOID("backstay_gate_init: gate = NULL", backstay_gate_init(NULL));
}

static void sweep_backstay_policy_retain(void) {
  SWEEP_POINTER("backstay_policy_retain: policy = NULL", EXPECT_NULL, backstay_policy_retain(NULL));
}

static void sweep_backstay_policy_release(void) {
  SWEEP_VOID("backstay_policy_release: policy = NULL", backstay_policy_release(NULL));
}

static void sweep_backstay_policy_enter(void) {
  SWEEP_STATUS("backstay_policy_enter: valid arguments", "", EXPECT_OK, &w.error, backstay_policy_enter(w.policy, &w.permit, &w.error));
  SWEEP_STATUS("backstay_policy_enter: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_policy_enter(NULL, &w.permit, &w.error));
  SWEEP_STATUS("backstay_policy_enter: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_policy_enter(w.closed_policy, &w.permit, &w.error));
  SWEEP_STATUS("backstay_policy_enter: permit = NULL", "permit", EXPECT_INVALID, &w.error, backstay_policy_enter(w.policy, NULL, &w.error));
  SWEEP_STATUS("backstay_policy_enter: permit->struct_size = 0", "permit", EXPECT_INVALID, &w.error, (w.permit.struct_size = 0, backstay_policy_enter(w.policy, &w.permit, &w.error)));
  SWEEP_STATUS("backstay_policy_enter: permit->struct_size = 8", "permit", EXPECT_INVALID, &w.error, (w.permit.struct_size = 8, backstay_policy_enter(w.policy, &w.permit, &w.error)));
  SWEEP_STATUS("backstay_policy_enter: permit->struct_size = -1", "permit", EXPECT_INVALID, &w.error, (w.permit.struct_size = -1, backstay_policy_enter(w.policy, &w.permit, &w.error)));
  SWEEP_STATUS("backstay_policy_enter: permit->struct_size = INT64_MIN", "permit", EXPECT_INVALID, &w.error, (w.permit.struct_size = INT64_MIN, backstay_policy_enter(w.policy, &w.permit, &w.error)));
  SWEEP_STATUS("backstay_policy_enter: permit->struct_size = INT64_MAX", "permit", EXPECT_ANY, &w.error, (w.permit.struct_size = INT64_MAX, backstay_policy_enter(w.policy, &w.permit, &w.error)));
  SWEEP_STATUS("backstay_policy_enter: error = NULL", "", EXPECT_OK, NULL, backstay_policy_enter(w.policy, &w.permit, NULL));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_policy_enter: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_policy_enter(NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_policy_exit(void) {
  SWEEP_STATUS("backstay_policy_exit: valid arguments", "", EXPECT_OK, &w.error, backstay_policy_exit(w.policy, &w.entered, BACKSTAY_OUTCOME_SUCCESS, &w.error));
  SWEEP_STATUS("backstay_policy_exit: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_policy_exit(NULL, &w.entered, BACKSTAY_OUTCOME_SUCCESS, &w.error));
  SWEEP_STATUS("backstay_policy_exit: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_policy_exit(w.closed_policy, &w.entered, BACKSTAY_OUTCOME_SUCCESS, &w.error));
  SWEEP_STATUS("backstay_policy_exit: permit = NULL", "permit", EXPECT_INVALID, &w.error, backstay_policy_exit(w.policy, NULL, BACKSTAY_OUTCOME_SUCCESS, &w.error));
  SWEEP_STATUS("backstay_policy_exit: permit->struct_size = 0", "permit", EXPECT_INVALID, &w.error, (w.entered.struct_size = 0, backstay_policy_exit(w.policy, &w.entered, BACKSTAY_OUTCOME_SUCCESS, &w.error)));
  SWEEP_STATUS("backstay_policy_exit: permit->struct_size = 8", "permit", EXPECT_INVALID, &w.error, (w.entered.struct_size = 8, backstay_policy_exit(w.policy, &w.entered, BACKSTAY_OUTCOME_SUCCESS, &w.error)));
  SWEEP_STATUS("backstay_policy_exit: permit->struct_size = -1", "permit", EXPECT_INVALID, &w.error, (w.entered.struct_size = -1, backstay_policy_exit(w.policy, &w.entered, BACKSTAY_OUTCOME_SUCCESS, &w.error)));
  SWEEP_STATUS("backstay_policy_exit: permit->struct_size = INT64_MIN", "permit", EXPECT_INVALID, &w.error, (w.entered.struct_size = INT64_MIN, backstay_policy_exit(w.policy, &w.entered, BACKSTAY_OUTCOME_SUCCESS, &w.error)));
  SWEEP_STATUS("backstay_policy_exit: permit->struct_size = INT64_MAX", "permit", EXPECT_ANY, &w.error, (w.entered.struct_size = INT64_MAX, backstay_policy_exit(w.policy, &w.entered, BACKSTAY_OUTCOME_SUCCESS, &w.error)));
  SWEEP_STATUS("backstay_policy_exit: outcome = -1", "outcome", EXPECT_INVALID, &w.error, backstay_policy_exit(w.policy, &w.entered, -1, &w.error));
  SWEEP_STATUS("backstay_policy_exit: outcome = 6", "outcome", EXPECT_INVALID, &w.error, backstay_policy_exit(w.policy, &w.entered, 6, &w.error));
  SWEEP_STATUS("backstay_policy_exit: outcome = INT32_MIN", "outcome", EXPECT_INVALID, &w.error, backstay_policy_exit(w.policy, &w.entered, INT32_MIN, &w.error));
  SWEEP_STATUS("backstay_policy_exit: outcome = INT32_MAX", "outcome", EXPECT_INVALID, &w.error, backstay_policy_exit(w.policy, &w.entered, INT32_MAX, &w.error));
  SWEEP_STATUS("backstay_policy_exit: error = NULL", "", EXPECT_OK, NULL, backstay_policy_exit(w.policy, &w.entered, BACKSTAY_OUTCOME_SUCCESS, NULL));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(0)));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(1)));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(8)));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(16)));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(20)));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(24)));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(25)));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_policy_exit: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_policy_exit(NULL, NULL, BACKSTAY_OUTCOME_SUCCESS, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_policy_enter_token(void) {
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: valid arguments", EXPECT_OK, backstay_policy_enter_token(w.policy, 0, 1, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: policy = NULL", EXPECT_INVALID, backstay_policy_enter_token(NULL, 0, 1, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: policy is closed", EXPECT_CLOSED, backstay_policy_enter_token(w.closed_policy, 0, 1, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: ticket = -1", EXPECT_ANY, backstay_policy_enter_token(w.policy, -1, 1, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: ticket = INT64_MIN", EXPECT_ANY, backstay_policy_enter_token(w.policy, INT64_MIN, 1, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: ticket = INT64_MAX", EXPECT_ANY, backstay_policy_enter_token(w.policy, INT64_MAX, 1, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: cost = 0", EXPECT_INVALID, backstay_policy_enter_token(w.policy, 0, 0, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: cost = -1", EXPECT_INVALID, backstay_policy_enter_token(w.policy, 0, -1, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: cost = INT64_MIN", EXPECT_INVALID, backstay_policy_enter_token(w.policy, 0, INT64_MIN, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: cost = INT64_MAX", EXPECT_INVALID, backstay_policy_enter_token(w.policy, 0, INT64_MAX, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: cost = ((int64_t)1 << 31) + 1", EXPECT_INVALID, backstay_policy_enter_token(w.policy, 0, ((int64_t)1 << 31) + 1, -1));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: deadline_ns = -2", EXPECT_INVALID, backstay_policy_enter_token(w.policy, 0, 1, -2));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: deadline_ns = INT64_MIN", EXPECT_INVALID, backstay_policy_enter_token(w.policy, 0, 1, INT64_MIN));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: deadline_ns = 0", EXPECT_ANY, backstay_policy_enter_token(w.policy, 0, 1, 0));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_enter_token: deadline_ns = INT64_MAX", EXPECT_ANY, backstay_policy_enter_token(w.policy, 0, 1, INT64_MAX));
}

static void sweep_backstay_policy_exit_token(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: valid arguments", EXPECT_OK, backstay_policy_exit_token(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: policy = NULL", EXPECT_INVALID, backstay_policy_exit_token(NULL, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: policy is closed", EXPECT_CLOSED, backstay_policy_exit_token(w.closed_policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: token = 0", EXPECT_INVALID, backstay_policy_exit_token(w.policy, 0, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: token = -1", EXPECT_INVALID, backstay_policy_exit_token(w.policy, -1, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: token = INT64_MIN", EXPECT_INVALID, backstay_policy_exit_token(w.policy, INT64_MIN, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: token = INT64_MAX", EXPECT_ANY, backstay_policy_exit_token(w.policy, INT64_MAX, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: outcome = -1", EXPECT_INVALID, backstay_policy_exit_token(w.policy, w.token, -1, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: outcome = 6", EXPECT_INVALID, backstay_policy_exit_token(w.policy, w.token, 6, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: outcome = INT64_MIN", EXPECT_INVALID, backstay_policy_exit_token(w.policy, w.token, INT64_MIN, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: outcome = INT64_MAX", EXPECT_INVALID, backstay_policy_exit_token(w.policy, w.token, INT64_MAX, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: elapsed_ns = -2", EXPECT_INVALID, backstay_policy_exit_token(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, -2, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: elapsed_ns = INT64_MIN", EXPECT_INVALID, backstay_policy_exit_token(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, INT64_MIN, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: elapsed_ns = INT64_MAX", EXPECT_ANY, backstay_policy_exit_token(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, INT64_MAX, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: retry_after_ns = -2", EXPECT_INVALID, backstay_policy_exit_token(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, -2));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: retry_after_ns = INT64_MIN", EXPECT_INVALID, backstay_policy_exit_token(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_policy_exit_token: retry_after_ns = INT64_MAX", EXPECT_ANY, backstay_policy_exit_token(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, INT64_MAX));
}

static void sweep_backstay_policy_begin(void) {
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: valid arguments", EXPECT_OK, backstay_policy_begin(w.policy, 0, 1, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: policy = NULL", EXPECT_INVALID, backstay_policy_begin(NULL, 0, 1, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: policy is closed", EXPECT_CLOSED, backstay_policy_begin(w.closed_policy, 0, 1, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: ticket = -1", EXPECT_ANY, backstay_policy_begin(w.policy, -1, 1, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: ticket = INT64_MIN", EXPECT_ANY, backstay_policy_begin(w.policy, INT64_MIN, 1, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: ticket = INT64_MAX", EXPECT_ANY, backstay_policy_begin(w.policy, INT64_MAX, 1, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: cost = 0", EXPECT_INVALID, backstay_policy_begin(w.policy, 0, 0, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: cost = -1", EXPECT_INVALID, backstay_policy_begin(w.policy, 0, -1, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: cost = INT64_MIN", EXPECT_INVALID, backstay_policy_begin(w.policy, 0, INT64_MIN, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: cost = INT64_MAX", EXPECT_INVALID, backstay_policy_begin(w.policy, 0, INT64_MAX, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: cost = ((int64_t)1 << 31) + 1", EXPECT_INVALID, backstay_policy_begin(w.policy, 0, ((int64_t)1 << 31) + 1, -1, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: deadline_ns = -2", EXPECT_INVALID, backstay_policy_begin(w.policy, 0, 1, -2, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: deadline_ns = INT64_MIN", EXPECT_INVALID, backstay_policy_begin(w.policy, 0, 1, INT64_MIN, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: deadline_ns = 0", EXPECT_ANY, backstay_policy_begin(w.policy, 0, 1, 0, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: deadline_ns = INT64_MAX", EXPECT_ANY, backstay_policy_begin(w.policy, 0, 1, INT64_MAX, &w.number, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: out_started_ns = NULL", EXPECT_OK, backstay_policy_begin(w.policy, 0, 1, -1, NULL, &w.number));
  SWEEP_SCALAR(sweep_answer, "backstay_policy_begin: out_deadline_ns = NULL", EXPECT_OK, backstay_policy_begin(w.policy, 0, 1, -1, &w.number, NULL));
}

static void sweep_backstay_policy_end(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: valid arguments", EXPECT_OK, backstay_policy_end(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: policy = NULL", EXPECT_INVALID, backstay_policy_end(NULL, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: policy is closed", EXPECT_CLOSED, backstay_policy_end(w.closed_policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: token = 0", EXPECT_INVALID, backstay_policy_end(w.policy, 0, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: token = -1", EXPECT_INVALID, backstay_policy_end(w.policy, -1, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: token = INT64_MIN", EXPECT_INVALID, backstay_policy_end(w.policy, INT64_MIN, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: token = INT64_MAX", EXPECT_ANY, backstay_policy_end(w.policy, INT64_MAX, BACKSTAY_OUTCOME_SUCCESS, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: outcome = -1", EXPECT_INVALID, backstay_policy_end(w.policy, w.token, -1, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: outcome = 6", EXPECT_INVALID, backstay_policy_end(w.policy, w.token, 6, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: outcome = INT64_MIN", EXPECT_INVALID, backstay_policy_end(w.policy, w.token, INT64_MIN, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: outcome = INT64_MAX", EXPECT_INVALID, backstay_policy_end(w.policy, w.token, INT64_MAX, 0, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: started_ns = -2", EXPECT_INVALID, backstay_policy_end(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, -2, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: started_ns = INT64_MIN", EXPECT_INVALID, backstay_policy_end(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, INT64_MIN, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: started_ns = INT64_MAX", EXPECT_ANY, backstay_policy_end(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, INT64_MAX, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: retry_after_ns = -2", EXPECT_INVALID, backstay_policy_end(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, -2));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: retry_after_ns = INT64_MIN", EXPECT_INVALID, backstay_policy_end(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_policy_end: retry_after_ns = INT64_MAX", EXPECT_ANY, backstay_policy_end(w.policy, w.token, BACKSTAY_OUTCOME_SUCCESS, 0, INT64_MAX));
}

static void sweep_backstay_policy_ticket(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_ticket: valid arguments", EXPECT_OK, backstay_policy_ticket(w.policy, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_ticket: policy = NULL", EXPECT_INVALID, backstay_policy_ticket(NULL, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_ticket: policy is closed", EXPECT_ANY, backstay_policy_ticket(w.closed_policy, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_ticket: answer = 0", EXPECT_ANY, backstay_policy_ticket(w.policy, 0));
  SWEEP_SCALAR(sweep_number, "backstay_policy_ticket: answer = INT64_MIN", EXPECT_ANY, backstay_policy_ticket(w.policy, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_policy_ticket: answer = INT64_MAX", EXPECT_ANY, backstay_policy_ticket(w.policy, INT64_MAX));
}

static void sweep_backstay_policy_leave(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_leave: valid arguments", EXPECT_INVALID, backstay_policy_leave(w.policy, 0));
  SWEEP_SCALAR(sweep_number, "backstay_policy_leave: policy = NULL", EXPECT_INVALID, backstay_policy_leave(NULL, 0));
  SWEEP_SCALAR(sweep_number, "backstay_policy_leave: policy is closed", EXPECT_NEGATIVE, backstay_policy_leave(w.closed_policy, 0));
  SWEEP_SCALAR(sweep_number, "backstay_policy_leave: ticket = 0", EXPECT_INVALID, backstay_policy_leave(w.policy, 0));
  SWEEP_SCALAR(sweep_number, "backstay_policy_leave: ticket = -1", EXPECT_INVALID, backstay_policy_leave(w.policy, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_leave: ticket = INT64_MIN", EXPECT_INVALID, backstay_policy_leave(w.policy, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_policy_leave: ticket = INT64_MAX", EXPECT_INVALID, backstay_policy_leave(w.policy, INT64_MAX));
}

static void sweep_backstay_policy_deadline(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_deadline: valid arguments", EXPECT_OK, backstay_policy_deadline(w.policy, w.token));
  SWEEP_SCALAR(sweep_number, "backstay_policy_deadline: policy = NULL", EXPECT_INVALID, backstay_policy_deadline(NULL, w.token));
  SWEEP_SCALAR(sweep_number, "backstay_policy_deadline: policy is closed", EXPECT_ANY, backstay_policy_deadline(w.closed_policy, w.token));
  SWEEP_SCALAR(sweep_number, "backstay_policy_deadline: token = 0", EXPECT_ANY, backstay_policy_deadline(w.policy, 0));
  SWEEP_SCALAR(sweep_number, "backstay_policy_deadline: token = -1", EXPECT_ANY, backstay_policy_deadline(w.policy, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_deadline: token = INT64_MIN", EXPECT_ANY, backstay_policy_deadline(w.policy, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_policy_deadline: token = INT64_MAX", EXPECT_ANY, backstay_policy_deadline(w.policy, INT64_MAX));
}

static void sweep_backstay_policy_has_deadlines(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_has_deadlines: valid arguments", EXPECT_OK, backstay_policy_has_deadlines(w.policy));
  SWEEP_SCALAR(sweep_number, "backstay_policy_has_deadlines: policy = NULL", EXPECT_INVALID, backstay_policy_has_deadlines(NULL));
  SWEEP_SCALAR(sweep_number, "backstay_policy_has_deadlines: policy is closed", EXPECT_ANY, backstay_policy_has_deadlines(w.closed_policy));
}

static void sweep_backstay_policy_pass_time(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_pass_time: valid arguments", EXPECT_OK, backstay_policy_pass_time(w.policy, 1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_pass_time: policy = NULL", EXPECT_INVALID, backstay_policy_pass_time(NULL, 1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_pass_time: policy is closed", EXPECT_ANY, backstay_policy_pass_time(w.closed_policy, 1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_pass_time: until_ns = -1", EXPECT_INVALID, backstay_policy_pass_time(w.policy, -1));
  SWEEP_SCALAR(sweep_number, "backstay_policy_pass_time: until_ns = INT64_MIN", EXPECT_INVALID, backstay_policy_pass_time(w.policy, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_policy_pass_time: until_ns = INT64_MAX", EXPECT_INVALID, backstay_policy_pass_time(w.policy, INT64_MAX));
}

static void sweep_backstay_policy_fallback(void) {
  SWEEP_STATUS("backstay_policy_fallback: valid arguments", "", EXPECT_OK, &w.error, backstay_policy_fallback(w.policy, 0, &w.error));
  SWEEP_STATUS("backstay_policy_fallback: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_policy_fallback(NULL, 0, &w.error));
  SWEEP_STATUS("backstay_policy_fallback: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_policy_fallback(w.closed_policy, 0, &w.error));
  SWEEP_STATUS("backstay_policy_fallback: reason = -1", "reason", EXPECT_INVALID, &w.error, backstay_policy_fallback(w.policy, -1, &w.error));
  SWEEP_STATUS("backstay_policy_fallback: reason = 16", "reason", EXPECT_INVALID, &w.error, backstay_policy_fallback(w.policy, 16, &w.error));
  SWEEP_STATUS("backstay_policy_fallback: reason = INT32_MIN", "reason", EXPECT_INVALID, &w.error, backstay_policy_fallback(w.policy, INT32_MIN, &w.error));
  SWEEP_STATUS("backstay_policy_fallback: reason = INT32_MAX", "reason", EXPECT_INVALID, &w.error, backstay_policy_fallback(w.policy, INT32_MAX, &w.error));
  SWEEP_STATUS("backstay_policy_fallback: error = NULL", "", EXPECT_OK, NULL, backstay_policy_fallback(w.policy, 0, NULL));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(0)));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(1)));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(8)));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(16)));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(20)));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(24)));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(25)));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_policy_fallback: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_policy_fallback(NULL, 0, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_policy_needs_elapsed(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_needs_elapsed: valid arguments", EXPECT_OK, backstay_policy_needs_elapsed(w.policy));
  SWEEP_SCALAR(sweep_number, "backstay_policy_needs_elapsed: policy = NULL", EXPECT_INVALID, backstay_policy_needs_elapsed(NULL));
  SWEEP_SCALAR(sweep_number, "backstay_policy_needs_elapsed: policy is closed", EXPECT_ANY, backstay_policy_needs_elapsed(w.closed_policy));
}

static void sweep_backstay_policy_now(void) {
  SWEEP_SCALAR(sweep_number, "backstay_policy_now: valid arguments", EXPECT_OK, backstay_policy_now(w.policy));
  SWEEP_SCALAR(sweep_number, "backstay_policy_now: policy = NULL", EXPECT_INVALID, backstay_policy_now(NULL));
  SWEEP_SCALAR(sweep_number, "backstay_policy_now: policy is closed", EXPECT_ANY, backstay_policy_now(w.closed_policy));
}

static void sweep_backstay_policy_gate(void) {
  SWEEP_STATUS("backstay_policy_gate: valid arguments", "", EXPECT_OK, &w.error, backstay_policy_gate(w.policy, &w.gate, &w.error));
  SWEEP_STATUS("backstay_policy_gate: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_policy_gate(NULL, &w.gate, &w.error));
  SWEEP_STATUS("backstay_policy_gate: policy is closed", "", EXPECT_OK, &w.error, backstay_policy_gate(w.closed_policy, &w.gate, &w.error));
  SWEEP_STATUS("backstay_policy_gate: gate = NULL", "gate", EXPECT_INVALID, &w.error, backstay_policy_gate(w.policy, NULL, &w.error));
  SWEEP_STATUS("backstay_policy_gate: gate->struct_size = 0", "gate", EXPECT_INVALID, &w.error, (w.gate.struct_size = 0, backstay_policy_gate(w.policy, &w.gate, &w.error)));
  SWEEP_STATUS("backstay_policy_gate: gate->struct_size = 8", "gate", EXPECT_INVALID, &w.error, (w.gate.struct_size = 8, backstay_policy_gate(w.policy, &w.gate, &w.error)));
  SWEEP_STATUS("backstay_policy_gate: gate->struct_size = -1", "gate", EXPECT_INVALID, &w.error, (w.gate.struct_size = -1, backstay_policy_gate(w.policy, &w.gate, &w.error)));
  SWEEP_STATUS("backstay_policy_gate: gate->struct_size = INT64_MIN", "gate", EXPECT_INVALID, &w.error, (w.gate.struct_size = INT64_MIN, backstay_policy_gate(w.policy, &w.gate, &w.error)));
  SWEEP_STATUS("backstay_policy_gate: gate->struct_size = INT64_MAX", "gate", EXPECT_ANY, &w.error, (w.gate.struct_size = INT64_MAX, backstay_policy_gate(w.policy, &w.gate, &w.error)));
  SWEEP_STATUS("backstay_policy_gate: error = NULL", "", EXPECT_OK, NULL, backstay_policy_gate(w.policy, &w.gate, NULL));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_policy_gate: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_policy_gate(NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_policy_cause(void) {
  SWEEP_STATUS("backstay_policy_cause: valid arguments", "", EXPECT_OK, &w.error, backstay_policy_cause(w.policy, w.token, "ConnectionError", -1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_policy_cause(NULL, w.token, "ConnectionError", -1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_policy_cause(w.closed_policy, w.token, "ConnectionError", -1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: token = 0", "token", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, 0, "ConnectionError", -1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: token = -1", "token", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, -1, "ConnectionError", -1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: token = INT64_MIN", "token", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, INT64_MIN, "ConnectionError", -1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: token = INT64_MAX", "token", EXPECT_ANY, &w.error, backstay_policy_cause(w.policy, INT64_MAX, "ConnectionError", -1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause = NULL", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause = NULL, length 5", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause_length = -2", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, "ConnectionError", -2, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause_length = INT64_MIN", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, "ConnectionError", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause_length = INT64_MAX", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, "ConnectionError", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause is not UTF-8 (0)", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause is not UTF-8 (1)", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause is not UTF-8 (2)", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause is not UTF-8 (3)", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause is not UTF-8 (4)", "cause", EXPECT_INVALID, &w.error, backstay_policy_cause(w.policy, w.token, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause is empty", "cause", EXPECT_ANY, &w.error, backstay_policy_cause(w.policy, w.token, "", 0, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause has 64 KiB", "cause", EXPECT_OK, &w.error, backstay_policy_cause(w.policy, w.token, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_policy_cause: cause has a NUL inside", "cause", EXPECT_ANY, &w.error, backstay_policy_cause(w.policy, w.token, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_policy_cause: error = NULL", "", EXPECT_OK, NULL, backstay_policy_cause(w.policy, w.token, "ConnectionError", -1, NULL));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_policy_cause: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_policy_cause(NULL, w.token, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_policy_retry_after(void) {
  SWEEP_STATUS("backstay_policy_retry_after: valid arguments", "", EXPECT_OK, &w.error, backstay_policy_retry_after(w.policy, "30", -1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_policy_retry_after(NULL, "30", -1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: policy is closed", "", EXPECT_ANY, &w.error, backstay_policy_retry_after(w.closed_policy, "30", -1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header = NULL", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, NULL, -1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header = NULL, length 5", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, NULL, 5, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header_length = -2", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "30", -2, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header_length = INT64_MIN", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "30", INT64_MIN, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header_length = INT64_MAX", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "30", INT64_MAX, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header is not UTF-8 (0)", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header is not UTF-8 (1)", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header is not UTF-8 (2)", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header is not UTF-8 (3)", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header is not UTF-8 (4)", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header is empty", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "", 0, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header has 64 KiB", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, sweep_long_text(), 65536, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: header has a NUL inside", "header", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "a\0b", 3, &w.number, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: out_ns = NULL", "out_ns", EXPECT_INVALID, &w.error, backstay_policy_retry_after(w.policy, "30", -1, NULL, &w.error));
  SWEEP_STATUS("backstay_policy_retry_after: error = NULL", "", EXPECT_OK, NULL, backstay_policy_retry_after(w.policy, "30", -1, &w.number, NULL));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_policy_retry_after: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_policy_retry_after(NULL, NULL, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_policy_keyed(void) {
  SWEEP_STATUS("backstay_policy_keyed: valid arguments", "", EXPECT_OK, &w.error, backstay_policy_keyed(w.policy, "host", -1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_policy_keyed(NULL, "host", -1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_policy_keyed(w.closed_policy, "host", -1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key = NULL", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, NULL, -1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key = NULL, length 5", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, NULL, 5, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key_length = -2", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "host", -2, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key_length = INT64_MIN", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "host", INT64_MIN, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key_length = INT64_MAX", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "host", INT64_MAX, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key is not UTF-8 (0)", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key is not UTF-8 (1)", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key is not UTF-8 (2)", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key is not UTF-8 (3)", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key is not UTF-8 (4)", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key is empty", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "", 0, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key has 64 KiB", "key", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, sweep_long_text(), 65536, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: key has a NUL inside", "key", EXPECT_ANY, &w.error, backstay_policy_keyed(w.policy, "a\0b", 3, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_policy_keyed(w.policy, "host", -1, NULL, &w.error));
  SWEEP_STATUS("backstay_policy_keyed: error = NULL", "", EXPECT_OK, NULL, backstay_policy_keyed(w.policy, "host", -1, &w.policy_out, NULL));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_policy_keyed: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_policy_keyed(NULL, NULL, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_policy_snapshot(void) {
  SWEEP_STATUS("backstay_policy_snapshot: valid arguments", "", EXPECT_OK, &w.error, backstay_policy_snapshot(w.policy, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_policy_snapshot: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_policy_snapshot(NULL, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_policy_snapshot: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_policy_snapshot(w.closed_policy, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_policy_snapshot: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_policy_snapshot(w.policy, NULL, &w.error));
  SWEEP_STATUS("backstay_policy_snapshot: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_policy_snapshot(w.policy, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_policy_snapshot: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_policy_snapshot(w.policy, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_policy_snapshot: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_policy_snapshot(w.policy, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_policy_snapshot: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_policy_snapshot(w.policy, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_policy_snapshot: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_policy_snapshot(w.policy, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_policy_snapshot: error = NULL", "", EXPECT_OK, NULL, backstay_policy_snapshot(w.policy, &w.bytes, NULL));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_policy_snapshot: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_policy_snapshot(NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_policy_name(void) {
  SWEEP_POINTER("backstay_policy_name: valid arguments", EXPECT_TEXT, backstay_policy_name(w.policy));
  SWEEP_POINTER("backstay_policy_name: policy = NULL", EXPECT_NULL, backstay_policy_name(NULL));
}

static void sweep_backstay_queue_create(void) {
  SWEEP_STATUS("backstay_queue_create: valid arguments", "", EXPECT_OK, &w.error, backstay_queue_create(w.runtime, 4, &w.queue_out, &w.error));
  SWEEP_STATUS("backstay_queue_create: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_queue_create(NULL, 4, &w.queue_out, &w.error));
  SWEEP_STATUS("backstay_queue_create: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_queue_create(w.closed_runtime, 4, &w.queue_out, &w.error));
  SWEEP_STATUS("backstay_queue_create: capacity = 0", "capacity", EXPECT_INVALID, &w.error, backstay_queue_create(w.runtime, 0, &w.queue_out, &w.error));
  SWEEP_STATUS("backstay_queue_create: capacity = -1", "capacity", EXPECT_INVALID, &w.error, backstay_queue_create(w.runtime, -1, &w.queue_out, &w.error));
  SWEEP_STATUS("backstay_queue_create: capacity = 65537", "capacity", EXPECT_INVALID, &w.error, backstay_queue_create(w.runtime, 65537, &w.queue_out, &w.error));
  SWEEP_STATUS("backstay_queue_create: capacity = INT64_MIN", "capacity", EXPECT_INVALID, &w.error, backstay_queue_create(w.runtime, INT64_MIN, &w.queue_out, &w.error));
  SWEEP_STATUS("backstay_queue_create: capacity = INT64_MAX", "capacity", EXPECT_INVALID, &w.error, backstay_queue_create(w.runtime, INT64_MAX, &w.queue_out, &w.error));
  SWEEP_STATUS("backstay_queue_create: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_queue_create(w.runtime, 4, NULL, &w.error));
  SWEEP_STATUS("backstay_queue_create: error = NULL", "", EXPECT_OK, NULL, backstay_queue_create(w.runtime, 4, &w.queue_out, NULL));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_queue_create: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_queue_create(NULL, 4, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_queue_retain(void) {
  SWEEP_POINTER("backstay_queue_retain: queue = NULL", EXPECT_NULL, backstay_queue_retain(NULL));
}

static void sweep_backstay_queue_release(void) {
  SWEEP_VOID("backstay_queue_release: queue = NULL", backstay_queue_release(NULL));
}

static void sweep_backstay_queue_close(void) {
  SWEEP_STATUS("backstay_queue_close: valid arguments", "", EXPECT_OK, &w.error, backstay_queue_close(w.queue, &w.error));
  SWEEP_STATUS("backstay_queue_close: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_queue_close(NULL, &w.error));
  SWEEP_STATUS("backstay_queue_close: queue is closed", "", EXPECT_OK, &w.error, backstay_queue_close(w.closed_queue, &w.error));
  SWEEP_STATUS("backstay_queue_close: error = NULL", "", EXPECT_OK, NULL, backstay_queue_close(w.queue, NULL));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_queue_close: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_queue_close(NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_queue_fd(void) {
  SWEEP_SCALAR(sweep_number, "backstay_queue_fd: valid arguments", EXPECT_OK, backstay_queue_fd(w.queue));
  SWEEP_SCALAR(sweep_number, "backstay_queue_fd: queue = NULL", EXPECT_INVALID, backstay_queue_fd(NULL));
  SWEEP_SCALAR(sweep_number, "backstay_queue_fd: queue is closed", EXPECT_OK, backstay_queue_fd(w.closed_queue));
}

static void sweep_backstay_queue_drain(void) {
  SWEEP_SCALAR(sweep_number, "backstay_queue_drain: valid arguments", EXPECT_OK, backstay_queue_drain(w.queue, w.records, 4));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drain: queue = NULL", EXPECT_INVALID, backstay_queue_drain(NULL, w.records, 4));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drain: queue is closed", EXPECT_CLOSED, backstay_queue_drain(w.closed_queue, w.records, 4));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drain: records = NULL", EXPECT_INVALID, backstay_queue_drain(w.queue, NULL, 4));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drain: capacity = 0", EXPECT_INVALID, backstay_queue_drain(w.queue, w.records, 0));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drain: capacity = -1", EXPECT_INVALID, backstay_queue_drain(w.queue, w.records, -1));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drain: capacity = INT64_MIN", EXPECT_INVALID, backstay_queue_drain(w.queue, w.records, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drain: capacity = INT64_MAX", EXPECT_ANY, backstay_queue_drain(w.queue, w.records, INT64_MAX));
}

static void sweep_backstay_queue_wait(void) {
  SWEEP_SCALAR(sweep_number, "backstay_queue_wait: valid arguments", EXPECT_OK, backstay_queue_wait(w.queue, 0));
  SWEEP_SCALAR(sweep_number, "backstay_queue_wait: queue = NULL", EXPECT_INVALID, backstay_queue_wait(NULL, 0));
  SWEEP_SCALAR(sweep_number, "backstay_queue_wait: queue is closed", EXPECT_CLOSED, backstay_queue_wait(w.closed_queue, 0));
  SWEEP_SCALAR(sweep_number, "backstay_queue_wait: timeout_ns = -2", EXPECT_INVALID, backstay_queue_wait(w.queue, -2));
  SWEEP_SCALAR(sweep_number, "backstay_queue_wait: timeout_ns = INT64_MIN", EXPECT_INVALID, backstay_queue_wait(w.queue, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_queue_wait: timeout_ns = 1", EXPECT_ANY, backstay_queue_wait(w.queue, 1));
}

static void sweep_backstay_queue_cancel(void) {
  SWEEP_SCALAR(sweep_number, "backstay_queue_cancel: valid arguments", EXPECT_OK, backstay_queue_cancel(w.queue, SWEEP_HELD_TOKEN));
  SWEEP_SCALAR(sweep_number, "backstay_queue_cancel: queue = NULL", EXPECT_INVALID, backstay_queue_cancel(NULL, SWEEP_HELD_TOKEN));
  SWEEP_SCALAR(sweep_number, "backstay_queue_cancel: queue is closed", EXPECT_OK, backstay_queue_cancel(w.closed_queue, SWEEP_HELD_TOKEN));
  SWEEP_SCALAR(sweep_number, "backstay_queue_cancel: token = 0", EXPECT_ANY, backstay_queue_cancel(w.queue, 0));
  SWEEP_SCALAR(sweep_number, "backstay_queue_cancel: token = -1", EXPECT_ANY, backstay_queue_cancel(w.queue, -1));
  SWEEP_SCALAR(sweep_number, "backstay_queue_cancel: token = INT64_MIN", EXPECT_ANY, backstay_queue_cancel(w.queue, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_queue_cancel: token = INT64_MAX", EXPECT_ANY, backstay_queue_cancel(w.queue, INT64_MAX));
}

static void sweep_backstay_queue_take(void) {
  SWEEP_STATUS("backstay_queue_take: valid arguments", "", EXPECT_OK, &w.error, backstay_queue_take(w.queue, w.result, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_queue_take: queue = NULL", "queue", EXPECT_INVALID, &w.error, backstay_queue_take(NULL, w.result, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_queue_take: queue is closed", "", EXPECT_NEGATIVE, &w.error, backstay_queue_take(w.closed_queue, w.result, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_queue_take: result = 0", "result", EXPECT_INVALID, &w.error, backstay_queue_take(w.queue, 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_queue_take: result = -1", "result", EXPECT_INVALID, &w.error, backstay_queue_take(w.queue, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_queue_take: result = 1", "result", EXPECT_INVALID, &w.error, backstay_queue_take(w.queue, 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_queue_take: result = INT64_MIN", "result", EXPECT_INVALID, &w.error, backstay_queue_take(w.queue, INT64_MIN, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_queue_take: result = INT64_MAX", "result", EXPECT_INVALID, &w.error, backstay_queue_take(w.queue, INT64_MAX, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_queue_take: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_queue_take(w.queue, w.result, NULL, &w.error));
  SWEEP_STATUS("backstay_queue_take: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_queue_take(w.queue, w.result, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_queue_take: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_queue_take(w.queue, w.result, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_queue_take: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_queue_take(w.queue, w.result, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_queue_take: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_queue_take(w.queue, w.result, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_queue_take: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_queue_take(w.queue, w.result, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_queue_take: error = NULL", "", EXPECT_OK, NULL, backstay_queue_take(w.queue, w.result, &w.bytes, NULL));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_queue_take: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_queue_take(NULL, w.result, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_queue_drop(void) {
  SWEEP_SCALAR(sweep_number, "backstay_queue_drop: valid arguments", EXPECT_OK, backstay_queue_drop(w.queue, w.result));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drop: queue = NULL", EXPECT_INVALID, backstay_queue_drop(NULL, w.result));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drop: queue is closed", EXPECT_NEGATIVE, backstay_queue_drop(w.closed_queue, w.result));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drop: result = 0", EXPECT_INVALID, backstay_queue_drop(w.queue, 0));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drop: result = -1", EXPECT_INVALID, backstay_queue_drop(w.queue, -1));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drop: result = 1", EXPECT_INVALID, backstay_queue_drop(w.queue, 1));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drop: result = INT64_MIN", EXPECT_INVALID, backstay_queue_drop(w.queue, INT64_MIN));
  SWEEP_SCALAR(sweep_number, "backstay_queue_drop: result = INT64_MAX", EXPECT_INVALID, backstay_queue_drop(w.queue, INT64_MAX));
}

static void sweep_backstay_rate_init(void) {
  SWEEP_VOID("backstay_rate_init: valid arguments", backstay_rate_init(&w.rate));
  SWEEP_VOID("backstay_rate_init: rate = NULL", backstay_rate_init(NULL));
}

static void sweep_backstay_rate_limit_peek(void) {
  SWEEP_STATUS("backstay_rate_limit_peek: valid arguments", "", EXPECT_OK, &w.error, backstay_rate_limit_peek(w.policy, 1, &w.rate, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_rate_limit_peek(NULL, 1, &w.rate, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_rate_limit_peek(w.closed_policy, 1, &w.rate, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: cost = 0", "cost", EXPECT_INVALID, &w.error, backstay_rate_limit_peek(w.policy, 0, &w.rate, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: cost = -1", "cost", EXPECT_INVALID, &w.error, backstay_rate_limit_peek(w.policy, -1, &w.rate, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: cost = INT64_MIN", "cost", EXPECT_INVALID, &w.error, backstay_rate_limit_peek(w.policy, INT64_MIN, &w.rate, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: cost = INT64_MAX", "cost", EXPECT_INVALID, &w.error, backstay_rate_limit_peek(w.policy, INT64_MAX, &w.rate, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: cost = ((int64_t)1 << 31) + 1", "cost", EXPECT_INVALID, &w.error, backstay_rate_limit_peek(w.policy, ((int64_t)1 << 31) + 1, &w.rate, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_rate_limit_peek(w.policy, 1, NULL, &w.error));
  SWEEP_STATUS("backstay_rate_limit_peek: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.rate.struct_size = 0, backstay_rate_limit_peek(w.policy, 1, &w.rate, &w.error)));
  SWEEP_STATUS("backstay_rate_limit_peek: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.rate.struct_size = 8, backstay_rate_limit_peek(w.policy, 1, &w.rate, &w.error)));
  SWEEP_STATUS("backstay_rate_limit_peek: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.rate.struct_size = -1, backstay_rate_limit_peek(w.policy, 1, &w.rate, &w.error)));
  SWEEP_STATUS("backstay_rate_limit_peek: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.rate.struct_size = INT64_MIN, backstay_rate_limit_peek(w.policy, 1, &w.rate, &w.error)));
  SWEEP_STATUS("backstay_rate_limit_peek: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.rate.struct_size = INT64_MAX, backstay_rate_limit_peek(w.policy, 1, &w.rate, &w.error)));
  SWEEP_STATUS("backstay_rate_limit_peek: error = NULL", "", EXPECT_OK, NULL, backstay_rate_limit_peek(w.policy, 1, &w.rate, NULL));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_rate_limit_peek: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_rate_limit_peek(NULL, 1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_rate_limit_reset(void) {
  SWEEP_STATUS("backstay_rate_limit_reset: valid arguments", "", EXPECT_OK, &w.error, backstay_rate_limit_reset(w.policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: policy = NULL", "policy", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(NULL, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: policy is closed", "", EXPECT_CLOSED, &w.error, backstay_rate_limit_reset(w.closed_policy, "sweep", -1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason = NULL", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, NULL, -1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason = NULL, length 5", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, NULL, 5, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason_length = -2", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "sweep", -2, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason_length = INT64_MIN", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "sweep", INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason_length = INT64_MAX", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "sweep", INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason is not UTF-8 (0)", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason is not UTF-8 (1)", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason is not UTF-8 (2)", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason is not UTF-8 (3)", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason is not UTF-8 (4)", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason is empty", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, "", 0, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason has 64 KiB", "reason", EXPECT_INVALID, &w.error, backstay_rate_limit_reset(w.policy, sweep_long_text(), 65536, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: reason has a NUL inside", "reason", EXPECT_ANY, &w.error, backstay_rate_limit_reset(w.policy, "a\0b", 3, &w.error));
  SWEEP_STATUS("backstay_rate_limit_reset: error = NULL", "", EXPECT_OK, NULL, backstay_rate_limit_reset(w.policy, "sweep", -1, NULL));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_rate_limit_reset: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_rate_limit_reset(NULL, NULL, -1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_open(void) {
  SWEEP_STATUS("backstay_runtime_open: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_open(SWEEP_FILE, -1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path = NULL", "path", EXPECT_ANY, &w.error, backstay_runtime_open(NULL, -1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path = NULL, length 5", "path", EXPECT_ANY, &w.error, backstay_runtime_open(NULL, 5, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path_length = -2", "path", EXPECT_INVALID, &w.error, backstay_runtime_open(SWEEP_FILE, -2, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path_length = INT64_MIN", "path", EXPECT_INVALID, &w.error, backstay_runtime_open(SWEEP_FILE, INT64_MIN, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path_length = INT64_MAX", "path", EXPECT_INVALID, &w.error, backstay_runtime_open(SWEEP_FILE, INT64_MAX, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path is not UTF-8 (0)", "path", EXPECT_INVALID, &w.error, backstay_runtime_open("\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path is not UTF-8 (1)", "path", EXPECT_INVALID, &w.error, backstay_runtime_open("\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path is not UTF-8 (2)", "path", EXPECT_INVALID, &w.error, backstay_runtime_open("\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path is not UTF-8 (3)", "path", EXPECT_INVALID, &w.error, backstay_runtime_open("\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path is not UTF-8 (4)", "path", EXPECT_INVALID, &w.error, backstay_runtime_open("\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path is empty", "path", EXPECT_NEGATIVE, &w.error, backstay_runtime_open("", 0, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path has 64 KiB", "path", EXPECT_NEGATIVE, &w.error, backstay_runtime_open(sweep_long_text(), 65536, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: path has a NUL inside", "path", EXPECT_NEGATIVE, &w.error, backstay_runtime_open("a\0b", 3, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_open: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_open(SWEEP_FILE, -1, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_open: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_open(SWEEP_FILE, -1, &w.runtime_out, NULL));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_open: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_open(SWEEP_FILE, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_create(void) {
  SWEEP_STATUS("backstay_runtime_create: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_create(SWEEP_CONFIG, -1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json = NULL", "json", EXPECT_INVALID, &w.error, backstay_runtime_create(NULL, -1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json = NULL, length 5", "json", EXPECT_INVALID, &w.error, backstay_runtime_create(NULL, 5, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json_length = -2", "json", EXPECT_INVALID, &w.error, backstay_runtime_create(SWEEP_CONFIG, -2, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json_length = INT64_MIN", "json", EXPECT_INVALID, &w.error, backstay_runtime_create(SWEEP_CONFIG, INT64_MIN, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json_length = INT64_MAX", "json", EXPECT_INVALID, &w.error, backstay_runtime_create(SWEEP_CONFIG, INT64_MAX, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json is not UTF-8 (0)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create("\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json is not UTF-8 (1)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create("\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json is not UTF-8 (2)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create("\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json is not UTF-8 (3)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create("\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json is not UTF-8 (4)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create("\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json is empty", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create("", 0, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json has 64 KiB", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create(sweep_long_text(), 65536, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: json has a NUL inside", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create("a\0b", 3, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_create(SWEEP_CONFIG, -1, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_create: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_create(SWEEP_CONFIG, -1, &w.runtime_out, NULL));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_create: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_create(NULL, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_create_disabled(void) {
  SWEEP_STATUS("backstay_runtime_create_disabled: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json = NULL", "json", EXPECT_ANY, &w.error, backstay_runtime_create_disabled(NULL, -1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json = NULL, length 5", "json", EXPECT_ANY, &w.error, backstay_runtime_create_disabled(NULL, 5, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json_length = -2", "json", EXPECT_INVALID, &w.error, backstay_runtime_create_disabled(SWEEP_CONFIG, -2, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json_length = INT64_MIN", "json", EXPECT_INVALID, &w.error, backstay_runtime_create_disabled(SWEEP_CONFIG, INT64_MIN, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json_length = INT64_MAX", "json", EXPECT_INVALID, &w.error, backstay_runtime_create_disabled(SWEEP_CONFIG, INT64_MAX, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json is not UTF-8 (0)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create_disabled("\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json is not UTF-8 (1)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create_disabled("\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json is not UTF-8 (2)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create_disabled("\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json is not UTF-8 (3)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create_disabled("\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json is not UTF-8 (4)", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create_disabled("\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json is empty", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create_disabled("", 0, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json has 64 KiB", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create_disabled(sweep_long_text(), 65536, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: json has a NUL inside", "json", EXPECT_NEGATIVE, &w.error, backstay_runtime_create_disabled("a\0b", 3, &w.runtime_out, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_create_disabled: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, &w.runtime_out, NULL));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_create_disabled: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_create_disabled(SWEEP_CONFIG, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_retain(void) {
  SWEEP_POINTER("backstay_runtime_retain: runtime = NULL", EXPECT_NULL, backstay_runtime_retain(NULL));
}

static void sweep_backstay_runtime_release(void) {
  SWEEP_VOID("backstay_runtime_release: runtime = NULL", backstay_runtime_release(NULL));
}

static void sweep_backstay_runtime_close(void) {
  SWEEP_STATUS("backstay_runtime_close: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_close(w.runtime, &w.error));
  SWEEP_STATUS("backstay_runtime_close: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_close(NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_close: runtime is closed", "", EXPECT_OK, &w.error, backstay_runtime_close(w.closed_runtime, &w.error));
  SWEEP_STATUS("backstay_runtime_close: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_close(w.runtime, NULL));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_close: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_close(NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_policy(void) {
  SWEEP_STATUS("backstay_runtime_policy: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_policy(w.runtime, "payments", -1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_policy(NULL, "payments", -1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_policy(w.closed_runtime, "payments", -1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name = NULL", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, NULL, -1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name = NULL, length 5", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, NULL, 5, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name_length = -2", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "payments", -2, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name_length = INT64_MIN", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "payments", INT64_MIN, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name_length = INT64_MAX", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "payments", INT64_MAX, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name is not UTF-8 (0)", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name is not UTF-8 (1)", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name is not UTF-8 (2)", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name is not UTF-8 (3)", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name is not UTF-8 (4)", "name", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name is empty", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_policy(w.runtime, "", 0, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name has 64 KiB", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_policy(w.runtime, sweep_long_text(), 65536, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: name has a NUL inside", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_policy(w.runtime, "a\0b", 3, &w.policy_out, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_policy(w.runtime, "payments", -1, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_policy: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_policy(w.runtime, "payments", -1, &w.policy_out, NULL));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_policy: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_policy(NULL, NULL, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_policies(void) {
  SWEEP_STATUS("backstay_runtime_policies: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_policies(w.runtime, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_policies: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_policies(NULL, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_policies: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_policies(w.closed_runtime, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_policies: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_policies(w.runtime, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_policies: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_runtime_policies(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_policies: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_runtime_policies(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_policies: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_runtime_policies(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_policies: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_runtime_policies(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_policies: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_runtime_policies(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_policies: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_policies(w.runtime, &w.bytes, NULL));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_policies: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_policies(NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_info(void) {
  SWEEP_STATUS("backstay_runtime_info: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_info(w.runtime, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_info: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_info(NULL, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_info: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_info(w.closed_runtime, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_info: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_info(w.runtime, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_info: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_runtime_info(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_info: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_runtime_info(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_info: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_runtime_info(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_info: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_runtime_info(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_info: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_runtime_info(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_info: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_info(w.runtime, &w.bytes, NULL));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_info: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_info(NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_metrics(void) {
  SWEEP_STATUS("backstay_runtime_metrics: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_metrics(w.runtime, "worker", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_metrics(NULL, "worker", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_metrics(w.closed_runtime, "worker", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process = NULL", "process", EXPECT_ANY, &w.error, backstay_runtime_metrics(w.runtime, NULL, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process = NULL, length 5", "process", EXPECT_ANY, &w.error, backstay_runtime_metrics(w.runtime, NULL, 5, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process_length = -2", "process", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "worker", -2, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process_length = INT64_MIN", "process", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "worker", INT64_MIN, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process_length = INT64_MAX", "process", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "worker", INT64_MAX, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process is not UTF-8 (0)", "process", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process is not UTF-8 (1)", "process", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process is not UTF-8 (2)", "process", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process is not UTF-8 (3)", "process", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process is not UTF-8 (4)", "process", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process is empty", "process", EXPECT_ANY, &w.error, backstay_runtime_metrics(w.runtime, "", 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process has 64 KiB", "process", EXPECT_ANY, &w.error, backstay_runtime_metrics(w.runtime, sweep_long_text(), 65536, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: process has a NUL inside", "process", EXPECT_ANY, &w.error, backstay_runtime_metrics(w.runtime, "a\0b", 3, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_metrics(w.runtime, "worker", -1, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_metrics: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_runtime_metrics(w.runtime, "worker", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_metrics: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_runtime_metrics(w.runtime, "worker", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_metrics: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_runtime_metrics(w.runtime, "worker", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_metrics: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_runtime_metrics(w.runtime, "worker", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_metrics: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_runtime_metrics(w.runtime, "worker", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_metrics: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_metrics(w.runtime, "worker", -1, &w.bytes, NULL));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_metrics: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_metrics(NULL, "worker", -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_events(void) {
  SWEEP_STATUS("backstay_runtime_events: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_events(w.runtime, 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_events: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_events(NULL, 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_events: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_events(w.closed_runtime, 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_events: since = -1", "since", EXPECT_INVALID, &w.error, backstay_runtime_events(w.runtime, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_events: since = INT64_MIN", "since", EXPECT_INVALID, &w.error, backstay_runtime_events(w.runtime, INT64_MIN, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_events: since = INT64_MAX", "since", EXPECT_ANY, &w.error, backstay_runtime_events(w.runtime, INT64_MAX, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_events: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_events(w.runtime, 0, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_events: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_runtime_events(w.runtime, 0, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_events: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_runtime_events(w.runtime, 0, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_events: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_runtime_events(w.runtime, 0, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_events: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_runtime_events(w.runtime, 0, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_events: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_runtime_events(w.runtime, 0, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_events: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_events(w.runtime, 0, &w.bytes, NULL));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_events: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_events(NULL, 0, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_advance(void) {
  SWEEP_STATUS("backstay_runtime_advance: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_advance(w.runtime, 1, &w.error));
  SWEEP_STATUS("backstay_runtime_advance: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_advance(NULL, 1, &w.error));
  SWEEP_STATUS("backstay_runtime_advance: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_advance(w.closed_runtime, 1, &w.error));
  SWEEP_STATUS("backstay_runtime_advance: by_ns = -1", "by_ns", EXPECT_INVALID, &w.error, backstay_runtime_advance(w.runtime, -1, &w.error));
  SWEEP_STATUS("backstay_runtime_advance: by_ns = INT64_MIN", "by_ns", EXPECT_INVALID, &w.error, backstay_runtime_advance(w.runtime, INT64_MIN, &w.error));
  SWEEP_STATUS("backstay_runtime_advance: by_ns = INT64_MAX", "by_ns", EXPECT_INVALID, &w.error, backstay_runtime_advance(w.runtime, INT64_MAX, &w.error));
  SWEEP_STATUS("backstay_runtime_advance: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_advance(w.runtime, 1, NULL));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_advance: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_advance(NULL, 1, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_now(void) {
  SWEEP_STATUS("backstay_runtime_now: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_now(w.runtime, &w.number, &w.error));
  SWEEP_STATUS("backstay_runtime_now: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_now(NULL, &w.number, &w.error));
  SWEEP_STATUS("backstay_runtime_now: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_now(w.closed_runtime, &w.number, &w.error));
  SWEEP_STATUS("backstay_runtime_now: out_ns = NULL", "out_ns", EXPECT_INVALID, &w.error, backstay_runtime_now(w.runtime, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_now: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_now(w.runtime, &w.number, NULL));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_now: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_now(NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_stores_examine(void) {
  SWEEP_STATUS("backstay_runtime_stores_examine: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_stores_examine(w.runtime, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_stores_examine: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_stores_examine(NULL, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_stores_examine: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_stores_examine(w.closed_runtime, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_stores_examine: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_stores_examine(w.runtime, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_stores_examine: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_runtime_stores_examine(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_stores_examine: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_runtime_stores_examine(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_stores_examine: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_runtime_stores_examine(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_stores_examine: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_runtime_stores_examine(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_stores_examine: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_runtime_stores_examine(w.runtime, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_stores_examine(w.runtime, &w.bytes, NULL));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_stores_examine: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_stores_examine(NULL, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_store_migrate(void) {
  SWEEP_STATUS("backstay_runtime_store_migrate: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_store_migrate(w.runtime, "main", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(NULL, "main", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_store_migrate(w.closed_runtime, "main", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name = NULL", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, NULL, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name = NULL, length 5", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, NULL, 5, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name_length = -2", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "main", -2, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name_length = INT64_MIN", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "main", INT64_MIN, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name_length = INT64_MAX", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "main", INT64_MAX, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name is not UTF-8 (0)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name is not UTF-8 (1)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name is not UTF-8 (2)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name is not UTF-8 (3)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name is not UTF-8 (4)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name is empty", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_store_migrate(w.runtime, "", 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name has 64 KiB", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_store_migrate(w.runtime, sweep_long_text(), 65536, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: name has a NUL inside", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_store_migrate(w.runtime, "a\0b", 3, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_store_migrate(w.runtime, "main", -1, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migrate: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_runtime_store_migrate(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migrate: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_runtime_store_migrate(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migrate: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_runtime_store_migrate(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migrate: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_runtime_store_migrate(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migrate: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_runtime_store_migrate(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_store_migrate(w.runtime, "main", -1, &w.bytes, NULL));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_store_migrate: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_store_migrate(NULL, NULL, -1, NULL, sweep_small_error(INT64_MIN)));
}

static void sweep_backstay_runtime_store_migration(void) {
  SWEEP_STATUS("backstay_runtime_store_migration: valid arguments", "", EXPECT_OK, &w.error, backstay_runtime_store_migration(w.runtime, "main", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: runtime = NULL", "runtime", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(NULL, "main", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: runtime is closed", "", EXPECT_CLOSED, &w.error, backstay_runtime_store_migration(w.closed_runtime, "main", -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name = NULL", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, NULL, -1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name = NULL, length 5", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, NULL, 5, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name_length = -2", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "main", -2, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name_length = INT64_MIN", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "main", INT64_MIN, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name_length = INT64_MAX", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "main", INT64_MAX, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name is not UTF-8 (0)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "\xff\xfe", (int64_t)sizeof("\xff\xfe") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name is not UTF-8 (1)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "\xc0\xaf", (int64_t)sizeof("\xc0\xaf") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name is not UTF-8 (2)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "\xed\xa0\x80", (int64_t)sizeof("\xed\xa0\x80") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name is not UTF-8 (3)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "\xe2\x82", (int64_t)sizeof("\xe2\x82") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name is not UTF-8 (4)", "name", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "\xf5\x80\x80\x80", (int64_t)sizeof("\xf5\x80\x80\x80") - 1, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name is empty", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_store_migration(w.runtime, "", 0, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name has 64 KiB", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_store_migration(w.runtime, sweep_long_text(), 65536, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: name has a NUL inside", "name", EXPECT_NEGATIVE, &w.error, backstay_runtime_store_migration(w.runtime, "a\0b", 3, &w.bytes, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: out = NULL", "out", EXPECT_INVALID, &w.error, backstay_runtime_store_migration(w.runtime, "main", -1, NULL, &w.error));
  SWEEP_STATUS("backstay_runtime_store_migration: out->struct_size = 0", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 0, backstay_runtime_store_migration(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migration: out->struct_size = 8", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = 8, backstay_runtime_store_migration(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migration: out->struct_size = -1", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = -1, backstay_runtime_store_migration(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migration: out->struct_size = INT64_MIN", "out", EXPECT_INVALID, &w.error, (w.bytes.struct_size = INT64_MIN, backstay_runtime_store_migration(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migration: out->struct_size = INT64_MAX", "out", EXPECT_ANY, &w.error, (w.bytes.struct_size = INT64_MAX, backstay_runtime_store_migration(w.runtime, "main", -1, &w.bytes, &w.error)));
  SWEEP_STATUS("backstay_runtime_store_migration: error = NULL", "", EXPECT_OK, NULL, backstay_runtime_store_migration(w.runtime, "main", -1, &w.bytes, NULL));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = 0", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(0)));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = 1", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(1)));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = 8", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(8)));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = 16", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(16)));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = 20", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(20)));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = 24", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(24)));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = 25", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(25)));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = -1", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(-1)));
  SWEEP_STATUS("backstay_runtime_store_migration: error->struct_size = INT64_MIN", "", EXPECT_INVALID, NULL, backstay_runtime_store_migration(NULL, NULL, -1, NULL, sweep_small_error(INT64_MIN)));
}

int main(void) {
  sweep_begin();
  sweep_backstay_error_init();
  sweep_backstay_bytes_init();
  sweep_backstay_bytes_free();
  sweep_backstay_version();
  sweep_backstay_abi_version();
  sweep_backstay_status_name();
  sweep_backstay_reason_name();
  sweep_backstay_build_info();
  sweep_backstay_bulkhead_set_limit();
  sweep_backstay_circuit_breaker_force_open();
  sweep_backstay_circuit_breaker_force_closed();
  sweep_backstay_circuit_breaker_disable();
  sweep_backstay_circuit_breaker_metrics_only();
  sweep_backstay_circuit_breaker_reset();
  sweep_backstay_config_check();
  sweep_backstay_config_schema();
  sweep_backstay_echo_submit();
  sweep_backstay_echo_complete();
  sweep_backstay_claimed_init();
  sweep_backstay_runtime_idempotency();
  sweep_backstay_idempotency_handle_retain();
  sweep_backstay_idempotency_handle_release();
  sweep_backstay_idempotency_claim();
  sweep_backstay_idempotency_blocks();
  sweep_backstay_idempotency_claim_submit();
  sweep_backstay_idempotency_claim_take();
  sweep_backstay_idempotency_pass_time();
  sweep_backstay_claim_retain();
  sweep_backstay_claim_release();
  sweep_backstay_idempotency_complete();
  sweep_backstay_idempotency_fail();
  sweep_backstay_idempotency_release();
  sweep_backstay_idempotency_heartbeat();
  sweep_backstay_idempotency_set_recovery_point();
  sweep_backstay_idempotency_complete_submit();
  sweep_backstay_idempotency_fail_submit();
  sweep_backstay_idempotency_release_submit();
  sweep_backstay_idempotency_heartbeat_submit();
  sweep_backstay_idempotency_set_recovery_point_submit();
  sweep_backstay_idempotency_end_take();
  sweep_backstay_served_init();
  sweep_backstay_idempotency_key_header();
  sweep_backstay_idempotency_maximum_body();
  sweep_backstay_idempotency_wants();
  sweep_backstay_idempotency_serve();
  sweep_backstay_idempotency_serve_submit();
  sweep_backstay_idempotency_serve_take();
  sweep_backstay_idempotency_respond();
  sweep_backstay_idempotency_respond_submit();
  sweep_backstay_idempotency_set_on_unavailable();
  sweep_backstay_idempotency_keys_list();
  sweep_backstay_idempotency_keys_show();
  sweep_backstay_idempotency_keys_remove();
  sweep_backstay_idempotency_sweep();
  sweep_backstay_permit_init();
  sweep_backstay_gate_init();
  sweep_backstay_policy_retain();
  sweep_backstay_policy_release();
  sweep_backstay_policy_enter();
  sweep_backstay_policy_exit();
  sweep_backstay_policy_enter_token();
  sweep_backstay_policy_exit_token();
  sweep_backstay_policy_begin();
  sweep_backstay_policy_end();
  sweep_backstay_policy_ticket();
  sweep_backstay_policy_leave();
  sweep_backstay_policy_deadline();
  sweep_backstay_policy_has_deadlines();
  sweep_backstay_policy_pass_time();
  sweep_backstay_policy_fallback();
  sweep_backstay_policy_needs_elapsed();
  sweep_backstay_policy_now();
  sweep_backstay_policy_gate();
  sweep_backstay_policy_cause();
  sweep_backstay_policy_retry_after();
  sweep_backstay_policy_keyed();
  sweep_backstay_policy_snapshot();
  sweep_backstay_policy_name();
  sweep_backstay_queue_create();
  sweep_backstay_queue_retain();
  sweep_backstay_queue_release();
  sweep_backstay_queue_close();
  sweep_backstay_queue_fd();
  sweep_backstay_queue_drain();
  sweep_backstay_queue_wait();
  sweep_backstay_queue_cancel();
  sweep_backstay_queue_take();
  sweep_backstay_queue_drop();
  sweep_backstay_rate_init();
  sweep_backstay_rate_limit_peek();
  sweep_backstay_rate_limit_reset();
  sweep_backstay_runtime_open();
  sweep_backstay_runtime_create();
  sweep_backstay_runtime_create_disabled();
  sweep_backstay_runtime_retain();
  sweep_backstay_runtime_release();
  sweep_backstay_runtime_close();
  sweep_backstay_runtime_policy();
  sweep_backstay_runtime_policies();
  sweep_backstay_runtime_info();
  sweep_backstay_runtime_metrics();
  sweep_backstay_runtime_events();
  sweep_backstay_runtime_advance();
  sweep_backstay_runtime_now();
  sweep_backstay_runtime_stores_examine();
  sweep_backstay_runtime_store_migrate();
  sweep_backstay_runtime_store_migration();
  return sweep_end();
}
