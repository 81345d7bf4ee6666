#include "core/policy/pattern_event.hpp"

namespace backstay::core {

Event pattern_event(const Surroundings& surroundings, EventKind kind, std::string_view pattern, std::string_view key,
                    int64_t at_ns) noexcept {
  Event event;
  event.at_ns = at_ns;
  event.wall_ns = surroundings.clock->wall_ns(at_ns);
  event.kind = kind;
  event.pattern.assign(pattern);
  event.policy.assign(surroundings.policy);
  event.key.assign(key);
  return event;
}

void record_control(const Surroundings& surroundings, std::string_view pattern, std::string_view key, std::string_view note) noexcept {
  Event event = pattern_event(surroundings, EventKind::control, pattern, key, surroundings.clock->now_ns());
  event.reason = TransitionReason::operator_;
  event.note.assign(note);
  surroundings.events->record(event);
}

}  // namespace backstay::core
