// The replies that are made here: a stored answer, and problem details (RFC 9457).
#pragma once

#include <cstdint>

#include "core/idempotency/http/refusal.hpp"
#include "core/idempotency/http/serving.hpp"
#include "core/idempotency/http/terms.hpp"
#include "core/idempotency/record.hpp"

namespace backstay::core::idempotency::http {

// The first answer, with its status, what is kept of its headers, a length that is counted anew, and the mark of a replay. An answer
// without a status, which a claim or a function stored, is a 200.
Served replayed(const Answer& answer, const Terms& terms);

// application/problem+json. A wait that is known becomes Retry-After, in whole seconds, at least one.
Served problem(Refusal refusal, const Terms& terms, int64_t retry_after_ns);

}  // namespace backstay::core::idempotency::http
