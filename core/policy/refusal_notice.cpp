#include "core/policy/refusal_notice.hpp"

#include "core/policy/pattern_event.hpp"

namespace backstay::core {

bool RefusalNotice::tell_now(const Surroundings& surroundings, std::string_view pattern, std::string_view key,
                             TransitionReason reason) noexcept {
  const int64_t now = surroundings.clock->now_ns();
  int64_t next = next_ns_.load(std::memory_order_relaxed);
  if (now < next || !next_ns_.compare_exchange_strong(next, now + kEveryNs, std::memory_order_relaxed)) return false;
  Event event = pattern_event(surroundings, EventKind::refusing, pattern, key, now);
  event.reason = reason;
  surroundings.events->record(event);
  return true;
}

}  // namespace backstay::core
