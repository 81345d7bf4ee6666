#include "backstay/circuit_breaker.h"

#include <string>

#include "arguments.hpp"
#include "core/base/status.hpp"
#include "core/policy/circuit_breaker/circuit_breaker.hpp"
#include "limits.hpp"
#include "part.hpp"
#include "wall.hpp"

using namespace backstay;
using core::circuit_breaker::CircuitBreaker;

namespace {

constexpr int64_t kLongestForcedNs = int64_t{10} * 366 * 86'400 * 1'000'000'000;

// Every control: find the breaker, check the reason, act.
template <class Act>
backstay_status control(backstay_policy* policy, const char* reason, int64_t reason_length, backstay_error* error, Act act) {
  return capi::guard(error, [&] {
    auto& found = capi::find_part<CircuitBreaker>(capi::open_policy(policy), "circuit_breaker");
    act(found, capi::text(reason, reason_length, "reason", capi::kReason));
    return BACKSTAY_OK;
  });
}

}  // namespace

backstay_status backstay_circuit_breaker_force_open(backstay_policy* policy, const char* reason, int64_t reason_length, int64_t duration_ns,
                                                    backstay_error* error) {
  return control(policy, reason, reason_length, error, [&](CircuitBreaker& found, std::string_view note) {
    if (duration_ns < BACKSTAY_UNKNOWN || duration_ns == 0 || duration_ns > kLongestForcedNs) {
      throw core::Error(core::Status::invalid_argument, "duration_ns: " + std::to_string(duration_ns) + "; allowed: 1 to " +
                                                            std::to_string(kLongestForcedNs) + ", or -1 without end");
    }
    found.force_open(note, duration_ns);
  });
}

backstay_status backstay_circuit_breaker_force_closed(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                      backstay_error* error) {
  return control(policy, reason, reason_length, error, [](CircuitBreaker& found, std::string_view note) { found.force_closed(note); });
}

backstay_status backstay_circuit_breaker_disable(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                 backstay_error* error) {
  return control(policy, reason, reason_length, error, [](CircuitBreaker& found, std::string_view note) { found.disable(note); });
}

backstay_status backstay_circuit_breaker_metrics_only(backstay_policy* policy, const char* reason, int64_t reason_length,
                                                      backstay_error* error) {
  return control(policy, reason, reason_length, error, [](CircuitBreaker& found, std::string_view note) { found.metrics_only(note); });
}

backstay_status backstay_circuit_breaker_reset(backstay_policy* policy, const char* reason, int64_t reason_length, backstay_error* error) {
  return control(policy, reason, reason_length, error, [](CircuitBreaker& found, std::string_view note) { found.reset(note); });
}
