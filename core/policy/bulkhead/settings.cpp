#include "core/policy/bulkhead/settings.hpp"

#include "core/policy/bulkhead/settings_limits.hpp"
#include "core/policy/bulkhead/settings_reader.hpp"

namespace backstay::core::bulkhead {
namespace {

Settings read_object(const ConfigReader& value) {
  value.allow_keys(limits::kKeys);
  Settings settings;
  settings.limit = value.integer("limit", settings.limit, limits::kLimit);
  if (!value.has("limit")) value.error_at("limit", "is missing: it says how many calls may be in flight", describe(limits::kLimit));
  settings.queue = value.integer("queue", value.has("wait") ? kQueueOfAWait : settings.queue, limits::kQueue);
  settings.wait_ns = value.duration_ms("wait", settings.wait_ns / kNsPerMs, limits::kWait) * kNsPerMs;
  if (value.has("wait") && settings.queue == 0) value.error_at("wait", "has no queue to wait in", "leave it out, or a queue of 1 or more");
  return settings;
}

}  // namespace

std::optional<Settings> read_settings(const ConfigReader& value) {
  if (value.is_number()) {
    const auto limit = value.as_integer(limits::kLimit);
    return limit ? std::optional(Settings{.limit = *limit}) : std::nullopt;
  }
  if (!value.expect_object(describe(limits::kLimit) + ", or an object")) return std::nullopt;
  const std::size_t errors = value.error_count();
  const Settings settings = read_object(value);
  return value.error_count() > errors ? std::nullopt : std::optional(settings);
}

}  // namespace backstay::core::bulkhead
