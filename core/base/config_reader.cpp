#include "core/base/config_reader.hpp"

#include <cmath>

#include "core/base/clock.hpp"
#include "core/base/config_document.hpp"
#include "core/base/duration.hpp"
#include "core/base/text.hpp"

namespace backstay::core {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFilledIn = " once the environment is filled in";

// A value for a message: short, whatever its size.
std::string shown(const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return "an object of " + std::to_string(value.size()) + (value.size() == 1 ? " key" : " keys");
    case Json::value_t::array:
      return "a list of " + std::to_string(value.size());
    case Json::value_t::string:
      return in_quotes(value.get_ref<const std::string&>());
    default:
      return value.dump();
  }
}

// The shortest decimal text that reads back to the same number.
std::string number_text(double value) { return Json(value).dump(); }

}  // namespace

std::string describe(IntegerRange range) {
  return "a whole number from " + std::to_string(range.minimum) + " to " + std::to_string(range.maximum);
}

std::string describe(RealRange range) {
  return std::string("a number ") + (range.above_minimum ? "above " : "from ") + number_text(range.minimum) +
         (range.above_minimum ? ", up to " : " to ") + number_text(range.maximum);
}

std::string describe(DurationRange range) {
  return "a duration such as \"250ms\" or \"30s\", from " + format_duration_ms(range.minimum_ms) + " to " +
         format_duration_ms(range.maximum_ms);
}

void ConfigReader::add(Severity severity, std::string problem, std::string allowed) const {
  context_->findings.add({.severity = severity,
                          .path = path_,
                          .value = hidden_ ? std::string() : shown(*value_),
                          .problem = std::move(problem),
                          .allowed = std::move(allowed)});
}

void ConfigReader::add_at(Severity severity, std::string_view key, std::string problem, std::string allowed) const {
  if (const auto member = find(key)) return member->add(severity, std::move(problem), std::move(allowed));
  context_->findings.add(
      {.severity = severity, .path = member_path(path_, key), .value = {}, .problem = std::move(problem), .allowed = std::move(allowed)});
}

void ConfigReader::check_name(std::string_view name, int64_t maximum_bytes) const {
  const std::string allowed = "a name of 1 to " + std::to_string(maximum_bytes) + " bytes without control characters";
  if (name.empty()) error("has an empty name", allowed);
  if (name.size() > static_cast<std::size_t>(maximum_bytes)) error("has a name of " + std::to_string(name.size()) + " bytes", allowed);
  if (has_control(name)) error("has a control character in its name", allowed);
}

void ConfigReader::error(std::string problem, std::string allowed) const { add(Severity::error, std::move(problem), std::move(allowed)); }

void ConfigReader::warning(std::string problem, std::string allowed) const {
  add(Severity::warning, std::move(problem), std::move(allowed));
}

void ConfigReader::error_at(std::string_view key, std::string problem, std::string allowed) const {
  add_at(Severity::error, key, std::move(problem), std::move(allowed));
}

void ConfigReader::warning_at(std::string_view key, std::string problem, std::string allowed) const {
  add_at(Severity::warning, key, std::move(problem), std::move(allowed));
}

std::string ConfigReader::wrong_type() const {
  switch (value_->type()) {
    case Json::value_t::null:
      return "is null; leave the key out instead";
    case Json::value_t::boolean:
      return "is true or false";
    case Json::value_t::string:
      return "is text";
    case Json::value_t::object:
      return "is an object";
    case Json::value_t::array:
      return "is a list";
    default:
      return "is a number";
  }
}

bool ConfigReader::expect_object(std::string_view allowed) const {
  if (value_->is_object()) return true;
  error(wrong_type(), std::string(allowed));
  return false;
}

bool ConfigReader::expect_list(std::string_view allowed) const {
  if (value_->is_array()) return true;
  error(wrong_type(), std::string(allowed));
  return false;
}

void ConfigReader::allow_keys(std::span<const std::string_view> known) const {
  for (const auto& [key, member] : members()) {
    bool found = false;
    for (const std::string_view name : known) found = found || name == key;
    if (found) continue;
    std::string problem = context_->newer ? "is unknown to this version and ignored" : "is unknown";
    if (const std::string near = did_you_mean(key, known); !near.empty()) problem += "; " + near;
    member.add(context_->newer ? Severity::warning : Severity::error, std::move(problem), "the keys " + list_in_quotes(known));
  }
}

ConfigReader ConfigReader::part(const Json& value, std::string path) const {
  ConfigReader part(value, std::move(path), *context_);
  part.hidden_ = hidden_;
  return part;
}

std::vector<std::pair<std::string, ConfigReader>> ConfigReader::members() const {
  std::vector<std::pair<std::string, ConfigReader>> out;
  if (!value_->is_object()) return out;
  for (const auto& [key, value] : value_->items()) out.emplace_back(key, part(value, member_path(path_, key)));
  return out;
}

std::vector<ConfigReader> ConfigReader::elements() const {
  std::vector<ConfigReader> out;
  if (!value_->is_array()) return out;
  for (const Json& value : *value_) out.push_back(part(value, element_path(path_, out.size())));
  return out;
}

std::optional<ConfigReader> ConfigReader::find(std::string_view key) const {
  if (!value_->is_object()) return std::nullopt;
  const auto found = value_->find(key);
  if (found == value_->end()) return std::nullopt;
  return part(*found, member_path(path_, key));
}

std::optional<bool> ConfigReader::as_boolean() const {
  if (value_->is_boolean()) return value_->get<bool>();
  error(wrong_type(), "true or false");
  return std::nullopt;
}

