#include "core/policy/timeout/pattern_type.hpp"

#include <nlohmann/json.hpp>

#include "core/policy/timeout/settings_reader.hpp"
#include "core/policy/timeout/timeout.hpp"

namespace backstay::core::timeout {

namespace {

class TimeoutBlueprint final : public Blueprint {
 public:
  TimeoutBlueprint(const Settings& settings, Scope scope) : settings_(settings), scope_(scope) {}
  std::unique_ptr<Pattern> build(const Surroundings& surroundings, [[maybe_unused]] std::string_view key,
                                 [[maybe_unused]] Pattern* lender) const override {
    return std::make_unique<Timeout>(settings_, scope_, surroundings);
  }
  bool stands_alone() const noexcept override { return false; }
  int64_t limit_ns() const noexcept override { return settings_.limit_ms * kNsPerMs; }

 private:
  Settings settings_;
  Scope scope_;
};

template <Scope scope>
std::unique_ptr<Blueprint> read(const ConfigReader& value) {
  const auto settings = read_settings(value);
  if (!settings) return nullptr;
  return std::make_unique<TimeoutBlueprint>(*settings, scope);
}

nlohmann::ordered_json call_schema() {
  return settings_schema("The longest time for a call: waits, pauses between attempts and all attempts together.");
}

nlohmann::ordered_json attempt_schema() {
  return settings_schema("The longest time for each attempt, from where it enters this layer; never later than the call's deadline.");
}

}  // namespace

constinit const PatternType kCallPatternType{.key = "timeout", .read = read<Scope::call>, .schema = call_schema};
constinit const PatternType kAttemptPatternType{.key = "attempt_timeout", .read = read<Scope::attempt>, .schema = attempt_schema};

}  // namespace backstay::core::timeout
