#include "core/runtime/configuration.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/config_document.hpp"
#include "core/base/hash.hpp"
#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "core/policy/registry.hpp"
#include "core/runtime/configuration_limits.hpp"
#include "core/runtime/layer_lint.hpp"
#include "core/runtime/sharing.hpp"

namespace backstay::core {
namespace {

std::vector<std::string_view> pattern_keys() {
  std::vector<std::string_view> keys;
  for (const PatternType* type : pattern_types()) keys.push_back(type->key);
  return keys;
}

// A policy while it is read.
struct Draft {
  PolicySpec spec{};
  std::size_t index = 0;     // in the document
  std::vector<Loan>& loans;  // of all policies
};

// `{"use": "database"}`: the pattern of another policy.
void add_borrowed(const PatternType& type, const ConfigReader& value, const ConfigReader& use, Draft& draft) {
  value.allow_keys(limits::kUseKeys);
  const auto lender = use.as_text(limits::kPolicyNameBytes);
  if (!lender) return;
  draft.loans.push_back({.policy = draft.index, .layer = draft.spec.layers.size(), .use = use});
  draft.spec.layers.push_back({.pattern = type.key, .blueprint = nullptr, .lender = *lender});
}

// Adds the pattern that `value` describes, unless it is wrong, which is then a finding.
void add_layer(const PatternType& type, const ConfigReader& value, Draft& draft) {
  if (const auto use = value.is_object() ? value.find("use") : std::nullopt) return add_borrowed(type, value, *use, draft);
  const std::shared_ptr<const Blueprint> blueprint = type.read(value);
  if (!blueprint) return;
  const std::string lender(blueprint->lender());
  if (!lender.empty())
    draft.loans.push_back({.policy = draft.index, .layer = draft.spec.layers.size(), .use = find_use(value).value_or(value)});
  draft.spec.layers.push_back({.pattern = type.key, .blueprint = blueprint, .lender = lender});
}

// The patterns of one object, in the default order, whatever the order of its keys.
void read_patterns(const ConfigReader& value, Draft& draft) {
  for (const PatternType* type : pattern_types()) {
    if (const auto pattern = value.find(type->key)) add_layer(*type, *pattern, draft);
  }
}

// A list of objects of one pattern each, outermost first.
void read_layers(const ConfigReader& list, Draft& draft) {
  const std::vector<std::string_view> keys = pattern_keys();
  const std::string allowed = "a list of objects with one key each, of " + list_in_quotes(keys);
  if (!list.expect_list(allowed)) return;
  std::vector<std::string> seen;
  for (const ConfigReader& layer : list.elements()) {
    if (!layer.expect_object(allowed)) continue;
    layer.allow_keys(keys);
    const auto members = layer.members();
    if (members.size() != 1) {
      layer.error("has " + std::to_string(members.size()) + " keys", "one pattern in each layer");
      continue;
    }
    const std::string& key = members.front().first;
    for (const std::string& earlier : seen) {
      if (earlier == key) members.front().second.error("is in an earlier layer already", "each pattern once");
    }
    seen.push_back(key);
    read_patterns(layer, draft);
  }
  if (seen.empty()) list.error("has no layer", allowed);
}

int64_t read_keyed_maximum(const ConfigReader& policy, int64_t fallback) {
  const auto keyed = policy.find("keyed");
  if (!keyed || !keyed->expect_object()) return fallback;
  keyed->allow_keys(limits::kKeyedKeys);
  return keyed->integer("maximum", fallback, limits::kKeyedMaximum);
}

void read_policy(const std::string& name, const ConfigReader& policy, Draft& draft) {
  PolicySpec& spec = draft.spec;
  spec.name = name;
  policy.check_name(name, kPolicyNameMaximum);
  std::vector<std::string_view> keys = pattern_keys();
  const std::string patterns = list_in_quotes(keys);
  keys.insert(keys.end(), {"layers", "keyed"});
  if (!policy.expect_object("an object with the keys " + list_in_quotes(keys))) return;
  const std::size_t errors = policy.error_count();
  policy.allow_keys(keys);
  spec.keyed_maximum = read_keyed_maximum(policy, spec.keyed_maximum);
  read_patterns(policy, draft);
  const auto layers = policy.find("layers");
  if (layers) {
    if (!spec.layers.empty()) layers->error("stands beside a pattern, so the order isn't clear", "either layers, or patterns as keys");
    read_layers(*layers, draft);
  }
  if (policy.error_count() == errors) lint_layers(layers ? *layers : policy, spec);
  // With an error above, a pattern was meant; in a newer document, it may be one that isn't known here.
  if (spec.layers.empty() && policy.error_count() == errors) {
    if (policy.newer()) {
      policy.warning("has no pattern that this version knows, so every call passes", patterns);
    } else {
      policy.error("has no pattern", "one or more of " + patterns);
    }
  }
}

// The members of an object of things by name; none, with a finding, where it is something else or has too many.
auto members_by_name(const ConfigReader& value, const std::string& things, std::size_t most) {
  auto members = value.expect_object("an object of " + things + " by name") ? value.members() : decltype(value.members()){};
  if (members.size() > most) {
    value.error("has " + std::to_string(members.size()) + " " + things, "up to " + std::to_string(most));
    members.clear();
  }
  return members;
}

void read_policies(const ConfigReader& value, Configuration& configuration) {
  std::vector<Loan> loans;
  const std::size_t errors = value.error_count();
  for (const auto& [name, policy] : members_by_name(value, "policies", limits::kPolicies)) {
    Draft draft{.index = configuration.policies.size(), .loans = loans};
    read_policy(name, policy, draft);
    configuration.policies.push_back(std::move(draft.spec));
  }
  // A lender that is wrong itself would look like one without the pattern.
  if (value.error_count() == errors) settle_loans(configuration.policies, loans);
}

void read_stores(const ConfigReader& value, Configuration& configuration) {
  for (const auto& [name, store] : members_by_name(value, "stores", limits::kStores)) {
    if (std::optional<StoreSpec> spec = read_store(name, store)) configuration.stores.push_back(*std::move(spec));
  }
}

// A store that is wrong itself counts as one that is there, so that one mistake is one finding. A document without stores has the default.
void check_store(const std::string& name, const ConfigReader& user, const std::optional<ConfigReader>& stores,
                 const std::vector<StoreSpec>& known_stores) {
  std::vector<std::string> names;
  if (stores) {
    for (const auto& [known, value] : stores->members()) names.push_back(known);
  } else {
    for (const StoreSpec& known : known_stores) names.push_back(known.name);
  }
  if (std::ranges::find(names, name) != names.end()) return;
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string near = did_you_mean(name, known);
  user.error_at("store", "is " + in_quotes(name) + ", and there is no such store" + (near.empty() ? "" : "; " + near),
                known.empty() ? "a name of \"stores\", which the document doesn't have" : list_in_quotes(known));
}

void read_idempotencies(const ConfigReader& value, const std::optional<ConfigReader>& stores, Configuration& configuration) {
  for (const auto& [name, one] : members_by_name(value, "idempotencies", limits::kIdempotencies)) {
    idempotency::Spec spec = idempotency::read_spec(name, one);
    check_store(spec.store, one, stores, configuration.stores);
    configuration.idempotencies.push_back(std::move(spec));
  }
}

std::string read_prefix(const ConfigReader& root) {
  const auto metrics = root.find("metrics");
  if (!metrics || !metrics->expect_object()) return {};
  metrics->allow_keys(limits::kMetricsKeys);
  std::string prefix = metrics->text("prefix", "", limits::kPrefixBytes);
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    const char c = prefix[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (letter || (i > 0 && is_digit(c))) continue;
    metrics->error_at("prefix", "can't begin a metric's name", "letters, digits and _, the first no digit");
    return {};
  }
  return prefix;
}

// The version is read first: it decides what an unknown key is.
int64_t read_version(const ConfigReader& root, ConfigContext& context) {
  const int64_t version = root.integer("version", kConfigurationVersion, limits::kVersion);
  context.newer = version > kConfigurationVersion;
  return version;
}

Configuration read_root(const ConfigReader& root, ConfigContext& context) {
  Configuration configuration;
  configuration.version = read_version(root, context);
  root.allow_keys(limits::kDocumentKeys);
  if (const auto schema = root.find("$schema")) schema->as_text();
  configuration.service = root.text("service", "", limits::kServiceBytes);
  configuration.manual_clock = root.choice("clock", 0, limits::kClocks) == 1;
  if (const auto seed = root.find("seed")) {
    if (const auto number = seed->as_integer(limits::kSeed)) configuration.seed = static_cast<uint64_t>(*number);
  }
  configuration.enabled = root.boolean("enabled", configuration.enabled);
  configuration.metrics_prefix = read_prefix(root);
  if (const auto events = root.find("events"); events && events->expect_object()) {
    events->allow_keys(limits::kEventsKeys);
    configuration.event_capacity = events->integer("capacity", configuration.event_capacity, limits::kEventCapacity);
  }
  if (const auto policies = root.find("policies")) read_policies(*policies, configuration);
  const auto stores = root.find("stores");
  if (stores) read_stores(*stores, configuration);
  const auto idempotencies = root.find("idempotency");
  if (idempotencies && !stores) {
    if (auto main = default_store()) configuration.stores.push_back(*std::move(main));
  }
  if (idempotencies) read_idempotencies(*idempotencies, stores, configuration);
  return configuration;
}

// nlohmann::json keeps its keys sorted, the ordered kind those of the file.
std::string fingerprint_of(const nlohmann::ordered_json& document) { return sha256_hex(nlohmann::json(document).dump()); }

}  // namespace

CheckedConfiguration check_configuration(std::string_view json, const Environment& environment) {
  ConfigContext context{.environment = environment, .findings = {}, .newer = false};
  const auto document = parse_document(json, context.findings);
  CheckedConfiguration result;
  if (document) {
    const ConfigReader root(*document, {}, context);
    if (root.expect_object("one JSON object")) {
      Configuration configuration = read_root(root, context);
      if (context.findings.errors() == 0) {
        configuration.fingerprint = fingerprint_of(*document);
        configuration.warnings = context.findings.warnings();
        result.configuration = std::move(configuration);
      }
    }
  }
  result.findings = std::move(context.findings);
  return result;
}

Configuration read_configuration(std::string_view json, const Environment& environment) {
  CheckedConfiguration checked = check_configuration(json, environment);
  if (!checked.configuration) throw Error(Status::invalid_config, checked.findings.error_lines());
  return std::move(*checked.configuration);
}

}  // namespace backstay::core
