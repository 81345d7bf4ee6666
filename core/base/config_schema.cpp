#include "core/base/config_schema.hpp"

#include <utility>

#include "core/base/duration.hpp"

namespace backstay::core::schema {
namespace {

// A text with a variable in it: what it becomes isn't known before it is read.
constexpr std::string_view kFilledIn = "\\$\\{";

}  // namespace

Json integer(std::string_view description, IntegerRange range) {
  return {{"description", description}, {"type", "integer"}, {"minimum", range.minimum}, {"maximum", range.maximum}};
}

Json real(std::string_view description, RealRange range) {
  return {{"description", description},
          {"type", "number"},
          {range.above_minimum ? "exclusiveMinimum" : "minimum", range.minimum},
          {"maximum", range.maximum}};
}

Json boolean(std::string_view description) { return {{"description", description}, {"type", "boolean"}}; }

Json text(std::string_view description) { return {{"description", description}, {"type", "string"}}; }

Json choice(std::string_view description, std::span<const std::string_view> names) {
  Json values = Json::array();
  for (const std::string_view name : names) values.push_back(name);
  Json filled_in{{"type", "string"}, {"pattern", kFilledIn}};
  return {{"description", description}, {"anyOf", Json::array({Json{{"enum", std::move(values)}}, std::move(filled_in)})}};
}

Json duration(std::string_view description, DurationRange range) {
  const std::string range_text = " From " + format_duration_ms(range.minimum_ms) + " to " + format_duration_ms(range.maximum_ms) + ".";
  return {{"description", std::string(description) + range_text}, {"$ref", "#/$defs/duration"}};
}

Json object(std::string_view description, Json properties) {
  return {{"description", description}, {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

Json duration_definition() {
  return {
      {"description", "A duration: numbers with a unit (d, h, m, s, ms, us, ns), as in \"250ms\", \"30s\", \"1h30m\"; whole milliseconds."},
      {"type", "string"},
      {"pattern", std::string(duration_pattern()) + "|" + std::string(kFilledIn)}};
}

Json with_default(Json part, Json value) {
  part["default"] = std::move(value);
  return part;
}

Json with_default_ms(Json part, int64_t ms) { return with_default(std::move(part), format_duration_ms(ms)); }

}  // namespace backstay::core::schema
