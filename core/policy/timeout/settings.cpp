#include "core/policy/timeout/settings.hpp"

#include "core/policy/timeout/settings_limits.hpp"
#include "core/policy/timeout/settings_reader.hpp"

namespace backstay::core::timeout {

std::optional<Settings> read_settings(const ConfigReader& value) {
  std::optional<int64_t> limit;
  if (!value.is_object()) {
    limit = value.as_duration_ms(limits::kLimit);
  } else {
    const std::size_t errors = value.error_count();
    value.allow_keys(limits::kKeys);
    if (const auto member = value.find("limit")) {
      limit = member->as_duration_ms(limits::kLimit);
    } else {
      value.error_at("limit", "is missing: it says how long it may take", describe(limits::kLimit));
    }
    if (value.error_count() > errors) return std::nullopt;
  }
  if (!limit) return std::nullopt;
  return Settings{.limit_ms = *limit};
}

}  // namespace backstay::core::timeout
