// What a runtime and its policies tell, as JSON; the formats are described in runtime.h and policy.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/policy/policy.hpp"
#include "core/runtime/configuration.hpp"
#include "core/telemetry/event_log.hpp"

namespace backstay::core {

std::string snapshot_json(Policy& policy);
std::string events_json(const EventLog::Page& page);
std::string names_json(const std::vector<std::string_view>& names);
std::string info_json(const Configuration& configuration, bool disabled);

}  // namespace backstay::core
