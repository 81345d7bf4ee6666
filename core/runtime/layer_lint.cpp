#include "core/runtime/layer_lint.hpp"

#include <array>
#include <optional>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/duration.hpp"

namespace backstay::core {

namespace {

struct Order {
  std::string_view outer;
  std::string_view inner;
  std::string_view problem;
  std::string_view advice;
};

// What goes wrong when `outer` stands outside `inner`.
constexpr std::array kOrders{
    Order{"bulkhead", "retry", "has bulkhead outside retry, so a call keeps its place while it pauses between attempts",
          "retry outside bulkhead"},
    Order{"circuit_breaker", "retry", "has circuit_breaker outside retry, so it sees one result a call and never stops the attempts",
          "retry outside circuit_breaker"},
    Order{"retry", "timeout", "has timeout inside retry, where it limits each attempt and not the call",
          "attempt_timeout, or timeout outside retry"},
    Order{"attempt_timeout", "retry", "has attempt_timeout outside retry, where it limits all attempts together",
          "timeout, or attempt_timeout inside retry"},
    Order{"bulkhead", "circuit_breaker", "has bulkhead outside circuit_breaker, so calls take or wait for a place only to be refused",
          "circuit_breaker outside bulkhead"},
    Order{"bulkhead", "rate_limit", "has bulkhead outside rate_limit, so a call keeps its place while it waits for its turn",
          "rate_limit outside bulkhead"},
};

std::optional<std::size_t> position(const PolicySpec& policy, std::string_view pattern) {
  for (std::size_t i = 0; i < policy.layers.size(); ++i) {
    if (policy.layers[i].pattern == pattern) return i;
  }
  return std::nullopt;
}

int64_t limit_ns(const PolicySpec& policy, std::string_view pattern) {
  const auto at = position(policy, pattern);
  const bool own = at && policy.layers[*at].blueprint;
  return own ? policy.layers[*at].blueprint->limit_ns() : kUnknown;
}

}  // namespace

void lint_layers(const ConfigReader& at, const PolicySpec& policy) {
  for (const Order& order : kOrders) {
    const auto outer = position(policy, order.outer);
    const auto inner = position(policy, order.inner);
    if (outer && inner && *outer < *inner) at.warning(std::string(order.problem), std::string(order.advice));
  }
  const int64_t call = limit_ns(policy, "timeout");
  const int64_t attempt = limit_ns(policy, "attempt_timeout");
  if (call != kUnknown && attempt != kUnknown && attempt >= call) {
    at.warning("has an attempt_timeout of " + format_duration_ms(attempt / kNsPerMs) + ", which never ends an attempt before timeout does",
               "less than " + format_duration_ms(call / kNsPerMs));
  }
}

}  // namespace backstay::core
