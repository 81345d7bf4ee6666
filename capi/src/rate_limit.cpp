#include "backstay/rate_limit.h"

#include <string>

#include "arguments.hpp"
#include "core/base/status.hpp"
#include "core/policy/rate_limit/rate_limit.hpp"
#include "limits.hpp"
#include "part.hpp"
#include "wall.hpp"

using namespace backstay;
using core::rate_limit::RateLimit;

void backstay_rate_init(backstay_rate* rate) {
  if (rate != nullptr) *rate = BACKSTAY_RATE_INIT;
}

backstay_status backstay_rate_limit_peek(backstay_policy* policy, int64_t cost, backstay_rate* out, backstay_error* error) {
  return capi::guard(error, [&] {
    const RateLimit& found = capi::part<RateLimit>(policy, "rate_limit");
    capi::require(out, "out");
    capi::require_size(out->struct_size, sizeof(backstay_rate), "out");
    capi::require_within(cost, "cost", {1, capi::kHighestCost});
    const core::rate_limit::Look look = found.peek(cost);
    out->allowed = look.allowed ? 1 : 0;
    out->limit = look.limit;
    out->remaining = look.remaining;
    out->retry_after_ns = look.retry_after_ns;
    out->reset_after_ns = look.reset_after_ns;
    return BACKSTAY_OK;
  });
}

backstay_status backstay_rate_limit_reset(backstay_policy* policy, const char* reason, int64_t reason_length, backstay_error* error) {
  return capi::guard(error, [&] {
    RateLimit& found = capi::part<RateLimit>(policy, "rate_limit");
    found.reset(capi::text(reason, reason_length, "reason", capi::kReason));
    return BACKSTAY_OK;
  });
}
