#include "backstay/runtime.h"

#include <cstdlib>

#include "arguments.hpp"
#include "core/base/status.hpp"
#include "core/runtime/configuration_file.hpp"
#include "core/runtime/describe.hpp"
#include "limits.hpp"
#include "wall.hpp"

using namespace backstay;
using core::Runtime;

backstay_status backstay_runtime_open(const char* path, int64_t path_length, backstay_runtime** out, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::require(out, "out");
    const std::string file =
        path == nullptr ? core::default_configuration_path() : std::string(capi::text(path, path_length, "path", capi::kPath));
    *out = capi::wrap(Runtime::create(core::read_configuration(core::read_configuration_file(file)), Runtime::Guarding::configured));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_create(const char* json, int64_t json_length, backstay_runtime** out, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::require(out, "out");
    *out = capi::wrap(Runtime::create(core::read_configuration(capi::document(json, json_length)), Runtime::Guarding::configured));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_create_disabled(const char* json, int64_t json_length, backstay_runtime** out, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::require(out, "out");
    if (json == nullptr) {
      *out = capi::wrap(Runtime::create_pass_through());
    } else {
      *out = capi::wrap(Runtime::create(core::read_configuration(capi::document(json, json_length)), Runtime::Guarding::disabled));
    }
    return BACKSTAY_OK;
  });
}

backstay_runtime* backstay_runtime_retain(backstay_runtime* runtime) {
  if (runtime != nullptr) capi::unwrap(runtime)->retain();
  return runtime;
}

void backstay_runtime_release(backstay_runtime* runtime) {
  if (runtime != nullptr) capi::unwrap(runtime)->release();
}

backstay_status backstay_runtime_close(backstay_runtime* runtime, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::require(runtime, "runtime");
    capi::unwrap(runtime)->close();
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_policy(backstay_runtime* runtime, const char* name, int64_t name_length, backstay_policy** out,
                                        backstay_error* error) {
  return capi::guard(error, [&] {
    Runtime& opened = capi::open_runtime(runtime);
    capi::require(out, "out");
    *out = capi::wrap(opened.policy(capi::text(name, name_length, "name", capi::kName)));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_policies(backstay_runtime* runtime, backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    Runtime& opened = capi::open_runtime(runtime);
    capi::require_out(out);
    capi::hand_over(out, core::names_json(opened.names()));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_info(backstay_runtime* runtime, backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    Runtime& opened = capi::open_runtime(runtime);
    capi::require_out(out);
    capi::hand_over(out, core::info_json(opened.configuration(), opened.disabled()));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_metrics(backstay_runtime* runtime, const char* process, int64_t process_length, backstay_bytes* out,
                                         backstay_error* error) {
  return capi::guard(error, [&] {
    Runtime& opened = capi::open_runtime(runtime);
    capi::require_out(out);
    const std::string_view label = process == nullptr ? std::string_view() : capi::text(process, process_length, "process", capi::kProcess);
    capi::hand_over(out, opened.metrics(label));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_events(backstay_runtime* runtime, int64_t since, backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    Runtime& opened = capi::open_runtime(runtime);
    capi::require_out(out);
    if (since < 0)
      throw core::Error(core::Status::invalid_argument, "since: " + std::to_string(since) + " is negative; allowed: 0 or a cursor");
    capi::hand_over(out, core::events_json(opened.event_log().since(since)));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_advance(backstay_runtime* runtime, int64_t by_ns, backstay_error* error) {
  return capi::guard(error, [&] {
    capi::open_runtime(runtime).advance(by_ns);
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_now(backstay_runtime* runtime, int64_t* out_ns, backstay_error* error) {
  return capi::guard(error, [&] {
    Runtime& opened = capi::open_runtime(runtime);
    capi::require(out_ns, "out_ns");
    *out_ns = opened.clock().now_ns();
    return BACKSTAY_OK;
  });
}
