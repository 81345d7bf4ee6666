// What every pattern's event has in common: when, and whose it is.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/policy/pattern.hpp"
#include "core/telemetry/event_log.hpp"

namespace backstay::core {

// An event of this kind at this instant, to be completed and recorded.
Event pattern_event(const Surroundings& surroundings, EventKind kind, std::string_view pattern, std::string_view key,
                    int64_t at_ns) noexcept;

// Records that an operator changed a pattern that has no states, with the operator's note.
void record_control(const Surroundings& surroundings, std::string_view pattern, std::string_view key, std::string_view note) noexcept;

}  // namespace backstay::core
