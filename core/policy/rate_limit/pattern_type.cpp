#include "core/policy/rate_limit/pattern_type.hpp"

#include <nlohmann/json.hpp>

#include "core/policy/rate_limit/rate_limit.hpp"
#include "core/policy/rate_limit/settings_reader.hpp"

namespace backstay::core::rate_limit {

namespace {

class RateLimitBlueprint final : public Blueprint {
 public:
  explicit RateLimitBlueprint(const Settings& settings) : settings_(settings) {}
  std::unique_ptr<Pattern> build(const Surroundings& surroundings, std::string_view key, [[maybe_unused]] Pattern* lender) const override {
    return std::make_unique<RateLimit>(settings_, surroundings, key);
  }

 private:
  Settings settings_;
};

std::unique_ptr<Blueprint> read(const ConfigReader& value) {
  const auto settings = read_settings(value);
  if (!settings) return nullptr;
  return std::make_unique<RateLimitBlueprint>(*settings);
}

}  // namespace

constinit const PatternType kPatternType{.key = "rate_limit", .read = read, .schema = settings_schema};

}  // namespace backstay::core::rate_limit
