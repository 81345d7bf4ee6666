#include "backstay/bulkhead.h"

#include "arguments.hpp"
#include "core/base/status.hpp"
#include "core/policy/bulkhead/bulkhead.hpp"
#include "limits.hpp"
#include "part.hpp"
#include "wall.hpp"

using namespace backstay;
using core::bulkhead::Bulkhead;

backstay_status backstay_bulkhead_set_limit(backstay_policy* policy, int64_t limit, const char* reason, int64_t reason_length,
                                            backstay_error* error) {
  return capi::guard(error, [&] {
    Bulkhead& found = capi::part<Bulkhead>(policy, "bulkhead");
    found.set_limit(limit, capi::text(reason, reason_length, "reason", capi::kReason));
    return BACKSTAY_OK;
  });
}
