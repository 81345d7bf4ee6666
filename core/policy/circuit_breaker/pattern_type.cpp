#include "core/policy/circuit_breaker/pattern_type.hpp"

#include <nlohmann/json.hpp>

#include "core/policy/circuit_breaker/circuit_breaker.hpp"
#include "core/policy/circuit_breaker/settings_reader.hpp"

namespace backstay::core::circuit_breaker {

namespace {

class CircuitBreakerBlueprint final : public Blueprint {
 public:
  explicit CircuitBreakerBlueprint(const Settings& settings) : settings_(settings) {}
  std::unique_ptr<Pattern> build(const Surroundings& surroundings, std::string_view key, [[maybe_unused]] Pattern* lender) const override {
    return std::make_unique<CircuitBreaker>(settings_, surroundings, key);
  }

 private:
  Settings settings_;
};

std::unique_ptr<Blueprint> read(const ConfigReader& value) {
  const auto settings = read_settings(value);
  if (!settings) return nullptr;
  return std::make_unique<CircuitBreakerBlueprint>(*settings);
}

}  // namespace

constinit const PatternType kPatternType{.key = "circuit_breaker", .read = read, .schema = settings_schema};

}  // namespace backstay::core::circuit_breaker
