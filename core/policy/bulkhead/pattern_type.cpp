#include "core/policy/bulkhead/pattern_type.hpp"

#include <nlohmann/json.hpp>

#include "core/policy/bulkhead/bulkhead.hpp"
#include "core/policy/bulkhead/settings_reader.hpp"

namespace backstay::core::bulkhead {

namespace {

class BulkheadBlueprint final : public Blueprint {
 public:
  explicit BulkheadBlueprint(const Settings& settings) : settings_(settings) {}
  std::unique_ptr<Pattern> build(const Surroundings& surroundings, std::string_view key, [[maybe_unused]] Pattern* lender) const override {
    return std::make_unique<Bulkhead>(settings_, surroundings, key);
  }

 private:
  Settings settings_;
};

std::unique_ptr<Blueprint> read(const ConfigReader& value) {
  const auto settings = read_settings(value);
  if (!settings) return nullptr;
  return std::make_unique<BulkheadBlueprint>(*settings);
}

}  // namespace

constinit const PatternType kPatternType{.key = "bulkhead", .read = read, .schema = settings_schema};

}  // namespace backstay::core::bulkhead
