// Any bytes as a configuration document: never a crash, always either a configuration or reasons.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/text.hpp"
#include "core/runtime/configuration.hpp"
#include "target.hpp"

namespace {

using backstay::core::CheckedConfiguration;
using backstay::core::Configuration;
using backstay::core::Finding;
using backstay::core::PolicySpec;
using backstay::fuzz::require;

std::optional<std::string> variable(const std::string& name) {
  if (name == "A") return "1s";
  if (name == "B") return "\xFF";
  if (name == "C") return "";
  return std::nullopt;
}

void check_findings(const CheckedConfiguration& checked) {
  require(checked.configuration.has_value() == (checked.findings.errors() == 0), "a configuration, or errors");
  for (const Finding& finding : checked.findings.list()) {
    require(!finding.problem.empty(), "every finding names its problem");
    require(backstay::core::is_utf8(finding.message()), "messages are UTF-8");
    require(finding.message().find('\n') == std::string::npos, "a message is one line");
  }
  const auto report = nlohmann::json::parse(checked.findings.json());
  require(report["valid"] == checked.configuration.has_value(), "the report agrees");
}

void check_configuration(const Configuration& configuration, std::string_view text) {
  require(nlohmann::json::accept(text), "what is accepted is JSON for other parsers too");
  require(configuration.fingerprint.size() == 64, "a fingerprint");
  require(configuration.event_capacity >= 16 && configuration.event_capacity <= 65'536, "events.capacity is in its range");
  for (const PolicySpec& policy : configuration.policies) {
    require(!policy.name.empty() && policy.name.size() <= 128, "policy names have a length");
    require(!policy.layers.empty() || configuration.version > 1, "every policy has a pattern");
    for (const auto& layer : policy.layers) require(layer.blueprint != nullptr, "every layer can be built");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const CheckedConfiguration checked = backstay::core::check_configuration(text, variable);
  check_findings(checked);
  if (checked.configuration) check_configuration(*checked.configuration, text);
  return 0;
}
