#include "core/policy/retry/pattern_type.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "core/policy/retry/retry.hpp"
#include "core/policy/retry/settings_reader.hpp"

namespace backstay::core::retry {

namespace {

class RetryBlueprint final : public Blueprint {
 public:
  explicit RetryBlueprint(Settings settings) : settings_(std::move(settings)) {}

  std::unique_ptr<Pattern> build(const Surroundings& surroundings, std::string_view key, Pattern* lender) const override {
    auto* const other = dynamic_cast<Retry*>(lender);
    Budget* const lent = other != nullptr ? other->budget() : nullptr;
    // A disabled runtime has nothing to lend, and asks no pattern.
    if (!settings_.lender.empty() && lent == nullptr && !surroundings.pass_through) {
      throw Error(Status::invalid_config, "budget.use: the policy " + in_quotes(settings_.lender) + " has no retry with a budget");
    }
    return std::make_unique<Retry>(settings_, surroundings, key, lent);
  }
  bool stands_alone() const noexcept override { return false; }
  std::string_view lender() const noexcept override { return settings_.lender; }
  bool lends() const noexcept override { return settings_.budget.has_value() || !settings_.lender.empty(); }

 private:
  Settings settings_;
};

std::unique_ptr<Blueprint> read(const ConfigReader& value) {
  auto settings = read_settings(value);
  if (!settings) return nullptr;
  return std::make_unique<RetryBlueprint>(*std::move(settings));
}

}  // namespace

constinit const PatternType kPatternType{.key = "retry", .read = read, .schema = settings_schema};

}  // namespace backstay::core::retry