std::optional<int64_t> ConfigReader::as_integer(IntegerRange range) const {
  constexpr double kTwoTo63 = 0x1.0p63;
  if (!value_->is_number()) {
    error(wrong_type(), describe(range));
    return std::nullopt;
  }
  std::optional<int64_t> number;
  if (value_->is_number_float()) {
    const auto real = value_->get<double>();
    // 5.0 and 1e3 are whole numbers too, as in JSON Schema.
    if (real != std::trunc(real)) {
      error("is no whole number", describe(range));
      return std::nullopt;
    }
    if (real >= -kTwoTo63 && real < kTwoTo63) number = static_cast<int64_t>(real);
  } else if (!value_->is_number_unsigned() || value_->get<uint64_t>() <= static_cast<uint64_t>(INT64_MAX)) {
    number = value_->get<int64_t>();
  }
  if (number && *number >= range.minimum && *number <= range.maximum) return number;
  error("is out of range", describe(range));
  return std::nullopt;
}

std::optional<double> ConfigReader::as_real(RealRange range) const {
  if (!value_->is_number()) {
    error(wrong_type(), describe(range));
    return std::nullopt;
  }
  const auto number = value_->get<double>();
  const bool low = range.above_minimum ? number <= range.minimum : number < range.minimum;
  if (!low && number <= range.maximum) return number;
  error("is out of range", describe(range));
  return std::nullopt;
}

std::optional<ConfigReader::Text> ConfigReader::expanded_text(std::string_view allowed) const {
  if (!value_->is_string()) {
    error(wrong_type(), std::string(allowed));
    return std::nullopt;
  }
  const auto& written = value_->get_ref<const std::string&>();
  if (written.size() > kTextMaximum) {
    error("has " + std::to_string(written.size()) + " bytes", "text of up to " + std::to_string(kTextMaximum) + " bytes");
    return std::nullopt;
  }
  ExpandedText result = expand_environment(written, context_->environment);
  if (result.problem.empty()) return Text{std::move(result.text), result.expanded};
  error(std::move(result.problem), std::string(allowed));
  return std::nullopt;
}

// What came from the environment may be a secret, so nothing below repeats it.
std::optional<int64_t> ConfigReader::as_duration_ms(DurationRange range) const {
  if (value_->is_number()) {
    error("is a bare number without a unit; write " + in_quotes(shown(*value_) + "s") + " for seconds", describe(range));
    return std::nullopt;
  }
  const auto text = expanded_text(describe(range));
  if (!text) return std::nullopt;
  const ParsedDuration parsed = parse_duration(text->text);
  const std::string suffix(text->expanded ? kFilledIn : std::string_view());
  if (!parsed.ok()) {
    error(text->expanded ? "is no duration" + suffix : parsed.problem, describe(range));
  } else if (parsed.ns % kNsPerMs != 0) {
    error("is no whole number of milliseconds" + suffix, describe(range));
  } else if (const int64_t ms = parsed.ns / kNsPerMs; ms < range.minimum_ms || ms > range.maximum_ms) {
    error("is out of range" + suffix, describe(range));
  } else {
    return ms;
  }
  return std::nullopt;
}

std::optional<std::string> ConfigReader::as_text(IntegerRange bytes) const {
  const std::string allowed =
      "text of " + std::to_string(bytes.minimum) + " to " + std::to_string(bytes.maximum) + " bytes without control characters";
  const auto text = expanded_text(allowed);
  if (!text) return std::nullopt;
  const std::string suffix(text->expanded ? kFilledIn : std::string_view());
  const auto size = static_cast<int64_t>(text->text.size());
  if (size < bytes.minimum || size > bytes.maximum) {
    error((size == 0 ? "is empty" : "has " + std::to_string(size) + " bytes") + suffix, allowed);
  } else if (has_control(text->text)) {
    error("holds a control character" + suffix, allowed);
  } else {
    return text->text;
  }
  return std::nullopt;
}

std::optional<std::size_t> ConfigReader::as_choice(std::span<const std::string_view> names) const {
  const std::string allowed = "one of " + list_in_quotes(names);
  const auto text = expanded_text(allowed);
  if (!text) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text->text) return i;
  }
  const std::string near = did_you_mean(text->text, names);
  error("is unknown" + (text->expanded ? std::string(kFilledIn) : "") + (near.empty() ? "" : "; " + near), allowed);
  return std::nullopt;
}

bool ConfigReader::boolean(std::string_view key, bool fallback) const {
  const auto member = find(key);
  return member ? member->as_boolean().value_or(fallback) : fallback;
}

int64_t ConfigReader::integer(std::string_view key, int64_t fallback, IntegerRange range) const {
  const auto member = find(key);
  return member ? member->as_integer(range).value_or(fallback) : fallback;
}

double ConfigReader::real(std::string_view key, double fallback, RealRange range) const {
  const auto member = find(key);
  return member ? member->as_real(range).value_or(fallback) : fallback;
}

int64_t ConfigReader::duration_ms(std::string_view key, int64_t fallback_ms, DurationRange range) const {
  const auto member = find(key);
  return member ? member->as_duration_ms(range).value_or(fallback_ms) : fallback_ms;
}

std::string ConfigReader::text(std::string_view key, std::string_view fallback, IntegerRange bytes) const {
  const auto member = find(key);
  return member ? member->as_text(bytes).value_or(std::string(fallback)) : std::string(fallback);
}

std::size_t ConfigReader::choice(std::string_view key, std::size_t fallback, std::span<const std::string_view> names) const {
  const auto member = find(key);
  return member ? member->as_choice(names).value_or(fallback) : fallback;
}

}  // namespace backstay::core
