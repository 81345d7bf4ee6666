#include "backstay/inspection.h"

#include <string_view>

#include "arguments.hpp"
#include "core/idempotency/inspection.hpp"
#include "core/idempotency/limits.hpp"
#include "idempotency_handle.hpp"

using namespace backstay;
namespace limits = core::idempotency::limits;

namespace {

core::idempotency::Name name_of(const core::Idempotency& idempotency, const char* scope, int64_t scope_length, const char* key,
                                int64_t key_length) {
  return {.idempotency = idempotency.keeper().name(),
          .scope = scope == nullptr ? std::string_view() : capi::text(scope, scope_length, "scope", limits::kScopeBytes),
          .key = capi::text(key, key_length, "key", limits::kKeyBytes)};
}

}  // namespace

backstay_status backstay_idempotency_keys_list(backstay_idempotency* idempotency, const char* cursor, int64_t cursor_length, int64_t most,
                                               backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    const core::Idempotency& opened = capi::open_idempotency(idempotency);
    capi::require_out(out);
    capi::require_within(most, "most", limits::kListed);
    const std::string_view from =
        cursor == nullptr ? std::string_view() : capi::text(cursor, cursor_length, "cursor", limits::kCursorBytes);
    capi::hand_over(out, core::idempotency::list_keys(opened.keeper(), from, most));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_idempotency_keys_show(backstay_idempotency* idempotency, const char* scope, int64_t scope_length, const char* key,
                                               int64_t key_length, int64_t with_body, backstay_bytes* out, backstay_error* error) {
  return capi::guard(error, [&] {
    const core::Idempotency& opened = capi::open_idempotency(idempotency);
    capi::require_out(out);
    capi::require_within(with_body, "with_body", {0, 1});
    const auto shown = with_body == 1 ? core::idempotency::Shown::with_body : core::idempotency::Shown::without_body;
    capi::hand_over(out, core::idempotency::show_key(opened.keeper(), name_of(opened, scope, scope_length, key, key_length), shown));
    return BACKSTAY_OK;
  });
}

backstay_status backstay_idempotency_keys_remove(backstay_idempotency* idempotency, const char* scope, int64_t scope_length,
                                                 const char* key, int64_t key_length, int64_t any, backstay_error* error) {
  return capi::guard(error, [&] {
    const core::Idempotency& opened = capi::open_idempotency(idempotency);
    capi::require_within(any, "any", {0, 1});
    const auto removing = any == 1 ? core::idempotency::Removing::any : core::idempotency::Removing::in_flight;
    const core::idempotency::Name name = name_of(opened, scope, scope_length, key, key_length);
    return static_cast<backstay_status>(core::idempotency::remove_key(opened.keeper(), name, removing));
  });
}

backstay_status backstay_idempotency_sweep(backstay_idempotency* idempotency, int64_t most, int64_t* swept, backstay_error* error) {
  return capi::guard(error, [&] {
    const core::Idempotency& opened = capi::open_idempotency(idempotency);
    capi::require(swept, "swept");
    capi::require_within(most, "most", limits::kSwept);
    *swept = core::idempotency::sweep(opened.keeper(), most);
    return BACKSTAY_OK;
  });
}
