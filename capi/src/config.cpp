#include "backstay/config.h"

#include "arguments.hpp"
#include "core/runtime/configuration.hpp"
#include "limits.hpp"
#include "wall.hpp"

using namespace backstay;

backstay_status backstay_config_check(const char* json, int64_t json_length, backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::require_out(out);
    capi::hand_over(out, core::check_configuration(capi::document(json, json_length)).findings.json());
    return BACKSTAY_OK;
  });
}

backstay_status backstay_config_schema(backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::require_out(out);
    capi::hand_over(out, core::configuration_schema());
    return BACKSTAY_OK;
  });
}
