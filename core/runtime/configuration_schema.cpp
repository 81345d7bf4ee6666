#include <string>
#include <utility>

#include "core/base/config_schema.hpp"
#include "core/idempotency/limits.hpp"
#include "core/idempotency/terms_reader.hpp"
#include "core/policy/registry.hpp"
#include "core/runtime/configuration.hpp"
#include "core/runtime/configuration_limits.hpp"

namespace backstay::core {
namespace {

using schema::Json;
using schema::with_default;

// The pattern itself, or that of another policy.
Json pattern_reference(std::string_view key) {
  return Json::object(
      {{"anyOf", Json::array({Json::object({{"$ref", "#/$defs/" + std::string(key)}}), Json::object({{"$ref", "#/$defs/use"}})})}});
}

Json use_definition() {
  Json name = schema::text("The policy whose pattern this is too: both share its limits, its state and its counts.");
  name["minLength"] = limits::kPolicyNameBytes.minimum;
  Json use = schema::object("The same pattern of another policy.", Json::object({{"use", std::move(name)}}));
  use["required"] = Json::array({"use"});
  return use;
}

Json layer_schema() {
  Json properties = Json::object();
  for (const PatternType* type : pattern_types()) properties[std::string(type->key)] = pattern_reference(type->key);
  Json layer = schema::object("One pattern.", std::move(properties));
  layer["minProperties"] = 1;
  layer["maxProperties"] = 1;
  return layer;
}

Json policy_schema() {
  Json properties = Json::object();
  Json required = Json::array();
  Json beside_layers = Json::object();
  for (const PatternType* type : pattern_types()) {
    const std::string key(type->key);
    properties[key] = pattern_reference(key);
    required.push_back(Json::object({{"required", Json::array({key})}}));
    beside_layers[key] = false;
  }
  Json layers{{"description", "The patterns in an order of one's own, outermost first."}, {"type", "array"}, {"minItems", 1}};
  layers["items"] = layer_schema();
  properties["layers"] = std::move(layers);
  required.push_back(Json::object({{"required", Json::array({"layers"})}}));
  Json maximum = with_default(
      schema::integer("Instances by key that are kept; beyond it the longest unused healthy one is forgotten.", limits::kKeyedMaximum),
      PolicySpec{}.keyed_maximum);
  properties["keyed"] = schema::object("Instances for one host, tenant or user each.", Json::object({{"maximum", std::move(maximum)}}));

  Json policy = schema::object("What guards one call: one pattern, or several in the default order.", std::move(properties));
  policy["anyOf"] = std::move(required);
  policy["dependentSchemas"]["layers"]["properties"] = std::move(beside_layers);
  return policy;
}

Json by_name(std::string_view description, IntegerRange name_bytes, std::size_t maximum, Json value) {
  Json object{{"description", description}, {"type", "object"}};
  object["maxProperties"] = maximum;
  object["propertyNames"] = {{"minLength", name_bytes.minimum}, {"maxLength", name_bytes.maximum}};
  object["additionalProperties"] = std::move(value);
  return object;
}

Json root_properties() {
  const Configuration defaults;
  Json prefix = schema::text("Put before the name of every metric.");
  prefix["pattern"] = std::string(limits::kPrefixPattern) + "|\\$\\{";
  Json capacity = with_default(schema::integer("Events kept for readers.", limits::kEventCapacity), defaults.event_capacity);
  Json properties = Json::object();
  properties["$schema"] = schema::text("Where this schema is, for editors.");
  properties["version"] = with_default(
      schema::integer("What the file was written for. In a file of a newer version than the library's, unknown keys are warnings.",
                      limits::kVersion),
      defaults.version);
  properties["service"] = with_default(schema::text("The service's name, for people."), defaults.service);
  properties["clock"] =
      with_default(schema::choice("manual: time stands still until a test moves it.", limits::kClocks), limits::kClocks[0]);
  properties["seed"] = schema::integer("Makes jitter the same in every run, for tests.", limits::kSeed);
  properties["enabled"] = with_default(schema::boolean("false lets every call of every policy pass."), defaults.enabled);
  properties["metrics"] =
      schema::object("How metrics are written.", Json::object({{"prefix", with_default(std::move(prefix), defaults.metrics_prefix)}}));
  properties["events"] = schema::object("The record of what happened.", Json::object({{"capacity", std::move(capacity)}}));
  properties["policies"] = by_name("Policies by name. The same name gives the same policy in every language of the host.",
                                   limits::kPolicyNameBytes, limits::kPolicies, policy_schema());
  properties["stores"] = by_name("Stores by name.", limits::kStoreNameBytes, limits::kStores, store_schema());
  properties["idempotency"] =
      by_name("What happens once a key, by name.", idempotency::limits::kNameBytes, limits::kIdempotencies, idempotency::spec_schema());
  return properties;
}

}  // namespace

std::string configuration_schema() {
  Json root = Json::object();
  root["$comment"] = "Generated from core by core/runtime/configuration_schema.cpp; do not edit.";
  root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  root["title"] = "Backstay configuration";
  root.update(schema::object("One document configures the policies of a host, for all its languages.", root_properties()));
  root["$defs"]["duration"] = schema::duration_definition();
  root["$defs"]["use"] = use_definition();
  for (const PatternType* type : pattern_types()) root["$defs"][std::string(type->key)] = type->schema();
  std::string text = root.dump(2) + "\n";
  // The first line names the source, as in every generated file.
  constexpr std::string_view opening = "{\n  ";
  return text.replace(0, opening.size(), "{");
}

}  // namespace backstay::core
