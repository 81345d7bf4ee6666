#include "backstay/stores.h"

#include "arguments.hpp"
#include "core/runtime/store_reports.hpp"
#include "core/store/key_value.hpp"
#include "limits.hpp"
#include "wall.hpp"

using namespace backstay;

backstay_status backstay_runtime_stores_examine(backstay_runtime* runtime, backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    core::Runtime& opened = capi::open_runtime(runtime);
    capi::require_out(out);
    capi::hand_over(out, core::examine_stores(opened));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_store_migrate(backstay_runtime* runtime, const char* name, int64_t name_length, backstay_bytes* out,
                                               backstay_error* error) {
  return capi::guard(error, [&] {
    core::Runtime& opened = capi::open_runtime(runtime);
    capi::require_out(out);
    capi::hand_over(out, core::migrate_store(opened, capi::text(name, name_length, "name", capi::kName)));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_runtime_store_migration(backstay_runtime* runtime, const char* name, int64_t name_length, backstay_bytes* out,
                                                 backstay_error* error) {
  return capi::guard(error, [&] {
    core::Runtime& opened = capi::open_runtime(runtime);
    capi::require_out(out);
    capi::hand_over(out, opened.store(capi::text(name, name_length, "name", capi::kName)).migration_script());
    return BACKSTAY_OK;
  });
}
